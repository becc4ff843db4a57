package dev.sluice.adapter.health;

import dev.sluice.access.Demonstration;
import dev.sluice.control.PoolControl;
import dev.sluice.pool.PoolStats;
import io.quarkus.arc.properties.IfBuildProperty;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Reports readiness: up while every pool can do its work.
 *
 * <p>A full pool is up. A pool that serves only with its existing connections is up, too; the data has the reason, with
 * the numbers. MicroProfile Health has one response for each bean, so one response covers all pools. Its data is flat,
 * so each key begins with the name of the pool: {@code orders.status}, {@code orders.inUse}. The datum {@code
 * demonstration} exists only in the demonstration mode.
 *
 * <p>For a pool without recent proof, the check waits for a validation, up to {@code probe-wait}. All pools are checked
 * at the same time.
 */
@Readiness
@Singleton
@IfBuildProperty(name = "sluice.health.enabled", stringValue = "true")
public final class PoolsCheck implements AsyncHealthCheck {

    private final PoolControl pools;
    private final Set<String> excluded;
    private final Demonstration demonstration;
    private final SharedProbe shared;

    /** Creates a check of these pools, without the pools that the configuration excludes. */
    public PoolsCheck(PoolControl pools, HealthConfig config, Demonstration demonstration, ProbeThreads threads) {
        this.pools = pools;
        this.demonstration = demonstration;
        this.shared = threads.share(this::response);
        this.excluded = Set.copyOf(config.exclude());
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return shared.answer();
    }

    HealthCheckResponse response() {
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named("Sluice pools").up();
        if (demonstration.isOn()) {
            response.withData(Demonstration.FIELD, true);
        }
        List<String> wanted =
                pools.names().stream().filter(name -> !excluded.contains(name)).toList();
        List<dev.sluice.control.Readiness> answers = pools.readiness(wanted);
        answers.forEach(readiness -> EachPool.ask(List.of(readiness.pool()), pools::stats)
                .forEach(stats -> add(readiness, stats, response)));
        return response.build();
    }

    private static void add(
            dev.sluice.control.Readiness readiness, PoolStats stats, HealthCheckResponseBuilder response) {
        String prefix = stats.name() + ".";
        if (!readiness.ready()) {
            response.down();
        }
        response.withData(prefix + "status", readiness.status().name());
        if (readiness.cause() != null) {
            response.withData(prefix + "cause", readiness.cause().name());
        }
        if (readiness.reason() != null) {
            response.withData(prefix + "reason", readiness.reason());
        }
        if (stats.provenSecondsAgo() != null) {
            response.withData(prefix + "provenSecondsAgo", Math.round(stats.provenSecondsAgo()));
        }
        if (stats.stuckThreads() > 0) {
            response.withData(prefix + "stuckThreads", stats.stuckThreads());
        }
        if (stats.faultInjection()) {
            response.withData(prefix + "faultInjection", true)
                    .withData(prefix + "faultRules", String.join("; ", stats.faultRules()));
        }
        response.withData(prefix + "total", stats.total())
                .withData(prefix + "inUse", stats.inUse())
                .withData(prefix + "available", stats.available())
                .withData(prefix + "waiting", stats.waiting())
                .withData(prefix + "max", stats.maxConnections());
    }
}
