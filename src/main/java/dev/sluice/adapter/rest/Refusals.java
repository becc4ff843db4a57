package dev.sluice.adapter.rest;

import dev.sluice.access.AccessDenied;
import dev.sluice.access.AuditUnavailable;
import dev.sluice.control.operation.OperationConflict;
import dev.sluice.control.operation.OperationNotBegun;
import dev.sluice.control.operation.UnknownOperation;
import dev.sluice.pool.failure.PoolException;
import io.quarkus.arc.properties.IfBuildProperty;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;

/**
 * Converts the failures of a {@link Guarded} resource into refusals. The resources of an embedding application keep
 * their own error answers.
 */
@Guarded
@Interceptor
@Priority(Interceptor.Priority.LIBRARY_BEFORE)
@IfBuildProperty(name = "sluice.http.enabled", stringValue = "true")
public class Refusals {

    /** Calls the method of the resource. */
    @AroundInvoke
    public Object convert(InvocationContext call) throws Exception {
        try {
            Object answer = call.proceed();
            return answer instanceof Uni<?> later ? later.onFailure().transform(Refusals::converted) : answer;
        } catch (RuntimeException e) {
            throw converted(e);
        }
    }

    private static Throwable converted(Throwable failure) {
        return failure instanceof RuntimeException e ? converted(e) : failure;
    }

    private static RuntimeException converted(RuntimeException failure) {
        if (failure instanceof PoolException e) {
            return Refusal.of(e);
        }
        if (failure instanceof AccessDenied e) {
            return Refusal.of(e);
        }
        String message = String.valueOf(failure.getMessage());
        if (failure instanceof AuditUnavailable) {
            return Refusal.of(ProblemType.AUDIT_UNAVAILABLE, message);
        }
        if (failure instanceof UnknownOperation) {
            return Refusal.of(ProblemType.UNKNOWN_OPERATION, message);
        }
        if (failure instanceof OperationConflict e) {
            boolean hasEnded = e.reason() == OperationConflict.Reason.ENDED;
            return Refusal.of(hasEnded ? ProblemType.OPERATION_ENDED : ProblemType.KEY_REUSED, message);
        }
        return failure instanceof OperationNotBegun ? Refusal.of(ProblemType.OPERATION_NOT_BEGUN, message) : failure;
    }
}
