package dev.sluice.adapter.rest;

import io.quarkus.arc.properties.IfBuildProperty;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.net.URI;
import java.net.URISyntaxException;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Translates the path of a request for this API into the path of its resource inside the framework. All other parts see
 * the path of the request: permissions, filters, log lines, problems and metrics.
 */
@Singleton
@IfBuildProperty(name = "sluice.http.enabled", stringValue = "true")
public class ResourcePaths {

    private static final URI BASE = URI.create("/");

    /** The name under which Quarkus keeps the path for metrics. */
    private static final String TEMPLATE = "UrlPathTemplate";

    private final ApiRoot root;

    ResourcePaths(ApiRoot root) {
        this.root = root;
    }

    /** Finds the resource. Filters of the application run before, and see the path of the request. */
    @ServerRequestFilter(preMatching = true, priority = Integer.MAX_VALUE)
    public void find(ContainerRequestContext request, RoutingContext context) {
        String below = ApiRequests.pathOf(context);
        String path = below == null ? root.nowhere(context.normalizedPath()) : root.inside(below);
        if (path != null) {
            move(request, context, path);
        }
    }

    /** Sets the path alone. The framework would decode the query a second time, so that it is kept and restored. */
    private static void move(ContainerRequestContext request, RoutingContext context, String path) {
        MultiMap query = MultiMap.caseInsensitiveMultiMap().addAll(context.queryParams());
        request.setRequestUri(BASE, quoted(path));
        context.queryParams().addAll(query);
    }

    /** Returns a URI whose decoded path is the given path, with its escapes. */
    private static URI quoted(String path) {
        try {
            return new URI(null, null, path, null, null);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Makes metrics show the path of requests. */
    @Guarded
    @ServerRequestFilter(priority = 0)
    public void showPath(HttpServerRequest request) {
        if (request instanceof HttpServerRequestInternal given) {
            Context context = given.context();
            String template = context.getLocal(TEMPLATE);
            if (template != null) {
                context.putLocal(TEMPLATE, template.replace(ApiRoot.INSIDE, root.pathInApplication()));
            }
        }
    }
}
