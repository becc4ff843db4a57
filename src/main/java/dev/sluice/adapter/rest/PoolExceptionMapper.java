package dev.sluice.adapter.rest;

import dev.sluice.pool.failure.PoolException;
import io.quarkiverse.resteasy.problem.ExceptionMapperBase;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemContext;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/**
 * Answers with problem details when a pool refuses, in these resources as in those of the application around them.
 * The exception itself stays out of the log: drivers quote passwords in their messages.
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
