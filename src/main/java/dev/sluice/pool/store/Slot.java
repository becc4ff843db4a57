package dev.sluice.pool.store;

import org.jspecify.annotations.Nullable;

/**
 * The place of one resource in a pool, with its name and history. The slot's state is the permit: who moves
 * it from {@link SlotState#IDLE} to {@link SlotState#LEASED} has the resource, and only its owner moves it on.
 *
 * <p>Thread-safe. The state changes by compare-and-set alone; what the owner writes before a change is seen
 * by the next owner.
 *
 * @param <R> the resource
 */
public final class Slot<R> extends Occupancy {

    private final R resource;
    private final Room.Place place;

    private volatile long checkedNanos;
    private volatile int checkedLeases; // how many there had been by then, in 32 bits
    private volatile @Nullable RetirementReason retirement;
    private volatile int reportedLease; // its number, in 32 bits
    private volatile @Nullable Acquisition acquisition;
    private boolean madeOnDemand; // Written before the slot is in any pool

    /** The place in the code at which a lease was acquired. */
    private record Acquisition(long lease, Throwable stack) {}

    /**
     * Creates a slot for a new resource, which its maker makes ready: no caller has it on lease yet.
     *
     * @param place the room it takes up, given back when the slot is closed
     * @param lifetimeNanos after this time the resource is too old to be handed out
     */
    public Slot(Birth birth, R resource, Room.Place place, long lifetimeNanos) {
        super(birth, lifetimeNanos, SlotState.CHECKING);
        this.resource = resource;
        this.place = place;
        this.checkedNanos = birth.nanos();
    }

    /** Notes that it is made because somebody waits; by its maker, before it is in a pool. */
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

    /** Gives back the room once the resource is gone; by the owner. Harmless the second time. */
    public void closed() {
        setClosed();
        place.close();
    }

    /** Notes a validation that the resource passed; by the owner. */
    public void passed(long now) {
        checkedLeases = (int) leases();
        checkedNanos = now;
    }

    @Override
    long lastProof() {
        return checkedNanos;
    }

    /** Returns the reason why it must not be handed out again, or null. */
    public @Nullable RetirementReason retirement() {
        return retirement;
    }

    /** Marks it: whoever has it retires it when it comes back. The first reason stays. */
    public void retireOnRelease(RetirementReason reason) {
        if (retirement == null) {
            retirement = reason;
        }
    }

    /** Returns true once for each lease, so that a leak is reported once. By one thread, the pool's housekeeper. */
    public boolean reportOnce(Holding holding) {
        boolean first = !isReported(holding.lease());
        reportedLease = (int) leases(holding.lease());
        return first;
    }

    /** Returns whether the lease was reported, or is just about to be. */
    public boolean isReported(long lease) {
        return reportedLease == (int) leases(lease);
    }

    /** Notes where it was acquired; by its owner, right after that. */
    public void acquiredAt(Throwable stack) {
        acquisition = new Acquisition(lease(), stack);
    }

    /** Returns the place at which that lease was acquired, or null if it is not known. */
    public @Nullable Throwable acquiredAt(long lease) {
        Acquisition known = acquisition;
        return known != null && known.lease() == lease ? known.stack() : null;
    }

    /** Forgets where it was acquired last; by its owner, while nobody has it on lease. */
    public void forgetStack() {
        if (acquisition != null) {
            acquisition = null;
        }
    }

    @Override
    public String toString() {
        return name() + " " + state();
    }
}
