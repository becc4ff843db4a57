package dev.sluice.adapter.identity;

import io.vertx.ext.web.RoutingContext;

/** The paths that decide about each of their requests by themselves, and audit the denials. */
@FunctionalInterface
public interface GuardedPaths {

    /** Returns whether the path of a request is one of them. */
    boolean includes(RoutingContext request);
}
