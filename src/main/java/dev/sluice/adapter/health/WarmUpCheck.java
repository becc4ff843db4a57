package dev.sluice.adapter.health;

import dev.sluice.control.PoolControl;
import dev.sluice.pool.PoolState;
import dev.sluice.pool.PoolStats;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Startup;

/**
 * Every pool has tried to create its first connections. A database that cannot be reached does not hold this
 * up for longer than the attempts take: readiness tells of that.
 */
@Startup
@Singleton
public final class WarmUpCheck implements HealthCheck {

    private final PoolControl pools;

    /** Looks at these pools. */
    public WarmUpCheck(PoolControl pools) {
        this.pools = pools;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named("Sluice warm-up").up();
        EachPool.ask(pools.names(), pools::stats).forEach(stats -> add(stats, response));
        return response.build();
    }

    private static void add(PoolStats stats, HealthCheckResponseBuilder response) {
        if (stats.state() == PoolState.STARTING) {
            response.down()
                    .withData(stats.name(), stats.total() + " of " + stats.minConnections() + " connections created");
        }
    }
}
