package dev.sluice.adapter.identity;

import dev.sluice.access.AccessDenied;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.regex.Pattern;

/** Writes refusals of requests as problem details (RFC 9457), in the form of the REST interface. */
final class AccessProblems {

    static final String CHALLENGE = "Bearer realm=\"sluice\"";

    private static final String PREFIX = "urn:sluice:problem:";
    private static final int UNKNOWN = 401;
    private static final int DENIED = 403;
    private static final int TOO_MANY = 429;

    /** Paths that are a valid reference as they are, and have no place for a secret. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9/_.~-]+");

    private AccessProblems() {}

    /** Ends a request whose credentials are refused. */
    static void refused(RoutingContext context, Login login) {
        if (login.retrySeconds() > 0) {
            context.response().putHeader(HttpHeaders.RETRY_AFTER, String.valueOf(login.retrySeconds()));
            String why = login.refusal() == Login.LoginRefusal.LOCKED
                    ? "this address or name is locked after failed logins"
                    : "too many passwords are being checked";
            write(
                    context,
                    TOO_MANY,
                    "too-many-logins",
                    "Too many logins",
                    why + "; try again in " + login.retrySeconds() + " s");
        } else {
            context.response().putHeader("WWW-Authenticate", CHALLENGE + ", error=\"invalid_token\"");
            write(context, UNKNOWN, "token-required", "Credentials required", "the credentials are not valid");
        }
    }

    /** Ends a request without the needed role: 401 if it has no credentials, otherwise 403. */
    static void denied(RoutingContext context, AccessDenied why) {
        if (why.isAnonymous()) {
            context.response().putHeader("WWW-Authenticate", CHALLENGE);
            write(
                    context,
                    UNKNOWN,
                    "token-required",
                    "Credentials required",
                    why.getMessage() + ": send 'Authorization: Bearer <token>'");
        } else {
            write(context, DENIED, "not-permitted", "Not permitted", String.valueOf(why.getMessage()));
        }
    }

    private static void write(RoutingContext context, int status, String type, String title, String detail) {
        JsonObject problem = new JsonObject()
                .put("type", PREFIX + type)
                .put("status", status)
                .put("title", title)
                .put("detail", detail);
        String path = context.request().path();
        if (path != null && PLAIN.matcher(path).matches()) {
            problem.put("instance", path);
        }
        HttpServerResponse response = context.response();
        response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(problem.encode());
        if (!context.request().isEnded()) {
            context.request().resume(); // the rest of a body is read and dropped
        }
    }
}
