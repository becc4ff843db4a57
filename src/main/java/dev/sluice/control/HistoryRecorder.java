package dev.sluice.control;

import dev.sluice.pool.ManagedPool;
import dev.sluice.time.Timer;
import java.time.Duration;

/**
 * Adds a sample to the history of each pool of a manager once a second, on the thread of one timer. The cost is that of
 * reading counters: no caller and no holder waits for it. Closing ends the samples, and closes the timer.
 */
public final class HistoryRecorder implements AutoCloseable {

    /** The time between two samples. */
    public static final Duration INTERVAL = Duration.ofSeconds(1);

    private final Timer timer;

    /** Begins at once. The timer belongs to the recorder. */
    public HistoryRecorder(PoolManager pools, Timer timer) {
        this.timer = timer;
        timer.every(INTERVAL, () -> pools.pools().forEach(ManagedPool::sample));
    }

    @Override
    public void close() {
        timer.close();
    }
}
