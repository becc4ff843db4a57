package dev.sluice.keyed;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The holds on one resource and its progress, in one word, so that two threads that end the resource at the same time
 * agree. A lease and a waiting caller each count as one <em>hold</em>. Callers without a lease <em>pin</em> the
 * resource, all together. The resource ends when neither a hold nor a pin is left. A retired resource ends with its
 * last hold, because a pin does not keep it.
 *
 * <p>The change that ends the resource returns true once, and its caller must finish the work. Thread-safe.
 */
abstract class Holds {

    private static final VarHandle WORD;

    private static final int PINNED = 1 << 30;
    private static final int RETIRED = 1 << 29;
    private static final int OVER = 1 << 28;
    private static final int OPENING = 1 << 27;
    private static final int OPEN = 1 << 26;
    private static final int GONE = RETIRED | OVER;
    private static final int COUNT = OPEN - 1;

    static {
        try {
            WORD = MethodHandles.lookup().findVarHandle(Holds.class, "word", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile int word = 1; // the hold of the caller that requested the entry

    /** The fate of a resource that the factory has created. */
    enum OpeningResult {
        /** The resource is open, and held by the callers that waited. */
        OPEN,
        /** The resource ends at once: no caller wants it any more, or it was retired during its creation. */
        UNWANTED,
        /** The place of the resource was revoked by force during its creation. */
        BROKEN
    }

    /** The effect of retiring a resource. */
    enum Fate {
        /** No effect: the resource was already retired, or is over. */
        NONE,
        /** No new caller acquires the resource; the entry ends with its last hold. */
        LATER,
        /** The resource has ended. */
        NOW
    }

    /** Returns whether the resource is open and pinned by a caller without a lease. */
    final boolean isPinned() {
        return (word & (PINNED | GONE)) == PINNED;
    }

    /** Returns whether the resource is open for new callers. */
    final boolean isOpen() {
        return (word & (OPEN | GONE)) == OPEN;
    }

    /** Returns whether new callers need another entry. */
    final boolean isGone() {
        return (word & GONE) != 0;
    }

    /** Returns whether no caller has a place for the resource yet. */
    final boolean isWanted() {
        return (word & (OPEN | OPENING | GONE)) == 0;
    }

    /** Returns whether any caller waits for the resource or has a lease. */
    final boolean isHeld() {
        return (word & COUNT) != 0;
    }

    private boolean change(int from, int to) {
        return WORD.compareAndSet(this, from, to);
    }

    /** Adds a hold and returns true, unless the resource is gone. */
    final boolean join() {
        int now = word;
        while ((now & GONE) == 0) {
            if (change(now, now + 1)) {
                return true;
            }
            now = word;
        }
        return false;
    }

    /** Adds a hold and returns true, if the resource is open. */
    final boolean joinOpen() {
        int now = word;
        while ((now & (OPEN | GONE)) == OPEN) {
            if (change(now, now + 1)) {
                return true;
            }
            now = word;
        }
        return false;
    }

    /** Removes a hold. Returns true if this call has ended the resource. */
    final boolean leave() {
        int now;
        int next;
        do {
            now = word;
            next = endIfFree(now - 1);
        } while (!change(now, next));
        return ends(now, next);
    }

    /** Pins the resource for callers without a lease. Returns false if the resource is not open. */
    final boolean pin() {
        int now = word;
        while ((now & (OPEN | GONE)) == OPEN) {
            if ((now & PINNED) != 0 || change(now, now | PINNED)) {
                return true;
            }
            now = word;
        }
        return false;
    }

    /** Removes the pin. Returns true if this call has ended the resource. */
    final boolean unpin() {
        int now;
        int next;
        do {
            now = word;
            if ((now & (OPEN | GONE)) != OPEN) {
                return false;
            }
            next = endIfFree(now & ~PINNED);
        } while (!change(now, next));
        return ends(now, next);
    }

    /** Retires the entry: no new caller acquires it. */
    final Fate retire() {
        int now;
        int next;
        do {
            now = word;
            if ((now & GONE) != 0) {
                return Fate.NONE;
            }
            next = endIfFree(now | RETIRED);
        } while (!change(now, next));
        return ends(now, next) ? Fate.NOW : Fate.LATER;
    }

    /**
     * Begins the opening with a place. Returns false if the entry is over, or if another caller has begun the opening.
     */
    final boolean beginOpening() {
        int now = word;
        while ((now & (OPEN | OPENING | GONE)) == 0) {
            if (change(now, now | OPENING)) {
                return true;
            }
            now = word;
        }
        return false;
    }

    /** Reverts to the state without a place, because the place was revoked before its use. */
    final void wantAgain() {
        int now;
        do {
            now = word;
        } while (!change(now, now & ~OPENING));
    }

    /** Marks the resource as created. */
    final OpeningResult arrive() {
        int now;
        int next;
        do {
            now = word;
            if ((now & OVER) != 0) {
                return OpeningResult.BROKEN;
            }
            boolean wanted = (now & COUNT) != 0 && (now & RETIRED) == 0;
            next = (now & ~OPENING) | OPEN | (wanted ? 0 : OVER);
        } while (!change(now, next));
        return ends(now, next) ? OpeningResult.UNWANTED : OpeningResult.OPEN;
    }

    /**
     * Ends the resource despite its holds: {@link Fate#NOW} if it was open, {@link Fate#LATER} if its creation is
     * under way.
     */
    final Fate breakUp() {
        int now;
        do {
            now = word;
            if ((now & OVER) != 0) {
                return Fate.NONE;
            }
        } while (!change(now, now | OVER));
        return (now & OPEN) != 0 ? Fate.NOW : Fate.LATER;
    }

    /**
     * Adds OVER if no hold is left. A resource that is being created continues without holds, because further callers
     * may come.
     */
    private static int endIfFree(int next) {
        boolean free = (next & (COUNT | OPENING)) == 0 && (next & (PINNED | RETIRED)) != PINNED;
        return free ? next | OVER : next;
    }

    private static boolean ends(int before, int after) {
        return (before & OVER) == 0 && (after & OVER) != 0;
    }

    @Override
    public final String toString() {
        int now = word;
        return "held by " + (now & COUNT)
                + ((now & PINNED) != 0 ? ", pinned" : "")
                + ((now & OPENING) != 0 ? ", opening" : "")
                + ((now & OPEN) != 0 ? ", open" : "")
                + ((now & RETIRED) != 0 ? ", retired" : "")
                + ((now & OVER) != 0 ? ", over" : "");
    }
}
