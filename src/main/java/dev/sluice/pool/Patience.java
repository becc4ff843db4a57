package dev.sluice.pool;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Decides when waiters are worth a new resource. If creations are slow and leases are short, releases serve all waiters
 * long before a new resource exists. So a spike of callers must not leave many resources behind, nor cause many logins
 * at a busy database. Demand must last for a tenth of the time of a creation, at most {@value #LONGEST_NANOS} ns.
 * Releases may then be so frequent that all waiters will be served before a new resource exists. If so, demand must
 * last for the same time again.
 *
 * <p>Used by one thread at a time, that of {@link Growth#meetDemand}.
 */
final class Patience<R> {

    static final long LONGEST_NANOS = 10_000_000;

    /** Age in nanoseconds from which an observation says nothing about the present. */
    private static final long REMEMBERED_NANOS = 1_000_000_000;

    /** Minimum wait in nanoseconds that is worth a timer. */
    private static final long SHORTEST_NANOS = 1_000_000;

    private final PoolCore<R> core;
    private final Runnable checkAgain;
    private @Nullable Spell spell;

    /** A time of unmet demand. */
    private record Spell(long sinceNanos, long leasesBefore, long untilNanos) {}

    Patience(PoolCore<R> core, Runnable checkAgain) {
        this.core = core;
        this.checkAgain = checkAgain;
    }

    /** Returns whether a resource should be created for the waiters now. If not, schedules another check. */
    boolean isOver() {
        long creation = core.counters.usualCreationNanos();
        long delay = Math.min(creation / 10, LONGEST_NANOS);
        if (delay < SHORTEST_NANOS || core.slots.leased() == 0) {
            return true; // no lease can end, or the wait would be too short for a timer
        }
        long now = core.ticker.nanos();
        Spell current = spell;
        if (current == null || now - current.untilNanos() > REMEMBERED_NANOS) {
            begin(now, delay);
            return false;
        }
        if (now - current.untilNanos() < 0) {
            return false;
        }
        if (isServedSoon(current, now, creation)) {
            begin(now, delay);
            return false;
        }
        return true;
    }

    private void begin(long now, long delay) {
        spell = new Spell(now, core.slots.leases(), now + delay);
        core.timer.once(Duration.ofNanos(delay), checkAgain);
    }

    /** Returns whether, at the rate of leases since the demand began, all waiters are served before a creation ends. */
    private boolean isServedSoon(Spell since, long now, long creation) {
        long served = core.slots.leases() - since.leasesBefore();
        return served > 0 && (double) (now - since.sinceNanos()) / served * core.gate.waiting() < creation;
    }
}
