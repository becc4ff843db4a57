package dev.sluice.pool.store;

import dev.sluice.admission.PermitSource;
import dev.sluice.time.Ticker;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The slots of a pool, in order of creation. They are the supply of its gate. The oldest free slot is handed out
 * first. While several threads use the pool at once, a thread receives its last slot again if that is free. With
 * {@link RoundRobin}, resources are handed out in turn instead. Thread-safe; iteration sees a snapshot.
 *
 * <p>A slot is free if it is idle, not marked for retirement, within its lifetime, and recently known to work. A slot
 * that was idle for longer must be validated first ({@link #pollStale}).
 *
 * <p>A kept slot is idle, too, but has the state that its last lease left behind. Only callers of the tenant of that
 * lease receive it ({@link #handOutKept}); for all others it must be reset first ({@link #takeKept}).
 */
public final class Slots<R> implements PermitSource<Slot<R>> {

    /**
     * Time for which a validation holds for the caller that waits for its result, even if it must otherwise be repeated
     * sooner. Without this time, validation before every use would let no slot be leased.
     */
    private static final long HAND_OVER_NANOS = 500_000_000L;

    /** Longer than any pool lives, in nanoseconds. */
    private static final long LONG_AGO = Long.MAX_VALUE / 2;

    private volatile Slot<R>[] slots = SlotCensus.none(); // Written under this, never changed in place
    private final Hints<R> hints = new Hints<>();
    private volatile @Nullable SlotOrder<R> order; // null for the usual order
    private final Ticker ticker;
    private final LongSupplier freshNanos;
    private final IntSupplier capacity;
    private final Function<@Nullable Object, @Nullable String> tenantOf;
    private volatile long suspectBefore; // before any resource was created, while none is suspected

    private volatile boolean crowded; // Written under this
    private int crowdedAbove = Integer.MAX_VALUE; // Guarded by this
    private volatile int mostLeased; // Written under this; in this class, because acquires read it
    private final LeaseCounts counts = new LeaseCounts(); // Guarded by this

    /**
     * Creates an empty set of slots.
     *
     * @param freshNanos time for which an idle slot may be handed out without validation
     * @param capacity maximum number of slots
     * @param tenantOf returns the tenant in the note of a lease
     */
    public Slots(
            Ticker ticker,
            LongSupplier freshNanos,
            IntSupplier capacity,
            Function<@Nullable Object, @Nullable String> tenantOf) {
        this(ticker, freshNanos, capacity, tenantOf, null);
    }

    /** Creates an empty set of slots, which are handed out in turn if {@code turns} is given. */
    public Slots(
            Ticker ticker,
            LongSupplier freshNanos,
            IntSupplier capacity,
            Function<@Nullable Object, @Nullable String> tenantOf,
            @Nullable RoundRobin<R> turns) {
        this.order = turns;
        this.ticker = ticker;
        this.freshNanos = freshNanos;
        this.capacity = capacity;
        this.tenantOf = tenantOf;
        this.suspectBefore = ticker.nanos() - LONG_AGO;
    }

    @Override
    public @Nullable Slot<R> poll(int reserved, Thread taker, Object note, long waitedNanos) {
        long now = ticker.coarseNanos();
        SlotOrder<R> special = order;
        if (special != null) {
            Slot<R> chosen = poll(special, reserved, new SlotOrder.LeaseRequest(taker, note, now, waitedNanos));
            if (chosen != null || special.isComplete()) {
                return chosen;
            }
        }
        Slot<R> slot = hints.of(taker);
        if (slot != null && reserved == 0 && isFree(slot, now)) {
            long lease = slot.tryLease();
            if (lease != Occupancy.NO_LEASE) {
                slot.begin(lease, now, waitedNanos, taker, note);
                return slot;
            }
        }
        Slot<R>[] all = slots;
        for (int i = reserved; i < all.length; i++) {
            slot = all[i];
            long lease = isFree(slot, now) ? slot.tryLease() : Occupancy.NO_LEASE;
            if (lease != Occupancy.NO_LEASE) {
                slot.begin(lease, now, waitedNanos, taker, note);
                taken(slot, i, taker);
                return slot;
            }
            if (slot.isLeased() && slot.lastThread() != taker) {
                hints.use();
            }
        }
        return null;
    }

    private @Nullable Slot<R> poll(SlotOrder<R> special, int reserved, SlotOrder.LeaseRequest request) {
        Slot<R> slot = special.poll(slots, reserved, candidate -> isLendable(candidate, request.now()), request);
        if (slot != null && leased() > mostLeased) { // any slot may be the one that exceeds the maximum
            noteMostLeased();
        }
        return slot;
    }

    @Override
    public boolean take(Slot<R> slot, Thread taker, Object note, long waitedNanos) {
        long now = ticker.coarseNanos();
        long lease = isFree(slot, now) ? slot.tryLease() : Occupancy.NO_LEASE;
        if (lease == Occupancy.NO_LEASE) {
            return false;
        }
        slot.begin(lease, now, waitedNanos, taker, note);
        hints.remember(taker, slot);
        return true;
    }

    /** RACE: the next lease may have begun, so the result may be too short, or negative. */
    @Override
    public long lastHeldNanos(Slot<R> slot) {
        return slot.lastHeldNanos();
    }

    @Override
    public boolean isAnyFree(int reserved) {
        long now = ticker.coarseNanos();
        Slot<R> hinted = reserved == 0 ? hints.of(Thread.currentThread()) : null;
        if (hinted != null && isFree(hinted, now)) {
            return true;
        }
        Slot<R>[] all = slots;
        for (int i = reserved; i < all.length; i++) {
            if (isFree(all[i], now)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean isSameForAll() {
        return order == null;
    }

    @Override
    public int capacity() {
        return capacity.getAsInt();
    }

    @Override
    public Map<String, Integer> heldByTenant() {
        return SlotCensus.heldBy(slots, tenantOf);
    }

    private void taken(Slot<R> slot, int index, Thread taker) {
        hints.remember(taker, slot);
        if (index >= mostLeased) {
            noteMostLeased();
        }
    }

    /**
     * Records the largest number of leases. Called when a slot with a new highest index is taken, because all slots
     * before it were leased.
     */
    private synchronized void noteMostLeased() {
        mostLeased = Math.max(mostLeased, leased());
    }

    /** Returns whether the slot could be handed out now. */
    public boolean isFree(Slot<R> slot) {
        return isFree(slot, ticker.coarseNanos());
    }

    private boolean isFree(Slot<R> slot, long now) {
        return slot.isIdleForAll() && isLendable(slot, now);
    }

    private boolean isLendable(Slot<R> slot, long now) {
        return slot.isVouchedFor(now) || check(slot, now);
    }

    /** Returns whether the slot can be handed out, and vouches for it, so that the next acquires need no check. */
    private boolean check(Slot<R> slot, long now) {
        long seen = slot.vouch(); // RACE: before the checks, so that a doubt meanwhile stays
        if (!slot.isUsable(now)) {
            return false;
        }
        long fresh = freshNanos.getAsLong();
        if (!isFresh(slot, now, fresh)) {
            return false;
        }
        long left = fresh - slot.sinceProofNanos(now);
        if (fresh > 0 && left > 0) {
            slot.vouch(seen, now, left);
        }
        return true;
    }

    /** Returns whether slots can be kept for tenants: not if they are handed out in turn. */
    public boolean canKeep() {
        SlotOrder<R> now = order;
        return now == null || !now.isComplete();
    }

    /**
     * Hands out kept slots to their tenants from now on, or not any more. Has no effect on slots that are handed out in
     * turn.
     *
     * @param taken counts a lease of a kept slot; null to hand out no kept slot
     */
    public void handOutKept(@Nullable Runnable taken) {
        if (canKeep()) {
            order = taken == null ? null : new KeptFirst<>(tenantOf, taken);
        }
    }

    /** Takes the kept slot that was used least recently, and moves it to {@link SlotState#CHECKING}, for a reset. */
    public @Nullable Slot<R> takeKept() {
        while (true) {
            Slot<R> oldest = null;
            for (Slot<R> slot : slots) {
                if (slot.isKept() && (oldest == null || slot.usedNanos() - oldest.usedNanos() < 0)) {
                    oldest = slot;
                }
            }
            if (oldest == null || oldest.takeKept()) {
                return oldest;
            }
        }
    }

    /** Returns the number of slots that are kept for tenants. */
    public int kept() {
        int kept = 0;
        for (Slot<R> slot : slots) {
            if (slot.isKept()) {
                kept++;
            }
        }
        return kept;
    }

    /** Takes an idle slot that must be validated first, and moves it to {@link SlotState#CHECKING}. */
    public @Nullable Slot<R> pollStale() {
        long now = ticker.nanos();
        return take(slot -> slot.isUsable(now) && !isFresh(slot, now, freshNanos.getAsLong()), SlotState.CHECKING);
    }

    /** Takes an idle slot that must not be handed out any more, and moves it to {@link SlotState#CLOSING}. */
    public @Nullable Slot<R> pollUnusable() {
        long now = ticker.nanos();
        return take(slot -> !slot.isUsable(now), SlotState.CLOSING);
    }

    /** Takes the oldest idle slot that fits, and moves it to the state {@code to}. */
    public @Nullable Slot<R> take(Predicate<Slot<R>> wanted, SlotState to) {
        for (Slot<R> slot : slots) {
            if (slot.isIdle() && wanted.test(slot) && slot.move(SlotState.IDLE, to)) {
                return slot;
            }
        }
        return null;
    }

    /**
     * Suspects all idle slots, because a resource was found dead at {@code asOf}. Idle slots without a later proof
     * must be validated before they are leased.
     */
    public synchronized void suspectIdle(long asOf) {
        if (asOf - suspectBefore > 0) {
            suspectBefore = asOf;
        }
        doubtAll();
    }

    /** Checks each slot before its next lease, because the time for which slots are fresh has changed. */
    public synchronized void doubtAll() {
        for (Slot<R> slot : slots) {
            slot.doubt();
        }
    }

    /** Sets the size beyond which the slots are crowded. */
    public synchronized void crowdAbove(int size) {
        crowdedAbove = size;
        crowded = slots.length > crowdedAbove;
    }

    /** Returns whether there are more slots than a release may leave idle, or more than the maximum. */
    public boolean isCrowded() {
        return crowded;
    }

    /** Forgets all hints. Called at intervals, because the hints of a busy time must not outlast it. */
    public void forgetHints() {
        hints.forget();
    }

    /** Adds a new slot after all others. */
    public synchronized void add(Slot<R> slot) {
        slots = SlotCensus.with(slots, slot);
        crowded = slots.length > crowdedAbove;
    }

    /** Removes a slot; its leases still count. Returns false if the slot was not in the pool. */
    public synchronized boolean remove(Slot<R> slot) {
        Slot<R>[] shorter = SlotCensus.without(slots, slot);
        if (shorter == slots) {
            return false;
        }
        counts.keep(slot);
        slots = shorter;
        crowded = slots.length > crowdedAbove;
        return true;
    }

    /** Returns whether the slot belongs to the pool. */
    public boolean contains(Slot<R> slot) {
        return Arrays.asList(slots).contains(slot);
    }

    /** Returns all slots of this moment, oldest first. */
    public List<Slot<R>> snapshot() {
        return List.of(slots);
    }

    /** Returns the number of slots in any state. */
    public int size() {
        return slots.length;
    }

    /** Takes the idle slot that was created last, and moves it to {@link SlotState#CLOSING}; null if none is idle. */
    public @Nullable Slot<R> takeYoungestIdle() {
        Slot<R>[] all = slots;
        for (int i = all.length - 1; i >= 0; i--) {
            if (all[i].isIdle() && all[i].move(SlotState.IDLE, SlotState.CLOSING)) {
                return all[i];
            }
        }
        return null;
    }

    /** Returns the number of idle slots, usable or not. */
    public int idle() {
        return SlotCensus.idle(slots);
    }

    /** Returns whether any slot is idle, usable or not. */
    public boolean isAnyIdle() {
        return SlotCensus.isAnyIdle(slots);
    }

    /** Returns whether any slot is leased, or is prepared, validated or reset, and so may soon be free. */
    public boolean isAnyBusy() {
        return SlotCensus.isAnyBusy(slots);
    }

    /** Returns whether the thread holds a lease. */
    public boolean isHeldBy(Thread thread) {
        return SlotCensus.isHeldBy(slots, thread);
    }

    /** Returns the number of slots that are not marked for retirement. */
    public int staying() {
        return SlotCensus.staying(slots);
    }

    /** Returns the number of leased slots. */
    public int leased() {
        return SlotCensus.leased(slots);
    }

    /** Restarts the count of leases, and the maximum of simultaneous leases. */
    public synchronized void countAnew() {
        counts.countAnew(slots);
        mostLeased = leased();
    }

    /** Returns the largest number of leases at the same time. */
    public int mostLeased() {
        return mostLeased;
    }

    /** Returns the totals since the last {@link #countAnew}. Between two such calls no total decreases. */
    public synchronized LeaseTotals totals() {
        return counts.totals(slots);
    }

    /** Returns the number of all leases so far, independent of {@link #countAnew}. It never decreases. */
    public synchronized long leases() {
        return counts.leases(slots);
    }

    private boolean isFresh(Slot<R> slot, long now, long fresh) {
        long sinceProof = slot.sinceProofNanos(now);
        boolean suspect = sinceProof > now - suspectBefore;
        return !suspect && ((fresh > 0 && sinceProof <= fresh) || slot.isProvenUnused(now, HAND_OVER_NANOS));
    }
}
