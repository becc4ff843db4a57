package dev.sluice.adapter.rest;

import dev.sluice.value.Values;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import java.util.Set;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * Answers with problem details if requests are refused before they reach a resource: their content type cannot be read,
 * or the router refuses them. Applies only to paths of this API. {@link HeadRefusals} does the same for requests that
 * never reach the router.
 */
@Singleton
@IfBuildProperty(name = "sluice.http.enabled", stringValue = "true")
public class HttpProblems {

    private static final int CLIENT_ERROR = 400;
    private static final int SERVER_ERROR = 500;

    static final String CONTENT_TYPE = "application/problem+json";

    /** The priority of this filter, before the resources and after {@link ConnectionLimits}. */
    private static final int EARLY = 900;

    static final String EVERY_PATH = "sluice.http.every-path";

    private final boolean everyPath;
    private final boolean isService;
    private final ApiRequests requests;

    @Inject
    HttpProblems(Config config, ApiRequests requests) {
        this.requests = requests;
        isService = ServiceProcess.is(config);
        everyPath = Values.FLAG.read(EVERY_PATH, config.getValue(EVERY_PATH, String.class));
    }

    void check(@Observes Filters filters) {
        filters.register(HttpProblems::check, EARLY);
    }

    void explain(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).failureHandler(this::explain);
    }

    private static void check(RoutingContext context) {
        String path = ApiRequests.pathOf(context);
        if (path == null) {
            context.next();
            return;
        }
        HttpMethod method = context.request().method();
        Set<String> allowed = AllowedMethods.of(path);
        if (allowed.isEmpty()) {
            answer(context, ProblemType.UNKNOWN_PATH, ProblemType.UNKNOWN_PATH.example());
        } else if (!allowed.contains(method.name())) {
            answer(context, Refusal.notAllowed(String.join(", ", allowed)));
        } else if (!isMediaType(context.request().getHeader("Content-Type"))) {
            answer(context, ProblemType.BODY_TYPE, "the Content-Type of the request is not a media type");
        } else if (HttpMethod.HEAD.equals(method)) {
            context.reroute(HttpMethod.GET, context.request().uri()); // a later stage omits the body
        } else {
            if (HttpMethod.OPTIONS.equals(method)) {
                tellMethods(context, allowed);
            }
            context.next();
        }
    }

    /** Sets the Allow header when the answer begins. The framework's header is wrong for the path. */
    private static void tellMethods(RoutingContext context, Set<String> allowed) {
        context.addHeadersEndHandler(begins -> context.response().putHeader("Allow", String.join(", ", allowed)));
    }

    /** Returns whether a request is for a path of this API, even if the path does not exist. */
    public static boolean isOurs(RoutingContext context) {
        return ApiRequests.pathOf(context) != null;
    }

    /** Returns whether refusals of a request have problem details. The router refuses some before any filter. */
    boolean explains(RoutingContext context) {
        return everyPath || isOurs(context) || requests.isOurs(context);
    }

    private static boolean isMediaType(@Nullable String text) {
        try {
            return text == null || MediaType.valueOf(text).getSubtype() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private void explain(RoutingContext context) {
        int status = context.statusCode();
        HttpServerResponse response = context.response();
        if (status < CLIENT_ERROR || response.ended() || response.headWritten() || !explains(context)) {
            context.next();
            return;
        }
        if (isService || requests.isOurs(context)) {
            SecurityHeaders.add(context); // the router refuses some requests before any filter
        }
        if (status == ProblemType.MALFORMED_REQUEST.status()) {
            answer(context, ProblemType.MALFORMED_REQUEST, ProblemType.MALFORMED_REQUEST.example());
            return;
        }
        if (status == ProblemType.UNKNOWN_PATH.status()) {
            answer(context, ProblemType.UNKNOWN_PATH, ProblemType.UNKNOWN_PATH.example());
            return;
        }
        if (status >= SERVER_ERROR && context.failure() != null) {
            ProblemLines.fault(context.failure(), instance(context.request().path()));
        }
        response.setStatusCode(status);
        String reason = response.getStatusMessage();
        write(context, status, new JsonObject().put("status", status).put("title", reason));
    }

    /** Ends the request with a problem of the given type. */
    static void answer(RoutingContext context, ProblemType type, String detail) {
        answer(context, Refusal.of(type, detail));
    }

    /** Ends the request with a refusal. */
    static void answer(RoutingContext context, Refusal refusal) {
        refusal.headers().forEach((name, value) -> context.response().putHeader(name, value));
        write(
                context,
                refusal.type().status(),
                new JsonObject(refusal.json(instance(context.request().path()))));
    }

    private static void write(RoutingContext context, int status, JsonObject problem) {
        problem.put("instance", instance(context.request().path()));
        context.response()
                .setStatusCode(status)
                .putHeader("Content-Type", CONTENT_TYPE)
                .putHeader("Cache-Control", "no-store")
                .end(problem.encode());
    }

    /** Returns the path of a request as a valid URI reference (RFC 9457), without secrets. */
    static String instance(@Nullable String path) {
        return ProblemInstances.reference(Redacted.text(path));
    }
}
