package dev.sluice.adapter.metrics;

import dev.sluice.pool.PoolStats;
import dev.sluice.time.Ticker;
import java.time.Duration;
import java.util.function.Supplier;
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

    private final Supplier<PoolStats> source;
    private final Ticker ticker;
    private volatile @Nullable StatsReading last;

    private record StatsReading(PoolStats stats, long atNanos) {}

    RecentStats(Supplier<PoolStats> source, Ticker ticker) {
        this.source = source;
        this.ticker = ticker;
    }

    PoolStats get() {
        StatsReading reading = last;
        long now = ticker.nanos();
        if (reading == null || now - reading.atNanos() > FRESH.toNanos()) {
            reading = new StatsReading(source.get(), now);
            last = reading;
        }
        return reading.stats();
    }
}
