package dev.sluice.adapter.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.arc.properties.IfBuildProperty;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Answers refusals of this API with problem details. Answers to requests for other paths stay as they are. */
@Singleton
@IfBuildProperty(name = "sluice.http.enabled", stringValue = "true")
public class ProblemAnswers {

    private final ObjectMapper json;
    private final HttpProblems problems;

    ProblemAnswers(ObjectMapper json, HttpProblems problems) {
        this.json = json;
        this.problems = problems;
    }

    /** Answers a refusal by a resource of this API, and logs it. */
    @ServerExceptionMapper
    public Response refused(Refusal refusal, HttpServerRequest request) {
        String instance = instance(request);
        ProblemLines.write(refusal, instance);
        Response.ResponseBuilder answer = Response.status(refusal.type().status())
                .type(HttpProblems.CONTENT_TYPE)
                .entity(text(refusal, instance));
        refusal.headers().forEach(answer::header);
        return answer.build();
    }

    /** Explains that the answer has no type that the client accepts. */
    @ServerExceptionMapper
    public Response refused(NotAcceptableException e, RoutingContext context) {
        return explained(e, ProblemType.NOT_ACCEPTABLE, context);
    }

    /** Explains that the path does not accept the type of the body. */
    @ServerExceptionMapper
    public Response refused(NotSupportedException e, RoutingContext context) {
        return explained(e, ProblemType.CONTENT_TYPE, context);
    }

    /** Explains that the framework cannot read the request. */
    @ServerExceptionMapper
    public Response refused(BadRequestException e, RoutingContext context) {
        return explained(e, ProblemType.MALFORMED_REQUEST, context);
    }

    /** Adds the problem for a path of this API; any other path gets the answer that it has without this class. */
    private Response explained(WebApplicationException e, ProblemType type, RoutingContext context) {
        return problems.explains(context)
                ? refused(Refusal.of(type, type.example()), context.request())
                : e.getResponse();
    }

    private static String instance(HttpServerRequest request) {
        return HttpProblems.instance(String.valueOf(request.path()));
    }

    private String text(Refusal refusal, String instance) {
        try {
            return json.writeValueAsString(refusal.json(instance));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e); // reports have no cycles
        }
    }
}
