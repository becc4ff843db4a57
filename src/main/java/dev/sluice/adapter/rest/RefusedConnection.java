package dev.sluice.adapter.rest;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;

/**
 * The end of a connection after a refusal. A connection of HTTP/2 carries other requests, too, and its answers have no
 * header for its end (RFC 9113, section 8.2.2), so there only the stream of the request ends.
 */
final class RefusedConnection {

    private RefusedConnection() {}

    /** Announces, in the answer, the end of the connection. */
    static void announceEnd(RoutingContext context) {
        if (!isShared(context)) {
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
    }

    /** Closes the connection, or the stream. Called after the answer. */
    static void end(RoutingContext context) {
        if (isShared(context)) {
            context.response().reset();
        } else {
            context.request().connection().close();
        }
    }

    private static boolean isShared(RoutingContext context) {
        return context.request().version() == HttpVersion.HTTP_2;
    }
}
