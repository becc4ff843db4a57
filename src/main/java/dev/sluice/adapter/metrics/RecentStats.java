package dev.sluice.adapter.metrics;

import dev.sluice.pool.PoolStats;
import dev.sluice.time.Ticker;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A pool's statistics, looked up once for all the meters that a scrape reads. Two threads may look at the same
 * time; both see the truth.
 */
final class RecentStats {

    /** Longer than a scrape takes, and far shorter than the time between two. */
    static final Duration FRESH = Duration.ofMillis(100);

    private final Supplier<PoolStats> source;
    private final Ticker ticker;
    private volatile @Nullable Reading last;

    private record Reading(PoolStats stats, long atNanos) {}

    RecentStats(Supplier<PoolStats> source, Ticker ticker) {
        this.source = source;
        this.ticker = ticker;
    }

    PoolStats get() {
        Reading reading = last;
        long now = ticker.nanos();
        if (reading == null || now - reading.atNanos() > FRESH.toNanos()) {
            reading = new Reading(source.get(), now);
            last = reading;
        }
        return reading.stats();
    }
}
