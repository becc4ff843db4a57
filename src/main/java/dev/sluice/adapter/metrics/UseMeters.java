package dev.sluice.adapter.metrics;

import dev.sluice.pool.PoolEvent;
import dev.sluice.pool.PoolListener;
import dev.sluice.pool.PoolStats;
import io.micrometer.core.instrument.DistributionSummary;
import org.jspecify.annotations.Nullable;

/**
 * Histograms of the use of a pool, with a sample at each regular maintenance: the utilization, and the callers that have
 * or want a connection. An acquire costs no more than without meters.
 */
final class UseMeters implements PoolListener {

    static final String UTILIZATION = "sluice.pool.utilization.sampled";
    static final String CONCURRENT = "sluice.pool.concurrent.sampled";

    private static final double[] SHARES = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1};
    private static final double[] CALLERS = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000};

    private final RecentStats stats;
    private final @Nullable DistributionSummary utilization;
    private final @Nullable DistributionSummary concurrent;

    UseMeters(Meters meters, String pool) {
        this.stats = meters.stats();
        utilization = summary(meters, pool, UTILIZATION, "Leased share of the maximum, at each maintenance.", SHARES);
        concurrent = summary(
                meters, pool, CONCURRENT, "Leased connections plus callers that wait, at each maintenance.", CALLERS);
    }

    private static @Nullable DistributionSummary summary(
            Meters meters, String pool, String name, String description, double[] bounds) {
        return meters.register(registry -> DistributionSummary.builder(name)
                .description(description)
                .tag("pool", pool)
                .serviceLevelObjectives(bounds)
                .register(registry));
    }

    @Override
    public boolean wantsLeases() {
        return false;
    }

    @Override
    public void on(PoolEvent event) {
        if (event.type() == PoolEvent.Type.STATUS && utilization != null && concurrent != null) {
            PoolStats now = stats.get();
            utilization.record(now.utilization());
            concurrent.record(now.inUse() + now.waiting());
        }
    }
}
