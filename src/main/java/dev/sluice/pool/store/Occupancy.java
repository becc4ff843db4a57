package dev.sluice.pool.store;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The changing part of a slot: its holder, the begin of the lease, and the previous holder.
 *
 * <p>A single word holds the {@link SlotState} and the number of the lease. A compare-and-set takes the slot. Another
 * one releases it for exactly its current lease: an old lease that is closed again has another number. The word is a
 * number, because a reference from an old object to a young one costs a barrier of the garbage collector. For the same
 * reason references are written only when they change.
 *
 * <p>The word also has a flag: the resource has not been reset since its last lease. Such a slot is never leased as a
 * free one ({@link #tryLease}), only to the tenant of that lease ({@link #tryLeaseKept}), and the flag stays until a
 * reset.
 *
 * <p>INVARIANT: only the slot's owner writes the fields other than the word. The next change of the word publishes
 * them. RACE: observers read them without synchronization, and check that the word has not changed meanwhile.
 */
public abstract sealed class Occupancy extends Origin permits Slot {

    private static final VarHandle WORD = handle("word", long.class);
    private static final VarHandle LENT = handle("lentNanos", long.class);
    private static final VarHandle BACK = handle("backNanos", long.class);
    private static final VarHandle BEGUN = handle("begun", long.class);
    private static final VarHandle REPEATED = handle("repeated", long.class);

    private static final int FLAG_BITS = 4;
    private static final long STATE_MASK = 7;

    /** The flag of a resource that has the state of its last lease: only a reset removes the flag. */
    private static final long UNRESET = 8;

    private static final long NEXT_LEASE = 1 << FLAG_BITS;
    private static final SlotState[] STATES = SlotState.values();
    private static final long IDLE = SlotState.IDLE.code();
    private static final long LEASED = SlotState.LEASED.code();

    /** Maximum number of readings of a slot that its owner keeps changing. After it, only the certain part is shown. */
    private static final int MOST_READINGS = 3;

    /** Number of the last leases that {@link #eachLease} passes to its visitor at least, if there were as many. */
    public static final int KEPT_LEASES = History.KEPT;

    /** The value for "no lease". No lease has this number, because the number of a lease contains its state. */
    public static final long NO_LEASE = 0;

    private volatile long word;
    private long lentNanos;
    private long backNanos;
    private long waitedNanos;
    private long heldNanos;
    private long repeated; // number of leases before the last one that began and ended at its begin
    private long begun; // the word of the lease that the fields around it describe
    private @Nullable Thread thread;
    private @Nullable Object note;
    private volatile long discarded; // the word of the lease whose holder invalidated the resource
    private @Nullable History history; // null before the first lease has ended
    private volatile Start start = Start.OF_SLOT;

    /**
     * The moment from which statistics count a slot's leases.
     *
     * @param leases number of leases before, the current one included: a lease counts at its begin
     * @param heldNanos total duration of these leases, without the last one
     */
    record Start(long leases, long heldNanos) {

        static final Start OF_SLOT = new Start(0, 0);
    }

    Occupancy(Birth birth, long lifetimeNanos, SlotState first) {
        super(birth, lifetimeNanos);
        this.word = first.code();
        this.lentNanos = birth.nanos();
        this.backNanos = birth.nanos();
    }

    /** Returns the state. */
    public final SlotState state() {
        return stateOf(word);
    }

    final boolean isIdle() {
        return (word & STATE_MASK) == IDLE;
    }

    /** Returns whether the slot is idle, and reset since its last lease if that lease required it. */
    final boolean isIdleForAll() {
        return (word & (STATE_MASK | UNRESET)) == IDLE;
    }

    /** Returns whether the slot is idle, and kept for the tenant of its last lease. */
    public final boolean isKept() {
        return isKept(word);
    }

    /** Returns whether the slot was kept at the reading. */
    static boolean isKept(long seen) {
        return (seen & (STATE_MASK | UNRESET)) == (IDLE | UNRESET);
    }

    /** Returns whether the resource has the state of an earlier lease. Called by the owner of the slot. */
    public final boolean isUnreset() {
        return isUnreset(word);
    }

    /** Returns whether the resource had the state of an earlier lease when the lease of this number began. */
    public static boolean isUnreset(long lease) {
        return (lease & UNRESET) != 0;
    }

    final boolean isLeased() {
        return (word & STATE_MASK) == LEASED;
    }

    private static SlotState stateOf(long word) {
        return STATES[(int) (word & STATE_MASK)];
    }

    private static long with(long word, SlotState state) {
        return (word & ~STATE_MASK) | state.code();
    }

    /**
     * Takes the slot for a lease if it is idle and reset. The calling thread then owns the slot, and must call {@link #begin}.
     *
     * @return the number of the lease, or {@link #NO_LEASE}
     */
    final long tryLease() {
        long current = word;
        long lease = ((current & ~STATE_MASK) | LEASED) + NEXT_LEASE;
        return (current & (STATE_MASK | UNRESET)) == IDLE && WORD.compareAndSet(this, current, lease)
                ? lease
                : NO_LEASE;
    }

    /**
     * Takes the slot for a lease of the tenant of its last lease, if it has been kept for that tenant since the
     * reading. The calling thread then owns the slot, and must call {@link #begin}.
     *
     * @param seen a reading of a kept slot, before the tenant of its last lease was read
     * @return the number of the lease, or {@link #NO_LEASE}
     */
    final long tryLeaseKept(long seen) {
        long lease = ((seen & ~STATE_MASK) | LEASED) + NEXT_LEASE;
        return isKept(seen) && WORD.compareAndSet(this, seen, lease) ? lease : NO_LEASE;
    }

    /** Takes the slot if it is kept for a tenant, and moves it to {@link SlotState#CHECKING}, for a reset. */
    public final boolean takeKept() {
        for (long current = word; isKept(current); current = word) {
            if (WORD.compareAndSet(this, current, with(current, SlotState.CHECKING))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Moves the slot from exactly this lease to {@link SlotState#CHECKING}, and records that the lease has left its
     * state behind. Returns false if the lease has ended.
     */
    public final boolean endUnreset(long lease) {
        return WORD.compareAndSet(this, lease, with(lease, SlotState.CHECKING) | UNRESET);
    }

    /** Records a reset. Called by the owner of the slot, in state {@link SlotState#CHECKING}, before the slot is idle. */
    public final void wasReset() {
        for (long current = word; stateOf(current) == SlotState.CHECKING; current = word) {
            if (WORD.compareAndSet(this, current, current & ~UNRESET)) {
                return;
            }
        }
    }

    /** Moves the slot between two states. Returns true if it was in the first; the calling thread then owns it. */
    public final boolean move(SlotState from, SlotState to) {
        if (to == SlotState.LEASED) {
            return from == SlotState.IDLE && tryLease() != NO_LEASE;
        }
        for (long current = word; stateOf(current) == from; current = word) {
            if (WORD.compareAndSet(this, current, with(current, to))) {
                return true;
            }
        }
        return false;
    }

    /** Moves the slot from exactly this lease to another state. Returns false if the lease has ended. */
    public final boolean moveFrom(long lease, SlotState to) {
        return WORD.compareAndSet(this, lease, with(lease, to));
    }

    /** Returns the number of the lease that has the slot now, or {@link #NO_LEASE}. */
    public final long leasedAs() {
        long current = word;
        return (current & STATE_MASK) == LEASED ? current : NO_LEASE;
    }

    /** Returns whether this lease has the slot. */
    public final boolean isHeldBy(long lease) {
        return word == lease;
    }

    final void setClosed() {
        word = with(word, SlotState.CLOSED);
    }

    /**
     * Records the holder. Called once for each lease, by the thread that has taken the slot.
     *
     * <p>Time stamps have a resolution of one millisecond. Therefore many consecutive short leases have the same data.
     * Such leases are counted, and written into the history together.
     *
     * @param lease the result of {@link #tryLease}
     * @param now coarse time, which may lag; the begin of the lease is never before the last proof
     * @param newNote the data that the pool keeps about the lease
     */
    final void begin(long lease, long now, long waited, Thread taker, Object newNote) {
        if (now == lentNanos && now == backNanos && newNote == note && (waited | waitedNanos) == 0 && begun != 0) {
            REPEATED.setRelease(this, repeated + 1);
        } else {
            keepLast();
            LENT.setOpaque(this, later(now, lastProof()));
            waitedNanos = waited;
            if (note != newNote) {
                note = newNote;
            }
        }
        if (thread != taker) {
            thread = taker;
        }
        BEGUN.setRelease(this, lease);
    }

    private void keepLast() {
        if (begun == 0) {
            return;
        }
        History past = history;
        if (past == null) {
            past = new History();
            history = past;
        }
        if (repeated != 0) {
            past.add(repeated, lentNanos, lentNanos, 0, note);
            REPEATED.setOpaque(this, 0);
            VarHandle.releaseFence(); // RACE: a reader of the old count sees no later write
        }
        heldNanos += lastCounts() ? backNanos - lentNanos : 0;
        past.add(1, lentNanos, backNanos, waitedNanos, note);
    }

    /** Returns the number of the current lease or, without one, of the last lease; {@link #moveFrom} needs it. */
    public final long lease() {
        return begun;
    }

    /** Returns the time at which the resource was last known to work. */
    abstract long lastProof();

    private static long later(long one, long other) {
        return one - other > 0 ? one : other;
    }

    /** Records the end of a lease, before its release. Has no effect for a lease that has ended already. */
    public final void ends(long lease, long now) {
        if (word == lease) {
            BACK.setOpaque(this, later(now, lentNanos));
        }
    }

    /** Records the end of the current lease by force. Called by the owner of the slot. */
    public final void broken(long now) {
        BACK.setOpaque(this, later(now, lentNanos));
    }

    /** Forgets the thread of the last lease. Called by the owner of the slot, while it is not leased. */
    public final void forgetHolder() {
        thread = null;
    }

    /** Returns whether the slot remembers a thread that can be forgotten. */
    public final boolean lastThreadIsKnown() {
        return thread != null;
    }

    /** Returns the time of the last acquire or release. */
    public final long usedNanos() {
        return later((long) LENT.getOpaque(this), (long) BACK.getOpaque(this));
    }

    /** Returns the time at which the last ended lease was released; before the first one, the creation of the slot. */
    public final long backNanos() {
        return (long) BACK.getOpaque(this);
    }

    /** Returns the number of leases, the current one included. */
    public final long leases() {
        return word >>> FLAG_BITS;
    }

    /** Returns one reading of state and lease, for the methods with a parameter {@code seen}. */
    final long reading() {
        return word;
    }

    /** Returns the number of leases at the reading. */
    static long leases(long seen) {
        return seen >>> FLAG_BITS;
    }

    /** Returns the number of ended leases at the reading. */
    static long ended(long seen) {
        return leases(seen) - ((seen & STATE_MASK) == LEASED ? 1 : 0);
    }

    /** Records, before a lease ends, that the resource must not be used after it. */
    public final void discards(long lease) {
        if (word == lease) {
            discarded = lease;
        }
    }

    /** Returns whether the last lease ended with the instruction not to use the resource again. */
    final boolean isDiscarded(long seen) {
        long lease = discarded; // RACE: read after the word, because it is written before the lease ends
        return lease != NO_LEASE && (seen & STATE_MASK) != LEASED && leases(lease) == leases(seen);
    }

    private boolean lastCounts() {
        return leases(begun) > start.leases();
    }

    /** Counts leases from here. The current lease is not counted, not even when it ends. */
    final void countAnew() {
        start = new Start(leases(word), heldNanos);
    }

    /** Returns the moment from which leases are counted. */
    final Start start() {
        return start;
    }

    /** Returns the total duration of the ended leases that count. */
    public final long heldNanos() {
        long current = word;
        boolean pending = begun != 0 && !(stateOf(current) == SlotState.LEASED && begun == current);
        return heldNanos - start.heldNanos() + (pending && lastCounts() ? backNanos - lentNanos : 0);
    }

    /** Returns the duration of the last ended lease. Called by the owner of the slot; for others an estimate. */
    public final long lastHeldNanos() {
        return backNanos - lentNanos;
    }

    /** Returns the note of the last lease, or null before the first. RACE: must be compared with the word afterwards. */
    final @Nullable Object lastNote() {
        return note;
    }

    /** Returns the note of the lease for whose tenant the slot is kept, or null if the slot is not kept. */
    public final @Nullable Object keptNote() {
        long seen = word;
        Object about = note;
        VarHandle.acquireFence();
        return isKept(seen) && word == seen ? about : null;
    }

    /** Returns the thread of the last lease, also after its end, or null if it was forgotten. RACE: may be outdated. */
    final @Nullable Thread lastThread() {
        return thread;
    }

    /** Returns the current lease; null without one, or if the slot was taken a moment ago. */
    public final @Nullable Holding holding() {
        long current = word;
        if (stateOf(current) != SlotState.LEASED || (long) BEGUN.getAcquire(this) != current) {
            return null;
        }
        Thread taker = thread;
        Object about = note;
        long since = (long) LENT.getOpaque(this);
        long waited = waitedNanos;
        VarHandle.acquireFence();
        return word == current && taker != null && about != null
                ? new Holding(current, since, waited, taker, about)
                : null;
    }

    /** Passes the last ended leases, oldest first, and the current one to a visitor. RACE: may miss a recent change. */
    public final void eachLease(LeaseVisitor visitor) {
        for (int readings = 1; !eachLease(visitor, readings == MOST_READINGS); readings++) {
            // RACE: the owner was writing a run of leases into the history at that moment
        }
    }

    private boolean eachLease(LeaseVisitor visitor, boolean anyhow) {
        long current = word;
        History past = history;
        long entries = past == null ? 0 : past.entries();
        long alike = (long) REPEATED.getAcquire(this);
        long lent = (long) LENT.getOpaque(this);
        long back = (long) BACK.getOpaque(this);
        long waited = waitedNanos;
        Object about = note;
        long mine = begun;
        VarHandle.acquireFence();
        if (lent != (long) LENT.getOpaque(this) || alike > (long) REPEATED.getOpaque(this)) {
            if (!anyhow) {
                return false;
            }
            alike = 0;
        }
        alike = Math.min(alike, History.KEPT);
        if (past != null) {
            past.each(entries, History.KEPT - alike, visitor);
        }
        for (long i = 0; i < alike; i++) {
            visitor.lease(lent, lent, 0, about);
        }
        if (mine != 0) {
            boolean out = stateOf(current) == SlotState.LEASED && mine == current;
            visitor.lease(lent, out ? LeaseVisitor.STILL_OUT : back, waited, about);
        }
        return true;
    }

    private static VarHandle handle(String field, Class<?> type) {
        try {
            return MethodHandles.lookup().findVarHandle(Occupancy.class, field, type);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
