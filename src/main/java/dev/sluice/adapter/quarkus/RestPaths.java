package dev.sluice.adapter.quarkus;

import dev.sluice.adapter.identity.GuardedPaths;
import dev.sluice.adapter.rest.HttpProblems;
import io.quarkus.arc.properties.IfBuildProperty;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;

/** The paths of the REST interface, whose resources require a role for each request. */
@Singleton
@IfBuildProperty(name = "sluice.http.enabled", stringValue = "true")
public class RestPaths implements GuardedPaths {

    @Override
    public boolean includes(RoutingContext request) {
        return HttpProblems.isOurs(request);
    }
}
