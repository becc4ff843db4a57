package dev.sluice.pool.store;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The place of one resource in a pool, with its name and history. The slot's state is the permit: the thread that
 * moves it from {@link SlotState#IDLE} to {@link SlotState#LEASED} has the resource. Only the owner moves it further.
 *
 * <p>Thread-safe. The state changes by compare-and-set alone. The next owner sees all writes of the previous owner
 * before the change.
 *
 * @param <R> the resource
 */
public final class Slot<R> extends Occupancy {

    private static final VarHandle VOUCHED = handle("vouchedAge");
    private static final VarHandle TALLIED = handle("tallied");

    /** Distinguishes two doubts, so that no result of a check before a doubt replaces the doubt. */
    private static final AtomicLong DOUBTS = new AtomicLong();

    private final R resource;
    private final Room.Place place;

    private volatile long checkedNanos;
    private volatile int checkedLeases; // number of leases at the last check, in 32 bits
    private volatile @Nullable RetirementReason retirement;
    private volatile long vouchedAge = doubted();
    private volatile int reportedLease; // number of the lease that was reported last, in 32 bits
    private volatile @Nullable Acquisition acquisition;
    private volatile @Nullable TracedLease traced;
    private long tallied; // Written by the owner
    private volatile @Nullable Tally tally;
    private boolean madeOnDemand; // Written before the slot is in any pool

    /** The place in the code at which a lease was acquired. */
    private record Acquisition(long lease, Throwable stack) {}

    /** The trace of a lease, as the pool keeps it. */
    private record TracedLease(long lease, Object trace) {}

    /**
     * Creates a slot for a new resource. The calling thread owns the slot and prepares it; no caller leases it yet.
     *
     * @param place the place in the room, freed when the slot is closed
     * @param lifetimeNanos after this time the resource is not handed out
     */
    public Slot(Birth birth, R resource, Room.Place place, long lifetimeNanos) {
        super(birth, lifetimeNanos, SlotState.CHECKING);
        this.resource = resource;
        this.place = place;
        this.checkedNanos = birth.nanos();
    }

    /**
     * Creates a slot outside of any pool, with a lease that has begun.
     *
     * @param note the data about the lease
     */
    public static <R> Slot<R> outside(Birth birth, R resource, Thread taker, Object note) {
        Room.Place place = Objects.requireNonNull(new Room(() -> 1).tryTake());
        Slot<R> slot = new Slot<>(birth, resource, place, Long.MAX_VALUE);
        slot.move(SlotState.CHECKING, SlotState.IDLE);
        slot.begin(slot.tryLease(), birth.nanos(), 0, taker, note);
        return slot;
    }

    /** Records that the resource is created for a waiter. Called by its creator, before the slot is in a pool. */
    public void madeOnDemand() {
        madeOnDemand = true;
    }

    /** Returns whether the resource was created for a waiter and had been leased at the reading. */
    boolean isMiss(long seen) {
        return madeOnDemand && leases(seen) > 0;
    }

    /** Returns the resource in the slot. */
    public R resource() {
        return resource;
    }

    /** Returns the time since the last acquire or release, in nanoseconds. */
    public long sinceUseNanos(long now) {
        return now - usedNanos();
    }

    /** Returns the time since the resource was last known to work, by a release or a validation, in nanoseconds. */
    public long sinceProofNanos(long now) {
        return Math.min(now - usedNanos(), now - checkedNanos);
    }

    /**
     * Returns the time at which the resource was last shown to work: created, validated or released. An acquire is no
     * proof.
     */
    public long provenNanos() {
        long back = backNanos();
        long checked = checkedNanos;
        return back - checked > 0 ? back : checked;
    }

    /**
     * Returns whether the resource was created or validated within this time and not used since. Compared by the
     * number of leases, because stamps may lag by more than the duration of a lease.
     */
    public boolean isProvenUnused(long now, long withinNanos) {
        return checkedLeases == (int) leases() && now - checkedNanos <= withinNanos;
    }

    /** Frees the place after the close of the resource. Called by the owner. A second call has no effect. */
    public void closed() {
        setClosed();
        Tally last = tally;
        if (last != null) {
            last.end();
        }
        place.close();
    }

    /** Records a passed validation. Called by the owner. */
    public void passed(long now) {
        checkedLeases = (int) leases();
        checkedNanos = now;
    }

    @Override
    long lastProof() {
        return checkedNanos;
    }

    /** Returns the reason why the resource must not be handed out again, or null. */
    public @Nullable RetirementReason retirement() {
        return retirement;
    }

    /** Marks the slot, so that its resource is retired at the release. The first reason stays. */
    public void retireOnRelease(RetirementReason reason) {
        if (retirement == null) {
            retirement = reason;
            doubt();
        }
    }

    /** Returns whether the resource is neither expired nor marked for retirement. */
    boolean isUsable(long now) {
        return retirement == null && !isExpired(now);
    }

    /**
     * Returns whether a check has found the resource usable and fresh until now at least. Then no further check of marks,
     * lifetime and proofs is needed, at an acquire or a release.
     */
    public boolean isVouchedFor(long now) {
        return ageNanos(now) <= vouchedAge;
    }

    /** Returns the present vouch, for {@link #vouch}. Read it before the checks. */
    long vouch() {
        return vouchedAge;
    }

    /**
     * Vouches for the resource for some time, unless there was a doubt since {@code seen} was read.
     *
     * @param forNanos a time after {@code now} in which the resource is usable and fresh without a further proof
     */
    void vouch(long seen, long now, long forNanos) {
        long age = Math.max(0, ageNanos(now)); // coarse time may be before the birth
        long until = forNanos > lifetimeNanos() - age ? lifetimeNanos() : age + forNanos;
        VOUCHED.compareAndSet(this, seen, until);
    }

    /** Requires a new check before the next lease. Called after each change that may make the resource unfit. */
    void doubt() {
        vouchedAge = doubted();
    }

    private static long doubted() {
        return Long.MIN_VALUE + DOUBTS.incrementAndGet();
    }

    private static VarHandle handle(String number) {
        try {
            return MethodHandles.lookup().findVarHandle(Slot.class, number, long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Returns what sums up the counted leases, or null. Called by the owner. */
    public @Nullable Tally tally() {
        return tally;
    }

    /**
     * Sums up the leases that are counted from now on elsewhere. Called by the holder; if the lease was broken and the
     * slot is closed already, the tally ends at once.
     */
    public void talliedBy(Tally next) {
        tally = next;
        if (state() == SlotState.CLOSED) {
            next.end();
        }
    }

    /** Counts a lease. Called by the owner. */
    public void addTallied() {
        TALLIED.setOpaque(this, tallied + 1);
    }

    /** Returns the number of leases that were counted so far. Any thread may call it. */
    public long tallied() {
        return (long) TALLIED.getOpaque(this);
    }

    /** Returns true once for each lease, so that a leak is reported once. Called by the pool's housekeeper only. */
    public boolean reportOnce(Holding holding) {
        boolean first = !isReported(holding.lease());
        reportedLease = (int) leases(holding.lease());
        return first;
    }

    /** Returns whether the lease was reported, or is being reported. */
    public boolean isReported(long lease) {
        return reportedLease == (int) leases(lease);
    }

    /** Records the place in the code of the acquire. Called by the owner directly after the acquire. */
    public void acquiredAt(Throwable stack) {
        acquisition = new Acquisition(lease(), stack);
    }

    /** Returns the place at which that lease was acquired, or null if it is not known. */
    public @Nullable Throwable acquiredAt(long lease) {
        Acquisition known = acquisition;
        return known != null && known.lease() == lease ? known.stack() : null;
    }

    /** Records the trace of the lease of this number. Called by its holder directly after the acquire. */
    public void tracedAs(long lease, Object trace) {
        traced = new TracedLease(lease, trace);
    }

    /** Returns the trace of that lease, or null without one. */
    public @Nullable Object traceOf(long lease) {
        TracedLease known = traced;
        return known != null && known.lease() == lease ? known.trace() : null;
    }

    /** Forgets place and trace of the last acquire. Called by the owner, while the slot is not leased. */
    public void forgetAcquire() {
        if (acquisition != null) {
            acquisition = null;
        }
        if (traced != null) {
            traced = null;
        }
    }

    @Override
    public String toString() {
        return name() + " " + state();
    }
}
