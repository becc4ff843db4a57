package dev.sluice.adapter.rest;

import dev.sluice.access.AccessDenied;
import dev.sluice.access.Guard;
import dev.sluice.access.Requester;
import dev.sluice.access.Role;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Set;

/**
 * Receives the body of a request before the request occupies a worker thread, so that a slow client holds no thread. A
 * body that is larger than {@value JsonBody#MOST_BYTES} bytes, or not complete within the body timeout, is refused. The
 * rows of a batch are received by {@link BatchUpload}, because they may be larger than the memory.
 */
@Singleton
@IfBuildProperty(name = "sluice.http.enabled", stringValue = "true")
public class RequestBodies {

    /** The priority of this filter, after {@link ConnectionLimits}, {@link HttpProblems} and the requester is known. */
    private static final int AFTER_IDENTITY = 80;

    private static final Set<HttpMethod> WITH_BODY = Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH);

    private final HttpLimits limits;
    private final Guard guard;

    RequestBodies(HttpLimits limits, Guard guard) {
        this.limits = limits;
        this.guard = guard;
    }

    void register(@Observes Filters filters) {
        filters.register(this::receive, AFTER_IDENTITY);
    }

    private void receive(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (!HttpProblems.isOurs(context) || mostBytes(context) == 0) {
            context.next();
            return;
        }
        BodyReception reception = new BodyReception(context, limits.bodyTimeout());
        if (isKnown(context)) {
            Requester requester = context.get(Requester.class.getName());
            Caller caller = Caller.of(request);
            if (caller.foreignPage() != null || !requester.mayAnywhere(Role.OPERATOR)) {
                deny(caller, requester, context, reception);
                return;
            }
        }
        boolean isReceived = context.body().available(); // by the management interface
        if (declaredBytes(request) > JsonBody.MOST_BYTES
                || (isReceived && context.body().length() > JsonBody.MOST_BYTES)) {
            reception.refuseSize();
            return;
        }
        if (isReceived) {
            context.next();
            return;
        }
        if (HttpHeaderValues.CONTINUE.contentEqualsIgnoreCase(request.getHeader("Expect"))) {
            request.response().writeContinue();
        }
        reception.begin();
    }

    private static boolean isKnown(RoutingContext context) {
        String path = String.valueOf(ApiRequests.pathOf(context));
        return AllowedMethods.of(path).contains(context.request().method().name());
    }

    /** Refuses a change before its body is received, so that no body of an unauthorised caller is awaited. */
    private void deny(Caller caller, Requester requester, RoutingContext context, BodyReception reception) {
        String path = String.valueOf(ApiRequests.pathOf(context));
        String operation = context.request().method() + " " + path;
        Role role = AllowedMethods.roleOf(path, context.request().method().name());
        context.request().pause();
        context.vertx()
                .executeBlocking(
                        () -> {
                            caller.refuseForeignPages(guard, requester, operation, null); // writes to the audit log
                            guard.requireRole(requester, role, operation);
                            return true;
                        },
                        false)
                .onFailure(failure -> {
                    if (failure instanceof AccessDenied denied) {
                        reception.refuseUnread(Refusal.of(denied));
                    } else if (failure instanceof Refusal refusal) {
                        reception.refuseUnread(refusal);
                    } else {
                        context.fail(failure);
                    }
                });
    }

    /** Returns the maximum bytes of memory that the body needs, or 0 if another part receives it or there is none. */
    static int mostBytes(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (!WITH_BODY.contains(request.method()) || BatchUpload.isFor(context)) {
            return 0;
        }
        long declared = declaredBytes(request);
        boolean chunked = request.getHeader("Transfer-Encoding") != null;
        return chunked ? JsonBody.MOST_BYTES : (int) Math.min(declared, JsonBody.MOST_BYTES);
    }

    /** Returns the length in the header; the HTTP codec has refused headers that are not numeric. */
    private static long declaredBytes(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        try {
            return length == null ? 0 : Long.parseLong(length.strip());
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }
}
