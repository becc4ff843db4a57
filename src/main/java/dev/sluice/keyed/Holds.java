package dev.sluice.keyed;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Who keeps one resource open, and how far it has come, in one word: so that two who decide at once whether it ends
 * agree. It is <em>held</em> by each lease and by each caller that waits for it, these are counted; and <em>pinned</em>
 * by those who acquired it without a lease, all together. It ends when neither is left or, once it is retired, when
 * nobody holds it: a pin does not keep what is retired.
 *
 * <p>A change that ends it returns true to whoever made it, once, and that one sees to the rest. Thread-safe.
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

    private volatile int word = 1; // it begins with the caller that wants it

    /** What has become of what the factory made. */
    enum Arrival {
        /** It is open, and held by those who waited. */
        OPEN,
        /** It ends at once: nobody wants it any more, or it was retired meanwhile. */
        UNWANTED,
        /** Its place was taken away by force meanwhile. */
        BROKEN
    }

    /** What retiring it did. */
    enum Fate {
        /** Nothing: it was retired already, or over. */
        NONE,
        /** Nobody gets it any more; it ends when nobody holds it. */
        LATER,
        /** It has ended. */
        NOW
    }

    /** Whether it is open, and kept so by a caller without a lease. */
    final boolean isPinned() {
        return (word & (PINNED | GONE)) == PINNED;
    }

    /** Whether it is open for newcomers. */
    final boolean isOpen() {
        return (word & (OPEN | GONE)) == OPEN;
    }

    /** Whether newcomers have to look elsewhere. */
    final boolean isGone() {
        return (word & GONE) != 0;
    }

    /** Whether nobody has a place for it yet. */
    final boolean isWanted() {
        return (word & (OPEN | OPENING | GONE)) == 0;
    }

    /** Whether anybody waits for it or has a lease. */
    final boolean isHeld() {
        return (word & COUNT) != 0;
    }

    private boolean change(int from, int to) {
        return WORD.compareAndSet(this, from, to);
    }

    /** One more holds it, unless it is gone. */
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

    /** One more holds it, if it is open. */
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

    /** One less holds it. */
    final boolean leave() {
        int now;
        int next;
        do {
            now = word;
            next = endIfFree(now - 1);
        } while (!change(now, next));
        return ends(now, next);
    }

    /** Keeps it open for a caller that takes no lease, unless it is not open. */
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

    /** Takes away what keeps it open without a lease. */
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

    /** Nobody gets it any more. */
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

    /** Somebody has a place for it; false if it is too late, or another one has. */
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

    /** The place was taken away again before anything was made. */
    final void wantAgain() {
        int now;
        do {
            now = word;
        } while (!change(now, now & ~OPENING));
    }

    /** It has been made. */
    final Arrival arrive() {
        int now;
        int next;
        do {
            now = word;
            if ((now & OVER) != 0) {
                return Arrival.BROKEN;
            }
            boolean wanted = (now & COUNT) != 0 && (now & RETIRED) == 0;
            next = (now & ~OPENING) | OPEN | (wanted ? 0 : OVER);
        } while (!change(now, next));
        return ends(now, next) ? Arrival.UNWANTED : Arrival.OPEN;
    }

    /** It ends, whoever holds it: {@link Fate#NOW} if it was open, {@link Fate#LATER} if it will arrive in vain. */
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

    /** What is being made is wanted as long as it takes: others may come. */
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
