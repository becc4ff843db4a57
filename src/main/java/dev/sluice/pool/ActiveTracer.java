package dev.sluice.pool;

import dev.sluice.pool.LeaseSteps.LeaseStep;
import dev.sluice.pool.PoolTracer.AcquireTrace;
import dev.sluice.pool.PoolTracer.OperationTrace;
import dev.sluice.pool.operation.OperationContext;
import dev.sluice.pool.operation.OperationName;
import dev.sluice.pool.store.RetirementReason;
import dev.sluice.pool.store.Slot;
import dev.sluice.value.TraceContext;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The tracer of a pool. Without a tracer, an acquire does not reach this class. A tracer that throws never breaks an
 * acquire or an operation. Thread-safe.
 */
final class ActiveTracer {

    private final LeaseSteps steps;
    private volatile @Nullable PoolTracer tracer;

    ActiveTracer(LeaseSteps steps) {
        this.steps = steps;
    }

    /** Follows acquires and operations from now on; null ends that. */
    void use(@Nullable PoolTracer newTracer) {
        tracer = newTracer;
        steps.set(LeaseStep.TRACES, newTracer != null);
    }

    /** Begins to follow an acquire. Returns null if nothing follows it. */
    @Nullable
    AcquireTrace acquire(AcquireRequest request) {
        PoolTracer now = tracer;
        try {
            return now == null ? null : now.acquire(request);
        } catch (Throwable ignored) {
            return null;
        }
    }

    /** Returns the request with the trace of its caller, unless the request names one itself. */
    static AcquireRequest traced(AcquireRequest request, AcquireTrace trace) {
        if (request.trace() != null) {
            return request;
        }
        try {
            TraceContext caller = trace.caller();
            return caller == null ? request : request.withTrace(caller);
        } catch (Throwable ignored) {
            return request;
        }
    }

    /** Passes on the end of an acquire, or a later end of its lease. */
    static void pass(AcquireTrace trace, Consumer<AcquireTrace> news) {
        try {
            news.accept(trace);
        } catch (Throwable ignored) {
            // a tracer never breaks the pool
        }
    }

    /** Passes on the end of a lease by force. */
    void broken(Slot<?> slot, long lease, RetirementReason reason) {
        if (slot.traceOf(lease) instanceof AcquireTrace trace) {
            pass(trace, its -> its.broken(slot.name(), reason));
        }
    }

    /** Begins to follow an operation, unless it is a dry run. */
    OperationTrace operation(OperationName name, OperationContext context) {
        return QuietTrace.begin(tracer, name, context);
    }
}
