package dev.sluice.pool;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Decides how many resources waiters are worth now. If creations are slow and leases are short, releases serve all
 * waiters long before a new resource exists. So a spike of callers must not leave many resources behind, nor cause many
 * logins at a busy database.
 *
 * <p>If creations usually take long, demand must last for a tenth of their time first, at most {@value #LONGEST_NANOS}
 * ns. Releases may then be so frequent that all waiters will be served before a new resource exists. If so, demand must
 * last for the same time again. Demand that has lasted as long as a creation takes was worth one: then the pool grows by
 * one at a time, because the same callers may come back for as long as the pool is too small for them.
 *
 * <p>If creations are usually quick, one begins at once, and two for each that has ended since: the usual time may no longer
 * hold, for example after a failure of the network. If none ends for more than twice the usual time, the others begin
 * unless releases will serve all waiters within ten times that time.
 *
 * <p>Used by one thread at a time, that of {@link Growth#meetDemand}.
 */
final class Patience<R> {

    static final long LONGEST_NANOS = 10_000_000;

    /** The number of creations that may begin if nothing is known against them. */
    static final int ALL = Integer.MAX_VALUE;

    /** Age in nanoseconds from which an observation says nothing about the present. */
    private static final long REMEMBERED_NANOS = 1_000_000_000;

    /** The same for quick creations, in multiples of their usual time: an earlier burst proves nothing for this one. */
    private static final int QUICK_TIMES = 10;

    /** Minimum wait in nanoseconds that is worth a timer. */
    private static final long SHORTEST_NANOS = 1_000_000;

    /** The time of a creation that is overdue is unknown: this multiple of the time so far is assumed. */
    private static final int UNKNOWN_TIMES = 10;

    private final PoolCore<R> core;
    private final Runnable checkAgain;
    private @Nullable Spell spell;
    private boolean isDemand; // at each check since demandNanos, callers have waited
    private long demandNanos;

    /**
     * A time of unmet demand.
     *
     * @param createdBefore the number of creations that had ended when the demand began
     * @param createdSince the same when this time began
     */
    private record Spell(long sinceNanos, long leasesBefore, long createdBefore, long createdSince, long untilNanos) {

        boolean isOld(long now, long rememberedNanos) {
            return now - untilNanos > rememberedNanos;
        }

        boolean isOver(long now) {
            return now - untilNanos >= 0;
        }
    }

    Patience(PoolCore<R> core, Runnable checkAgain) {
        this.core = core;
        this.checkAgain = checkAgain;
    }

    /**
     * Returns the number of creations that may begin for the waiters now. If more would be needed, another check is
     * scheduled, or follows the end of a creation.
     */
    int beginnings() {
        if (!core.slots.isAnyBusy() && !core.gate.isAnyFreeForAll()) {
            return ALL; // no lease, validation or reset can end, and no waiter is on its way to a free resource
        }
        long usual = core.counters.usualCreationNanos();
        long now = core.ticker.nanos();
        if (!isDemand || (spell != null && spell.isOld(now, REMEMBERED_NANOS))) {
            isDemand = true;
            demandNanos = now;
        }
        return usual / 10 < SHORTEST_NANOS ? ofQuickOnes(usual, now) : ofSlowOnes(usual, now);
    }

    private int ofSlowOnes(long creation, long now) {
        long delay = Math.min(creation / 10, LONGEST_NANOS);
        Spell current = spell;
        if (current == null || current.isOld(now, REMEMBERED_NANOS)) {
            begin(now, delay);
            return 0;
        }
        if (!current.isOver(now)) {
            return 0;
        }
        if (isServedSoon(current, now, creation)) {
            begin(now, delay);
            boolean hasLasted = now - demandNanos >= creation;
            return hasLasted && core.counters.creating.get() == 0 ? 1 : 0;
        }
        return ALL;
    }

    /** Reports that no caller waits. */
    void demandEnds() {
        isDemand = false;
    }

    private int ofQuickOnes(long usual, long now) {
        Spell current = spell;
        if (current == null || current.isOld(now, QUICK_TIMES * Math.max(SHORTEST_NANOS, usual))) {
            current = begin(now, delay(usual));
        }
        long created = core.counters.created.sum();
        if (current.isOver(now) && created > current.createdSince()) {
            extend(since(now, current.createdBefore()), now, delay(usual)); // those under way may be slow now
        } else if (current.isOver(now)) {
            long soFar = now - current.sinceNanos();
            if (!isServedSoon(current, now, UNKNOWN_TIMES * soFar)) {
                return ALL;
            }
            extend(current, now, Math.min(soFar, LONGEST_NANOS));
        }
        return (int) Math.max(0, 1 + created - current.createdBefore() - core.counters.creating.get());
    }

    private static long delay(long usual) {
        return Math.max(SHORTEST_NANOS, 2 * usual);
    }

    private Spell begin(long now, long delay) {
        return extend(since(now, core.counters.created.sum()), now, delay);
    }

    private Spell since(long now, long createdBefore) {
        return new Spell(now, core.slots.leases(), createdBefore, core.counters.created.sum(), now);
    }

    private Spell extend(Spell current, long now, long delay) {
        Spell longer = new Spell(
                current.sinceNanos(),
                current.leasesBefore(),
                current.createdBefore(),
                current.createdSince(),
                now + delay);
        spell = longer;
        core.timer.once(Duration.ofNanos(delay), checkAgain);
        return longer;
    }

    /** Returns whether, at the rate of leases since the demand began, all waiters are served before a creation ends. */
    private boolean isServedSoon(Spell since, long now, long creation) {
        long served = core.slots.leases() - since.leasesBefore();
        return served > 0 && (double) (now - since.sinceNanos()) / served * core.gate.waiting() < creation;
    }
}
