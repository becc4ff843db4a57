package dev.sluice.adapter.metrics;

import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.PoolStats;
import dev.sluice.time.Ticker;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The statistics of a pool, read once for all meters of a scrape. Two threads may read concurrently; both results are
 * correct.
 */
final class RecentStats {

    /**
     * The maximum age of the statistics: longer than a scrape, and far shorter than the interval between two scrapes.
     */
    static final Duration FRESH = Duration.ofMillis(100);

    private final ManagedPool<?> source;
    private final Ticker ticker;
    private volatile @Nullable TimedReading<PoolStats> last;
    private volatile @Nullable TimedReading<Map<String, Integer>> lastTenants;

    private record TimedReading<T>(T value, long atNanos) {}

    RecentStats(ManagedPool<?> source, Ticker ticker) {
        this.source = source;
        this.ticker = ticker;
    }

    /** Returns the name of the pool. */
    String pool() {
        return source.name();
    }

    /** Returns the statistics without the list of connections. */
    PoolStats get() {
        TimedReading<PoolStats> reading = last;
        long now = ticker.nanos();
        if (reading == null || isOld(reading, now)) {
            reading = new TimedReading<>(source.figures(), now);
            last = reading;
        }
        return reading.value();
    }

    /** Returns the number of leases of each tenant that has one. */
    Map<String, Integer> heldByTenant() {
        TimedReading<Map<String, Integer>> reading = lastTenants;
        long now = ticker.nanos();
        if (reading == null || isOld(reading, now)) {
            reading = new TimedReading<>(source.heldByTenant(), now);
            lastTenants = reading;
        }
        return reading.value();
    }

    private static boolean isOld(TimedReading<?> reading, long now) {
        return now - reading.atNanos() > FRESH.toNanos();
    }
}
