package dev.sluice.adapter.rest;

import io.quarkus.arc.properties.IfBuildProperty;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Answers requests for any unknown path with problem details, in the service but not in an embedding application. */
@Singleton
@IfBuildProperty(name = HttpProblems.EVERY_PATH, stringValue = "true")
public class UnknownPaths {

    private final ProblemAnswers answers;

    UnknownPaths(ProblemAnswers answers) {
        this.answers = answers;
    }

    /** Answers that the service has no such path. */
    @ServerExceptionMapper
    public Response refused(NotFoundException e, HttpServerRequest request) {
        return answers.refused(Refusal.of(ProblemType.UNKNOWN_PATH, ProblemType.UNKNOWN_PATH.example()), request);
    }
}
