package dev.sluice.adapter.health;

import dev.sluice.control.PoolControl;
import dev.sluice.pool.PoolState;
import dev.sluice.pool.PoolStats;
import dev.sluice.value.Plural;
import io.quarkus.arc.properties.IfBuildProperty;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Startup;

/**
 * Reports startup: up after every pool has tried to create its first connections, and has ended its warm-up or has
 * waited for it for {@code readiness-wait}. An unreachable database delays this only until its attempts have ended;
 * readiness reports the failure.
 */
@Startup
@Singleton
@IfBuildProperty(name = "sluice.health.enabled", stringValue = "true")
public final class WarmUpCheck implements AsyncHealthCheck {

    private final PoolControl pools;
    private final SharedProbe shared;

    /** Creates a check of these pools. */
    public WarmUpCheck(PoolControl pools, ProbeThreads threads) {
        this.pools = pools;
        this.shared = threads.share(this::response);
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return shared.answer();
    }

    HealthCheckResponse response() {
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named("Sluice warm-up").up();
        EachPool.ask(pools.names(), pools::stats).forEach(stats -> add(stats, response));
        return response.build();
    }

    private static void add(PoolStats stats, HealthCheckResponseBuilder response) {
        if (stats.state() == PoolState.STARTING) {
            response.down()
                    .withData(
                            stats.name(),
                            stats.total() + " of " + Plural.of(stats.startSize(), "connection") + " created");
        }
    }
}
