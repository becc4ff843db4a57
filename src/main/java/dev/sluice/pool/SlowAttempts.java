package dev.sluice.pool;

import dev.sluice.pool.store.Slot;
import dev.sluice.time.Timer.Scheduled;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Watches the creations under way. A creation is overdue if it takes unusually long and no current waiter has waited
 * since its start. The demand does not count overdue creations, so others are begun beside them. Thread-safe.
 */
final class SlowAttempts<R> {

    /** Maximum number of creations that count as overdue. Bounds the attempts against a server that does not answer. */
    static final int MOST = 3;

    /** Minimum time from which a creation is slow. {@link #FACTOR} times the usual time applies if that is longer. */
    static final Duration SLOW = Duration.ofMillis(500);

    private static final long FACTOR = 4;

    private final PoolCore<R> core;
    private final Supply supply;
    private final Set<CreationAttempt<R>> underWay = ConcurrentHashMap.newKeySet();

    SlowAttempts(PoolCore<R> core, Supply supply) {
        this.core = core;
        this.supply = supply;
    }

    /** Makes the attempt on the calling thread. The demand is met again at the moment at which the attempt is slow. */
    @Nullable
    Slot<R> watch(CreationAttempt<R> attempt) throws Exception {
        Scheduled slow = core.timer.once(Duration.ofNanos(slowNanos()), supply::meetDemand);
        underWay.add(attempt);
        try {
            return attempt.make();
        } finally {
            underWay.remove(attempt);
            slow.cancel();
        }
    }

    /** Stops watching an attempt that was given up, although its thread may still be in the call. */
    void forget(CreationAttempt<R> attempt) {
        underWay.remove(attempt);
    }

    /** Returns the number of overdue attempts, of one purpose or, with null, of any; at most {@value #MOST}. */
    int count(CreationPurpose.@Nullable Kind purpose) {
        if (underWay.isEmpty()) {
            return 0;
        }
        long latest = core.ticker.nanos() - slowNanos();
        long count = underWay.stream()
                .filter(attempt -> purpose == null || attempt.purpose().kind() == purpose)
                .filter(attempt -> attempt.begunNanos() - latest <= 0)
                .filter(attempt -> core.gate.haveAllComeAfter(attempt.begunNanos()))
                .limit(MOST)
                .count();
        return (int) count;
    }

    private long slowNanos() {
        return Math.max(SLOW.toNanos(), FACTOR * core.counters.usualCreationNanos());
    }
}
