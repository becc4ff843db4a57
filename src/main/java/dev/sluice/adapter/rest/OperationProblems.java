package dev.sluice.adapter.rest;

import dev.sluice.control.operation.OperationConflict;
import dev.sluice.control.operation.OperationNotBegun;
import dev.sluice.control.operation.UnknownOperation;
import io.quarkiverse.resteasy.problem.ExceptionMapperBase;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Answers with problem details if the requested operation does not exist or is no longer kept. */
@Singleton
public class OperationProblems {

    /** Answers that no operation has this id. */
    @ServerExceptionMapper
    public Response unknown(UnknownOperation e, UriInfo uriInfo) {
        return answer(Refusal.of(ProblemType.UNKNOWN_OPERATION, String.valueOf(e.getMessage())), uriInfo);
    }

    /** Answers that the request conflicts with an earlier one. */
    @ServerExceptionMapper
    public Response conflict(OperationConflict e, UriInfo uriInfo) {
        ProblemType type =
                e.reason() == OperationConflict.Reason.ENDED ? ProblemType.OPERATION_ENDED : ProblemType.KEY_REUSED;
        return answer(Refusal.of(type, String.valueOf(e.getMessage())), uriInfo);
    }

    /** Answers that the operation did not begin, because no thread was free. */
    @ServerExceptionMapper
    public Response notBegun(OperationNotBegun e, UriInfo uriInfo) {
        return answer(Refusal.of(ProblemType.OPERATION_NOT_BEGUN, String.valueOf(e.getMessage())), uriInfo);
    }

    private static Response answer(Refusal refusal, UriInfo uriInfo) {
        return ExceptionMapperBase.postProcessorsRegistry
                .applyPostProcessing(refusal, ProblemContext.of(refusal, uriInfo))
                .toResponse();
    }
}
