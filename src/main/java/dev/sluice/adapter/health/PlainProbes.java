package dev.sluice.adapter.health;

import io.quarkus.arc.Arc;
import io.quarkus.arc.InjectableContext.ContextState;
import io.quarkus.arc.ManagedContext;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.vertx.http.ManagementInterface;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.smallrye.health.SmallRyeHealth;
import io.smallrye.health.SmallRyeHealthReporter;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.Objects;

/**
 * Answers probes without the names and data of the checks: UP or DOWN only. The policy of the service marks the requests
 * whose sender may see no more. An embedding application has no such policy.
 */
@Singleton
@IfBuildProperty(name = "sluice.security.mechanisms", stringValue = "true")
public class PlainProbes {

    /** The name of the mark in the context of a request; its value is the name of the probe. */
    static final String MARK = "sluice.plain-probe";

    /** The priority of this filter, after authentication (200) and authorization (100) of Quarkus. */
    private static final int AFTER_SECURITY = 70;

    /** The order at the management interface, after the guard of the service. */
    private static final int BEFORE_HEALTH = -1_000_000;

    private static final int UP = 200;
    private static final int DOWN = 503;

    private final Instance<SmallRyeHealthReporter> reporter;

    PlainProbes(Instance<SmallRyeHealthReporter> reporter) {
        this.reporter = reporter;
    }

    void register(@Observes Filters filters) {
        filters.register(this::answer, AFTER_SECURITY);
    }

    /** Answers at the management interface, too, where Quarkus may serve the probes. */
    void register(@Observes ManagementInterface management) {
        management.router().route().order(BEFORE_HEALTH).handler(this::answer);
    }

    private void answer(RoutingContext context) {
        String probe = context.get(MARK);
        if (probe == null) {
            context.next();
            return;
        }
        ManagedContext requests = Arc.container().requestContext();
        requests.activate();
        ContextState state = Objects.requireNonNull(requests.getState());
        try {
            Context loop = Vertx.currentContext();
            health(probe)
                    .emitOn(command -> loop.runOnContext(now -> command.run()))
                    .onTermination()
                    .invoke(() -> requests.destroy(state))
                    .subscribe()
                    .with(health -> write(context, !health.isDown()), context::fail);
        } finally {
            requests.deactivate();
        }
    }

    private Uni<SmallRyeHealth> health(String probe) {
        return switch (probe) {
            case "live" -> reporter.get().getLivenessAsync();
            case "ready" -> reporter.get().getReadinessAsync();
            default -> reporter.get().getStartupAsync();
        };
    }

    private static void write(RoutingContext context, boolean isUp) {
        JsonObject answer = new JsonObject().put("status", isUp ? "UP" : "DOWN").put("checks", new JsonArray());
        context.response()
                .setStatusCode(isUp ? UP : DOWN)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json; charset=UTF-8")
                .end(answer.encode());
    }
}
