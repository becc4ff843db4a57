package dev.sluice.adapter.rest;

import dev.sluice.pool.failure.PoolException;
import io.quarkus.arc.properties.IfBuildProperty;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * Answers refusals with problem details for paths that are not of this API, if {@value HttpProblems#EVERY_PATH} is true:
 * in the service, and in an embedding application that wants it.
 */
@Singleton
@IfBuildProperty(name = HttpProblems.EVERY_PATH, stringValue = "true")
public class OtherPaths {

    private final ProblemAnswers answers;

    OtherPaths(ProblemAnswers answers) {
        this.answers = answers;
    }

    /** Answers that the service has no such path. */
    @ServerExceptionMapper
    public Response refused(NotFoundException e, HttpServerRequest request) {
        return answers.refused(Refusal.of(ProblemType.UNKNOWN_PATH, ProblemType.UNKNOWN_PATH.example()), request);
    }

    /** Answers that the path does not take the method. */
    @ServerExceptionMapper
    public Response refused(NotAllowedException e, HttpServerRequest request) {
        return answers.refused(
                Refusal.notAllowed(String.valueOf(e.getResponse().getHeaderString(HttpHeaders.ALLOW))), request);
    }

    /** Answers that a pool refuses an acquire, where a resource of the application lets the exception pass. */
    @ServerExceptionMapper
    public Response refused(PoolException e, HttpServerRequest request) {
        return answers.refused(Refusal.of(e), request);
    }
}
