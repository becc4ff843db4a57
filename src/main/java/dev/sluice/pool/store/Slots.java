package dev.sluice.pool.store;

import dev.sluice.admission.Supply;
import dev.sluice.time.Ticker;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The slots of a pool, in order of creation, and the supply of its gate: the oldest free slot is handed out
 * first. Thread-safe; iteration sees a snapshot.
 *
 * <p>A slot counts as free if it is idle, not marked for retirement, within its lifetime, and was known to
 * work a short time ago; one that was idle for longer has to be validated before ({@link #pollStale}).
 */
public final class Slots<R> implements Supply<Slot<R>> {

    /**
     * So long a validation holds for somebody who comes for its result, however soon it has to be repeated
     * otherwise: with validation before every use, nothing could ever be handed out without it.
     */
    private static final long HAND_OVER_NANOS = 500_000_000L;

    private final CopyOnWriteArrayList<Slot<R>> slots = new CopyOnWriteArrayList<>();
    private final Ticker ticker;
    private final LongSupplier freshNanos;
    private volatile long suspectBefore = Long.MIN_VALUE;
    private volatile boolean suspicion;

    /** No slots yet; {@code freshNanos} is how long an idle slot may be handed out without validation. */
    public Slots(Ticker ticker, LongSupplier freshNanos) {
        this.ticker = ticker;
        this.freshNanos = freshNanos;
    }

    @Override
    public @Nullable Slot<R> poll() {
        long now = ticker.nanos();
        return take(slot -> isUsable(slot, now) && isFresh(slot, now), SlotState.LEASED);
    }

    /** Takes an idle slot that must be validated first; it is {@link SlotState#CHECKING} then. */
    public @Nullable Slot<R> pollStale() {
        long now = ticker.nanos();
        return take(slot -> isUsable(slot, now) && !isFresh(slot, now), SlotState.CHECKING);
    }

    /** Takes an idle slot that must not be handed out any more; it is {@link SlotState#CLOSING} then. */
    public @Nullable Slot<R> pollUnusable() {
        long now = ticker.nanos();
        return take(slot -> !isUsable(slot, now), SlotState.CLOSING);
    }

    /** Takes any idle slot that fits; it is in the state {@code to} then. */
    public @Nullable Slot<R> take(Predicate<Slot<R>> wanted, SlotState to) {
        for (Slot<R> slot : slots) {
            if (slot.state() == SlotState.IDLE && wanted.test(slot) && slot.move(SlotState.IDLE, to)) {
                return slot;
            }
        }
        return null;
    }

    /**
     * Something was found dead at {@code asOf}: what is idle and was last known to work before that has to be
     * validated before it is handed out.
     */
    public synchronized void suspectIdle(long asOf) {
        if (!suspicion || asOf - suspectBefore > 0) {
            suspectBefore = asOf;
            suspicion = true;
        }
    }

    /** Adds a new slot behind all others. */
    public void add(Slot<R> slot) {
        slots.add(slot);
    }

    /** Forgets a slot; false if it was not there. */
    public boolean remove(Slot<R> slot) {
        return slots.remove(slot);
    }

    /** Whether the slot is one of these. */
    public boolean contains(Slot<R> slot) {
        return slots.contains(slot);
    }

    /** All slots, oldest first, at this moment. */
    public List<Slot<R>> snapshot() {
        return List.copyOf(slots);
    }

    /** How many there are, in whatever state. */
    public int size() {
        return slots.size();
    }

    private static <R> boolean isUsable(Slot<R> slot, long now) {
        return slot.retirement() == null && !slot.isExpired(now);
    }

    private boolean isFresh(Slot<R> slot, long now) {
        long sinceProof = slot.sinceProofNanos(now);
        boolean suspect = suspicion && sinceProof > now - suspectBefore;
        return !suspect && (sinceProof <= freshNanos.getAsLong() || slot.isProvenUnused(now, HAND_OVER_NANOS));
    }
}
