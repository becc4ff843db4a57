package dev.sluice.admission;

import org.jspecify.annotations.Nullable;

/** Decides by {@link Shedding} whether the waiter that would be served now is refused. Guarded by the gate's lock. */
final class Shedder {

    private final long targetNanos;
    private final long intervalNanos;

    private boolean above;
    private long sheddableAt;
    private boolean shedding;
    private long nextAt;
    private int count;

    private Shedder(Shedding rules) {
        targetNanos = rules.target().toNanos();
        intervalNanos = rules.interval().toNanos();
    }

    static @Nullable Shedder of(@Nullable Shedding rules) {
        return rules == null ? null : new Shedder(rules);
    }

    /** Returns whether this waiter is refused. Called once for each waiter that could be served. */
    boolean isShed(Priority lane, long waitedNanos, long now) {
        boolean sheddable = isSheddable(waitedNanos, now);
        if (!sheddable || lane == Priority.CRITICAL) {
            shedding &= sheddable;
            return false;
        }
        if (!shedding) {
            shedding = true;
            // soon after the last shedding, continue with its pace, because the load is likely to be the same
            count = count > 2 && now - nextAt < intervalNanos ? count - 2 : 1;
            nextAt = now + step();
            return true;
        }
        if (now - nextAt < 0) {
            return false;
        }
        count++;
        nextAt += step();
        return true;
    }

    /** Ends the shedding, because the queue is empty. */
    void nobodyWaits() {
        above = false;
        shedding = false;
    }

    private long step() {
        return (long) (intervalNanos / Math.sqrt(count));
    }

    /** Returns whether every wait was above the target for an interval. */
    private boolean isSheddable(long waitedNanos, long now) {
        if (waitedNanos < targetNanos) {
            above = false;
            return false;
        }
        if (!above) {
            above = true;
            sheddableAt = now + intervalNanos;
        }
        return now - sheddableAt >= 0;
    }
}
