package dev.sluice.adapter.quarkus;

import dev.sluice.adapter.console.ConsoleRoute;
import dev.sluice.adapter.identity.GuardedPaths;
import dev.sluice.adapter.rest.HttpProblems;
import io.quarkus.arc.properties.IfBuildProperty;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;

/**
 * The paths of the REST interface, whose resources require a role for each request, and the files of the console, which
 * contain no data.
 */
@Singleton
@IfBuildProperty(name = "sluice.http.enabled", stringValue = "true")
public class RestPaths implements GuardedPaths {

    private final Instance<ConsoleRoute> console;

    RestPaths(Instance<ConsoleRoute> console) {
        this.console = console;
    }

    @Override
    public boolean includes(RoutingContext request) {
        return HttpProblems.isOurs(request)
                || (console.isResolvable() && console.get().serves(request));
    }
}
