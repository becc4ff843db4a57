package dev.sluice.admission;

import dev.sluice.time.Ticker;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The state of a gate that newcomers and releasers read without the lock: one word, and the fields beside the word.
 *
 * <p>The word is {@link #OPEN} while no caller waits and no restriction holds. Otherwise the word has flags, and the
 * rank of the best waiter plus one. A newcomer at an open gate reads the word, and no other state of the waiters. A
 * reader that asks twice reads the word once ({@link #read}), so that both answers are of one moment.
 *
 * <p>The writers hold the gate's lock. They change restrictions and rules, and then publish. Newcomers do not see a
 * change before it is published.
 *
 * <p><b>Overtaking.</b> Newcomers claim each overtaking of a waiter of their own lane from one number. The limit is
 * that of the best waiter. A later waiter has a higher limit, so this limit holds for all waiters. Overtaking also ends
 * with {@code steadyUntil}, and with this time alone while all waiters are on virtual threads.
 *
 * <p><b>Aging</b> changes ranks without any call of the gate. So the time of the next change, {@code steadyUntil}, is
 * published with the rank. The word is written first and {@code steadyUntil} second. Readers read in the opposite
 * order, so a reader never treats an old rank as valid.
 */
final class EntryWord {

    /** The word while no caller waits and no restriction holds. */
    static final int OPEN = 0;

    static final int CLOSED = 1 << 8;
    static final int PAUSED = 1 << 9;
    static final int DISABLED = 1 << 12;

    private static final int RANK_MASK = 0xff;
    private static final int BY_SHARES = 1 << 10;
    private static final int COUNTED = 1 << 11;
    private static final int TIMED = 1 << 13;
    private static final int PASSABLE = COUNTED | TIMED;

    /** Nanoseconds of its wait in which a waiter may be overtaken while all waiters are on virtual threads. */
    private static final long TIMED_NANOS = 5_000_000;

    /** The limit for newcomers that overtake waiters of their own lane. */
    enum Overtaking {
        /** No newcomer passes any waiter. */
        NONE,
        /** The limits are a number of claims, and a time, until which the word is valid. */
        COUNTED,
        /** The limit is a time, until which the word is valid. */
        TIMED
    }

    /** The ways of a newcomer past the waiters. */
    enum Passage {
        /** The newcomer has to queue. */
        NONE,
        /** All waiters are in lower lanes. */
        FREE,
        /** The best waiter is of the same lane, so the newcomer must claim an overtaking. */
        CLAIMED,
        /** The best waiter is of the same lane, and its time of being overtaken is not over. */
        IN_TIME
    }

    private static final int PADDING = 16;

    private final Ticker ticker;
    private int restrictions; // Guarded by lock

    private volatile int word; // Written under lock
    private volatile long steadyUntil; // Written under lock; aging changes the rank in the word then
    private volatile long overtakenLimit; // Written under lock
    private volatile int waiting; // Written under lock

    private volatile AdmissionPolicy policy; // Written under lock
    private long agingNanos; // Guarded by lock
    private volatile int[] kept; // Written under lock; by lane, the number of permits reserved for higher lanes
    private volatile int[] keptFromNested; // Written under lock; the same for callers that hold a permit already

    /**
     * The claims of overtaking, in the middle of the array. Newcomers write this number while others read the word, so
     * the two must not share a cache line.
     */
    private final AtomicLongArray overtaken = new AtomicLongArray(2 * PADDING + 1);

    EntryWord(AdmissionPolicy policy, Ticker ticker) {
        this.ticker = ticker;
        this.policy = policy;
        this.agingNanos = policy.aging().toNanos();
        this.kept = keptByLane(policy, false);
        this.keptFromNested = keptByLane(policy, true);
        this.word = word(0, Overtaking.NONE);
    }

    // --- For all threads

    boolean isOpen() {
        return word == OPEN;
    }

    /** Returns whether the restriction is published. */
    boolean shows(int restriction) {
        return (word & restriction) != 0;
    }

    /** Returns the word, for {@link #rank} and {@link #mayPass}. */
    int read() {
        return word;
    }

    /** Returns the rank of the best waiter in the word, or -1 if no caller waits. */
    static int rank(int seen) {
        return (seen & RANK_MASK) - 1;
    }

    /** Returns whether a caller of the lane may pass a waiter of the rank, by flags read before. */
    boolean mayPass(int seen, int rank, Priority lane) {
        if ((seen & PASSABLE) == 0 || lane.lane() > rank) {
            return false;
        }
        return isBefore(steadyUntil) && ((seen & TIMED) != 0 || lane.lane() < rank || mayOvertake());
    }

    /** Returns the way of a newcomer past the waiters. */
    Passage passage(Priority newcomer) {
        long until = steadyUntil; // before the word, which is written before it: so it is never newer than the word
        int seen = word;
        int rank = rank(seen);
        int lane = newcomer.lane();
        if ((seen & PASSABLE) == 0 || lane > rank || !isBefore(until)) {
            return Passage.NONE;
        }
        if (lane < rank) {
            return Passage.FREE;
        }
        return (seen & TIMED) != 0 ? Passage.IN_TIME : Passage.CLAIMED;
    }

    private boolean isBefore(long until) {
        return ticker.coarseNanos() - until < 0;
    }

    boolean mayOvertake() {
        return overtaken() < overtakenLimit;
    }

    /** Claims one overtaking, unless the limit is reached. The claim counts even if the caller then finds no permit. */
    boolean claimOvertaking() {
        return overtaken.getAndIncrement(PADDING) < overtakenLimit;
    }

    /** Returns the number of claims so far. */
    long overtaken() {
        return overtaken.get(PADDING);
    }

    /** Returns the number of permits that are reserved for higher lanes than this lane. */
    int keptFrom(Priority lane) {
        return kept[lane.lane()];
    }

    /** Returns the number of permits that the caller must leave. */
    int keptFrom(Ticket ticket) {
        return (ticket.nested() ? keptFromNested : kept)[ticket.lane().lane()];
    }

    /** Returns the published number of waiters. */
    int waiting() {
        return waiting;
    }

    /** Returns the rules in force. */
    AdmissionPolicy policy() {
        return policy;
    }

    // --- Under the lock

    /** Returns whether the restriction is in force, published or not. The caller holds the gate's lock. */
    boolean isRestricted(int restriction) {
        return (restrictions & restriction) != 0;
    }

    /** Restricts the gate, from the next publication on. The caller holds the gate's lock. */
    void restrict(int restriction) {
        restrictions |= restriction;
    }

    /** Lifts a restriction, from the next publication on. The caller holds the gate's lock. */
    void lift(int restriction) {
        restrictions &= ~restriction;
    }

    /** Puts other rules in force, for the word from the next publication on. The caller holds the gate's lock. */
    void use(AdmissionPolicy newPolicy) {
        policy = newPolicy;
        agingNanos = newPolicy.aging().toNanos();
        kept = keptByLane(newPolicy, false);
        keptFromNested = keptByLane(newPolicy, true);
    }

    /** Publishes the number of waiters. The caller holds the gate's lock, and then publishes the word. */
    void publishWaiting(int waiters) {
        waiting = waiters; // before the word: a releaser that reads no waiter there reads zero here, too
    }

    /** Publishes that no caller waits. The caller holds the gate's lock. */
    void publishNoWaiter() {
        word = word(0, Overtaking.NONE);
    }

    /**
     * Publishes the best waiter. The caller holds the gate's lock.
     *
     * @param since the time at which that waiter was queued
     * @param overtakenBefore the number of claims at that time
     * @param steadyNanos the time until which aging changes no rank
     */
    void publish(int rank, long since, long overtakenBefore, long steadyNanos, long now) {
        overtakenLimit = overtakenBefore + policy.overtaking();
        publish(rank, Overtaking.COUNTED, since + agingNanos, steadyNanos, now);
    }

    /**
     * Publishes the best waiter while all waiters are on virtual threads. The caller holds the gate's lock.
     *
     * @param since the time at which that waiter was queued
     * @param steadyNanos the time until which aging changes no rank
     */
    void publishVirtual(int rank, long since, long steadyNanos, long now) {
        publish(rank, Overtaking.TIMED, since + Math.min(TIMED_NANOS, agingNanos), steadyNanos, now);
    }

    private void publish(int rank, Overtaking overtaking, long until, long steadyNanos, long now) {
        // Readers may combine this word with an earlier time, so a time that is over is never published.
        boolean isOver = now - until >= 0;
        word = word(rank + 1, isOver ? Overtaking.NONE : overtaking);
        steadyUntil = isOver || steadyNanos - until < 0 ? steadyNanos : until;
    }

    private int word(int rankPlusOne, Overtaking overtaking) {
        int flags = restrictions | (policy.hasTenants() ? BY_SHARES : 0);
        if (flags != 0 || rankPlusOne == 0 || policy.fairness() != Fairness.BOUNDED) {
            return flags | rankPlusOne;
        }
        return rankPlusOne
                | switch (overtaking) {
                    case NONE -> 0;
                    case COUNTED -> COUNTED;
                    case TIMED -> policy.overtaking() == 0 ? 0 : TIMED;
                };
    }

    private static int[] keptByLane(AdmissionPolicy policy, boolean nested) {
        int[] kept = new int[Priority.values().length];
        for (Priority lane : Priority.values()) {
            kept[lane.lane()] = policy.keptFrom(lane, nested);
        }
        return kept;
    }
}
