package dev.sluice.adapter.rest;

import dev.sluice.access.Guard;
import dev.sluice.access.Requester;
import dev.sluice.access.ServicePaths;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;

/**
 * Refuses requests of web pages of other sites to the paths of the service that are not of this API: health, metrics and
 * the OpenAPI document. {@link RequestFilters} does the same for this API. The three probes, and the static files of
 * Swagger UI and the console, have nothing to hide. An embedding application decides about its own paths.
 */
@Singleton
@IfBuildProperty(name = "sluice.http.enabled", stringValue = "true")
public class ForeignPages {

    /** The priority of this filter, when the requester is known, who is named in the audit log. */
    private static final int AFTER_IDENTITY = 86;

    private static final String OPERATION = "read"; // the name that a denial has

    /** The mark of a request for a path of the service that nothing else guards. */
    private static final String UNGUARDED = "sluice.unguarded";

    private final ServicePaths paths;
    private final Guard guard;

    @Inject
    ForeignPages(Config config, Guard guard) {
        this.guard = guard;
        paths = ServicePaths.of(key -> config.getConfigValue(key).getValue());
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, AFTER_IDENTITY);
    }

    private void check(RoutingContext context) {
        Requester requester = context.get(Requester.class.getName());
        if (requester != null && context.get(UNGUARDED) != null && !paths.isExplorer(context.normalizedPath())) {
            try {
                Caller.of(context.request()).refuseForeignPages(guard, requester, OPERATION, null);
            } catch (Refusal refusal) {
                HttpProblems.answer(context, refusal);
                return;
            }
        }
        context.next();
    }
}
