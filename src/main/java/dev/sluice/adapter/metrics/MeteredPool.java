package dev.sluice.adapter.metrics;

import dev.sluice.control.PoolControl;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.failure.UnknownPool;
import dev.sluice.time.Ticker;
import io.micrometer.core.instrument.MeterRegistry;

/** A pool and its meters, which are registered by the constructor and removed by {@link #close}. */
final class MeteredPool implements AutoCloseable {

    private final ManagedPool<?> pool;
    private final PoolControl control;
    private final Meters meters;

    MeteredPool(ManagedPool<?> pool, PoolControl control, MeterRegistry registry, Ticker ticker) {
        this.pool = pool;
        this.control = control;
        this.meters = new Meters(registry, new RecentStats(pool::stats, ticker));
        AgroalMeters.register(new StatsMeters(meters, "agroal.").tagged("datasource", pool.name()));
        ConnectionMeters.register(
                new StatsMeters(meters, "db.client.connection.").tagged("db.client.connection.pool.name", pool.name()));
        StatsMeters own = new StatsMeters(meters, "sluice.pool.").tagged("pool", pool.name());
        SluiceMeters.register(own, pool.stats().specifics().keySet(), this::isReady);
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

    /**
     * Returns the readiness. Each scrape reads it again, because only a read makes an unused pool check its database.
     */
    private boolean isReady() {
        try {
            return control.readinessAsKnown(pool.name()).ready();
        } catch (UnknownPool e) {
            return false; // the pool was just removed, and its meters follow
        }
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
