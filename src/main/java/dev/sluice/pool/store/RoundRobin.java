package dev.sluice.pool.store;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Hands out the slots in a cycle by their numbers, so that each slot is used equally often. Ready resources are handed
 * out before the others. Thread-safe. RACE: threads that call at once may begin at the same slot, which costs one step
 * of the cycle and nothing else.
 *
 * @param <R> the resource
 */
public final class RoundRobin<R> implements SlotOrder<R> {

    private final Predicate<R> isReady;
    private volatile long last; // the number of the slot that was handed out last

    /** Creates an order in which resources that are ready, as {@code isReady} says, come first. */
    public RoundRobin(Predicate<R> isReady) {
        this.isReady = isReady;
    }

    @Override
    public boolean isComplete() {
        return true;
    }

    /** Leases the free slot whose turn it is; returns null if no slot is free. */
    @Override
    public @Nullable Slot<R> poll(Slot<R>[] slots, int reserved, Predicate<Slot<R>> isLendable, LeaseRequest request) {
        Predicate<Slot<R>> isFree = slot -> slot.isIdleForAll() && isLendable.test(slot);
        for (Slot<R> slot : order(slots, reserved, isFree)) {
            long lease = isFree.test(slot) ? slot.tryLease() : Occupancy.NO_LEASE;
            if (lease != Occupancy.NO_LEASE) {
                slot.begin(lease, request.now(), request.waitedNanos(), request.taker(), request.note());
                last = slot.index();
                return slot;
            }
        }
        return null;
    }

    /** Returns the free slots, ready ones first, each in the order of their turns. */
    private List<Slot<R>> order(Slot<R>[] slots, int reserved, Predicate<Slot<R>> isFree) {
        List<Slot<R>> ready = new ArrayList<>(slots.length);
        List<Slot<R>> others = new ArrayList<>();
        int count = slots.length - reserved;
        int first = count > 0 ? firstAfter(slots, reserved) : 0;
        for (int i = 0; i < count; i++) {
            Slot<R> slot = slots[reserved + (first + i) % count];
            if (isFree.test(slot)) {
                (isReady.test(slot.resource()) ? ready : others).add(slot);
            }
        }
        ready.addAll(others);
        return ready;
    }

    /** Returns the index after the last taken slot, counted from the reserved slots. */
    private int firstAfter(Slot<R>[] slots, int reserved) {
        for (int i = reserved; i < slots.length; i++) {
            if (slots[i].index() > last) {
                return i - reserved;
            }
        }
        return 0;
    }
}
