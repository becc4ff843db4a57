package dev.sluice.adapter.rest;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Answers with problem details if requests are refused before they reach a resource: their content type cannot be read,
 * or the router refuses them. Applies only to paths of this API. {@link HeadRefusals} does the same for requests that
 * never reach the router.
 */
@Singleton
public class HttpProblems {

    private static final List<String> OURS = List.of("/pools", "/pool", "/operations", "/batches");
    private static final int CLIENT_ERROR = 400;
    private static final int SERVER_ERROR = 500;

    /** The priority of this filter, before the resources and after {@link ConnectionLimits}. */
    private static final int EARLY = 900;

    void check(@Observes Filters filters) {
        filters.register(HttpProblems::check, EARLY);
    }

    void explain(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).failureHandler(HttpProblems::explain);
    }

    private static void check(RoutingContext context) {
        if (!isOurs(context)) {
            context.next();
            return;
        }
        tellMethods(context);
        if (!isMediaType(context.request().getHeader("Content-Type"))) {
            answer(context, ProblemType.BODY_TYPE, "the Content-Type of the request is not a media type");
        } else if (HttpMethod.HEAD.equals(context.request().method())) {
            context.reroute(HttpMethod.GET, context.request().uri()); // a later stage omits the body
        } else {
            context.next();
        }
    }

    /** Sets the Allow header if required, when the answer begins. The framework's header is wrong for the path. */
    private static void tellMethods(RoutingContext context) {
        HttpMethod method = context.request().method();
        Set<String> allowed = AllowedMethods.of(String.valueOf(context.request().path()));
        boolean isDue = HttpMethod.OPTIONS.equals(method) || !allowed.contains(method.name());
        if (isDue && !allowed.isEmpty()) {
            context.addHeadersEndHandler(begins -> context.response().putHeader("Allow", String.join(", ", allowed)));
        }
    }

    /** Returns whether a request is for a path of this API. */
    static boolean isOurs(RoutingContext context) {
        return isOurs(String.valueOf(context.request().path()));
    }

    /** Returns whether a path belongs to this API, even if it does not exist. */
    static boolean isOurs(String path) {
        return OURS.stream().anyMatch(ours -> path.equals(ours) || path.startsWith(ours + "/"));
    }

    private static boolean isMediaType(@Nullable String text) {
        try {
            return text == null || MediaType.valueOf(text).getSubtype() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static void explain(RoutingContext context) {
        int status = context.statusCode();
        HttpServerResponse response = context.response();
        boolean refused = status >= CLIENT_ERROR && status < SERVER_ERROR;
        if (!refused || response.ended() || response.headWritten() || !isOurs(context)) {
            context.next();
            return;
        }
        if (status == ProblemType.UNKNOWN_PATH.status()) {
            answer(context, ProblemType.UNKNOWN_PATH, ProblemType.UNKNOWN_PATH.example());
            return;
        }
        response.setStatusCode(status);
        String reason = response.getStatusMessage();
        write(context, status, new JsonObject().put("status", status).put("title", reason));
    }

    /** Ends the request with a problem of the given type. */
    static void answer(RoutingContext context, ProblemType type, String detail) {
        if (type.retryAfterSeconds() > 0) {
            context.response().putHeader("Retry-After", String.valueOf(type.retryAfterSeconds()));
        }
        write(
                context,
                type.status(),
                new JsonObject()
                        .put("type", type.uri().toString())
                        .put("status", type.status())
                        .put("title", type.title())
                        .put("detail", Redacted.text(detail)));
    }

    /** Ends the request with a refusal. */
    static void answer(RoutingContext context, HttpProblem refusal) {
        refusal.getHeaders().forEach((name, value) -> context.response().putHeader(name, String.valueOf(value)));
        write(
                context,
                refusal.getStatusCode(),
                new JsonObject()
                        .put("type", String.valueOf(refusal.getType()))
                        .put("status", refusal.getStatusCode())
                        .put("title", refusal.getTitle())
                        .put("detail", refusal.getDetail()));
    }

    private static void write(RoutingContext context, int status, JsonObject problem) {
        problem.put(
                "instance",
                ProblemInstances.reference(Redacted.text(context.request().path())));
        context.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/problem+json")
                .putHeader("Cache-Control", "no-store")
                .end(problem.encode());
    }
}
