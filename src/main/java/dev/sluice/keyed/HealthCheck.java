package dev.sluice.keyed;

import dev.sluice.pool.Lease;
import dev.sluice.time.TimedCalls;
import dev.sluice.time.Timer;
import dev.sluice.time.Timer.Scheduled;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Pings every open resource at an interval, and evicts the resources that do not answer. Pings run independently, so
 * that no resource waits for another. A resource whose last ping is still under way is skipped.
 */
final class HealthCheck<K, R> {

    private final KeyedFactory<K, R> factory;
    private final Registry<K, R> registry;
    private final KeyedCounters counters;
    private final Timer timer;
    private final TimedCalls pings;
    private final Duration timeout;
    private @Nullable Scheduled schedule; // Guarded by this
    private boolean stopped; // Guarded by this

    HealthCheck(
            KeyedFactory<K, R> factory,
            Registry<K, R> registry,
            KeyedCounters counters,
            Timer timer,
            TimedCalls pings,
            Duration timeout) {
        this.factory = factory;
        this.registry = registry;
        this.counters = counters;
        this.timer = timer;
        this.pings = pings;
        this.timeout = timeout;
    }

    synchronized void start(Duration interval) {
        if (schedule == null && !stopped) {
            schedule = timer.every(interval, this::pingAll);
        }
    }

    synchronized void stop() {
        stopped = true;
        if (schedule != null) {
            schedule.cancel();
        }
    }

    /** Begins a ping of each open resource. Never blocks. */
    void pingAll() {
        for (Entry<K, R> entry : registry.open()) {
            if (entry.beginPing()) {
                begin(entry);
            }
        }
    }

    private void begin(Entry<K, R> entry) {
        try {
            pings.run(timeout, () -> ask(entry), (none, failure) -> end(entry, failure));
        } catch (RuntimeException | OutOfMemoryError e) { // no thread for the ping: the next check tries again
            entry.endPing();
        }
    }

    private @Nullable Void ask(Entry<K, R> entry) throws Exception {
        factory.ping(entry.key(), entry.resource());
        return null;
    }

    /** Ends a ping. A ping that the executor refused gives no information about the resource. */
    private void end(Entry<K, R> entry, @Nullable Throwable failure) {
        entry.endPing();
        boolean refused = failure instanceof TimedCalls.NoAnswer none && !none.isStuck();
        if (failure != null && !refused && registry.evict(entry, Lease.INVALID)) {
            counters.evictions.increment();
        }
    }
}
