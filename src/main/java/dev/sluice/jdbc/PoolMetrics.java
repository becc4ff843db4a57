package dev.sluice.jdbc;

import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.PoolStats;
import dev.sluice.pool.PoolStats.Counters;
import io.agroal.api.AgroalDataSourceMetrics;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Agroal's metrics, from the counters of the pool. */
final class PoolMetrics implements AgroalDataSourceMetrics {

    private final ManagedPool<?> pool;
    private final LongSupplier refused;

    /**
     * @param refused the number of leases that did not reach their callers
     */
    PoolMetrics(ManagedPool<?> pool, LongSupplier refused) {
        this.pool = pool;
        this.refused = refused;
    }

    private PoolStats stats() {
        return pool.stats();
    }

    private Counters counters() {
        return stats().counters();
    }

    @Override
    public long creationCount() {
        return counters().created();
    }

    @Override
    public Duration creationTimeAverage() {
        Counters counters = counters();
        return average(counters.creationSeconds(), counters.created() + counters.creationFailures());
    }

    @Override
    public Duration creationTimeMax() {
        return duration(counters().longestCreationSeconds());
    }

    @Override
    public Duration creationTimeTotal() {
        return duration(counters().creationSeconds());
    }

    @Override
    public long leakDetectionCount() {
        return counters().leaks();
    }

    @Override
    public long invalidCount() {
        return counters().validationFailures();
    }

    @Override
    public long flushCount() {
        Counters counters = counters();
        return counters.closed() - counters.validationFailures() - counters.idleClosed();
    }

    @Override
    public long reapCount() {
        return counters().idleClosed();
    }

    @Override
    public long destroyCount() {
        return counters().closed();
    }

    @Override
    public long activeCount() {
        return stats().inUse();
    }

    @Override
    public long maxUsedCount() {
        return counters().maxInUse();
    }

    @Override
    public long availableCount() {
        return stats().available();
    }

    @Override
    public long acquireCount() {
        return counters().acquired() - refused.getAsLong();
    }

    @Override
    public Duration blockingTimeAverage() {
        Counters counters = counters();
        return average(counters.waitedSeconds(), counters.acquired());
    }

    @Override
    public Duration blockingTimeMax() {
        return duration(counters().longestWaitSeconds());
    }

    @Override
    public Duration blockingTimeTotal() {
        return duration(counters().waitedSeconds());
    }

    @Override
    public long awaitingCount() {
        return stats().waiting();
    }

    private static Duration average(double seconds, long count) {
        return count == 0 ? Duration.ZERO : duration(seconds / count);
    }

    private static Duration duration(double seconds) {
        return Duration.ofNanos((long) (seconds * 1e9));
    }

    @Override
    public String toString() {
        return "PoolMetrics[" + pool.name() + "]";
    }
}
