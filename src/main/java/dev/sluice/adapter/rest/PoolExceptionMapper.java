package dev.sluice.adapter.rest;

import dev.sluice.pool.failure.PoolException;
import io.quarkiverse.resteasy.problem.ExceptionMapperBase;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemContext;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/**
 * Answers with problem details when a pool refuses, in these resources and in those of the embedding application. The
 * exception itself is not logged, because drivers quote passwords in their messages.
 */
@Provider
public class PoolExceptionMapper implements ExceptionMapper<PoolException> {

    private final UriInfo uriInfo;

    PoolExceptionMapper(UriInfo uriInfo) {
        this.uriInfo = uriInfo;
    }

    @Override
    public Response toResponse(PoolException exception) {
        Refusal refusal = Refusal.of(exception);
        return ExceptionMapperBase.postProcessorsRegistry
                .applyPostProcessing(refusal, ProblemContext.of(refusal, uriInfo))
                .toResponse();
    }
}
