package dev.sluice.adapter.rest;

import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Recognises the requests for this API, by their paths and by the port on which they arrive. */
@Singleton
@IfBuildProperty(name = "sluice.http.enabled", stringValue = "true")
public class ApiRequests {

    /** The priority of this filter, before all other filters. */
    private static final int BEFORE_ALL = 2000;

    private static final String PATH = ApiRequests.class.getName();

    private final ApiRoot root;
    private final ManagementPort management;

    ApiRequests(ApiRoot root, ManagementPort management) {
        this.root = root;
        this.management = management;
    }

    void register(@Observes Filters filters) {
        filters.register(this::recognise, BEFORE_ALL);
    }

    void recognise(RoutingContext context) {
        String path = management.serves(context) ? root.below(context.normalizedPath()) : null;
        if (path == null) {
            context.remove(PATH); // the application has moved the request from a path of this API
        } else {
            context.put(PATH, path);
        }
        context.next();
    }

    /** Returns the path of a request below the {@link ApiRoot}; null for a request that is not for this API. */
    static @Nullable String pathOf(RoutingContext context) {
        return context.get(PATH);
    }

    /** Returns whether a request that no filter has seen is for this API. */
    boolean isOurs(RoutingContext unfiltered) {
        return management.serves(unfiltered)
                && root.below(String.valueOf(unfiltered.request().path())) != null;
    }
}
