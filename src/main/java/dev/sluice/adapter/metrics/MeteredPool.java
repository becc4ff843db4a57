package dev.sluice.adapter.metrics;

import dev.sluice.control.Readiness;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.PoolStats;
import dev.sluice.time.Ticker;
import io.micrometer.core.instrument.MeterRegistry;

/** A pool and its meters, which are registered by the constructor and removed by {@link #close}. */
final class MeteredPool implements AutoCloseable {

    private final ManagedPool<?> pool;
    private final Meters meters;

    MeteredPool(ManagedPool<?> pool, MeterRegistry registry, Ticker ticker) {
        this.pool = pool;
        this.meters = new Meters(registry, new RecentStats(pool, ticker));
        AgroalMeters.register(new StatsMeters(meters, "agroal.").tagged("datasource", pool.name()));
        ConnectionMeters.register(
                new StatsMeters(meters, "db.client.connection.").tagged("db.client.connection.pool.name", pool.name()));
        StatsMeters own = new StatsMeters(meters, "sluice.pool.").tagged("pool", pool.name());
        SluiceMeters.register(own, pool.figures().specifics().keySet(), this::isReady);
        pool.addListener(new LeaseMeters(meters, pool.name()));
        pool.addListener(new UseMeters(meters, pool.name()));
        LaneMeters.register(meters, pool);
        pool.addListener(new OperationMeters(meters, pool.name()));
        TenantMeters tenants = new TenantMeters(
                meters, pool.name(), () -> pool.policy().tenants().keySet());
        pool.addListener(tenants);
        tenants.follow();
        TagMeters tags = new TagMeters(meters, pool);
        pool.addListener(tags);
        tags.follow();
    }

    boolean isOf(ManagedPool<?> other) {
        return pool == other;
    }

    /** Returns the readiness in the statistics, and makes an unused pool check its database, as every reader does. */
    private boolean isReady(PoolStats stats) {
        pool.probe();
        return Readiness.of(stats).ready();
    }

    @Override
    public void close() {
        meters.close();
    }

    @Override
    public String toString() {
        return "MeteredPool[" + pool.name() + "]";
    }
}
