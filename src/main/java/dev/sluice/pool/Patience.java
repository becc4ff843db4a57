package dev.sluice.pool;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Decides when waiters are worth a new resource. Where creating one takes long, and leases come back quickly, those
 * who wait are served long before it is there: a spike of callers must not leave a crowd of resources behind, nor
 * put a storm of logins on a database that is busy enough. So demand has to last for a tenth of the time that a
 * creation takes, at most {@value #LONGEST_NANOS} ns; and if by then leases come back so fast that all who wait
 * will be served before a new resource could be there, it has to last for as long again.
 *
 * <p>Used by one thread at a time, that of {@link Growth#meetDemand}.
 */
final class Patience<R> {

    static final long LONGEST_NANOS = 10_000_000;

    /** Time after which an observation says nothing about the present. */
    private static final long REMEMBERED_NANOS = 1_000_000_000;

    /** Below this a timer is not worth its trouble. */
    private static final long SHORTEST_NANOS = 1_000_000;

    private final PoolCore<R> core;
    private final Runnable lookAgain;
    private @Nullable Spell spell;

    /** A time of unmet demand. */
    private record Spell(long sinceNanos, long leasesBefore, long untilNanos) {}

    Patience(PoolCore<R> core, Runnable lookAgain) {
        this.core = core;
        this.lookAgain = lookAgain;
    }

    /** Returns whether a resource is to be created for the waiters now; if not, schedules another check. */
    boolean isOver() {
        long creation = core.counters.usualCreationNanos();
        long delay = Math.min(creation / 10, LONGEST_NANOS);
        if (delay < SHORTEST_NANOS || core.slots.leased() == 0) {
            return true; // there is nothing to wait for, or not long
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
        core.timer.once(Duration.ofNanos(delay), lookAgain);
    }

    /** Returns whether the waiters are served soon, by the leases since demand was first not met. */
    private boolean isServedSoon(Spell since, long now, long creation) {
        long served = core.slots.leases() - since.leasesBefore();
        return served > 0 && (double) (now - since.sinceNanos()) / served * core.gate.waiting() < creation;
    }
}
