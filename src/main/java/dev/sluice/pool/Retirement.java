package dev.sluice.pool;

import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.pool.store.EarlyRelease;
import dev.sluice.pool.store.EndNotices;
import dev.sluice.pool.store.RetirementReason;
import dev.sluice.pool.store.Room;
import dev.sluice.pool.store.Slot;
import dev.sluice.pool.store.SlotState;
import dev.sluice.time.TimedCalls;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Takes slots out of use: idle ones at once, leased ones at their release or, on request, by force. Thread-safe. */
final class Retirement<R> {

    /** Time after which a close is given up. Stores have shorter limits of their own. */
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(30);

    private static final String STUCK = "no answer within its limit; the thread that asked may be stuck";

    private final PoolCore<R> core;
    private final Leaks<R> leaks;
    private final Supply supply;
    private volatile @Nullable Runnable whenEmpty;

    Retirement(PoolCore<R> core, Leaks<R> leaks, Supply supply) {
        this.core = core;
        this.leaks = leaks;
        this.supply = supply;
    }

    /** Runs the action when the last resource is gone; at once if none is left. The action may run more than once. */
    void whenEmpty(Runnable action) {
        whenEmpty = action;
        checkEmpty();
    }

    /**
     * Marks a slot. Closes it now if it is idle, or if its store allows an early release.
     *
     * @return completes when the resource is gone; null if it is in use, and will be closed at its release
     */
    @Nullable
    CompletableFuture<Boolean> retire(Slot<R> slot, RetirementReason reason) {
        slot.retireOnRelease(reason);
        if (slot.move(SlotState.IDLE, SlotState.CLOSING)) {
            return close(slot, reason);
        }
        boolean free = slot.state() == SlotState.LEASED
                && core.store instanceof EarlyRelease<R> store
                && store.letsGo(slot.resource());
        return free && takeAway(slot, slot.leasedAs(), reason) ? close(slot, reason) : null;
    }

    /**
     * Closes a slot that the caller owns in state {@link SlotState#CLOSING}.
     *
     * @return completes when the resource is gone and its place is free
     */
    CompletableFuture<Boolean> close(Slot<R> slot, RetirementReason reason) {
        count(slot, reason);
        return end(slot, reason, core.closes, () -> {
            core.store.close(slot.resource());
            return true;
        });
    }

    /** Breaks a slot that the caller owns in state {@link SlotState#CLOSING}, although a stuck thread may use it. */
    void abandon(Slot<R> slot, RetirementReason reason) {
        count(slot, reason);
        end(slot, reason, core.breaks, () -> core.store.abort(slot.resource()));
    }

    /**
     * Breaks one lease: stops the holder's work on the far side, and closes the resource under the holder. The place is
     * freed when the end of that work is confirmed, or when the store's limit for it has passed.
     *
     * @param lease the number of the lease; a later lease of the same slot is not affected
     * @return a future that completes when the place is free, with true if nothing is left on the far side; null if the
     *     lease has ended before
     */
    @Nullable
    CompletableFuture<Boolean> breakLease(Slot<R> slot, long lease, RetirementReason reason) {
        if (!takeAway(slot, lease, reason)) {
            return null;
        }
        core.tracer.broken(slot, lease, reason);
        if (core.store instanceof EndNotices<R> notices) {
            notices.leaseEnds(slot.resource(), reason.text());
        }
        return end(slot, reason, core.breaks, () -> broken(slot));
    }

    /** Breaks the current lease of a slot, even if it changes meanwhile. Returns null if the slot is not leased. */
    @Nullable
    CompletableFuture<Boolean> breakLease(Slot<R> slot, RetirementReason reason) {
        CompletableFuture<Boolean> gone = null;
        long lease = slot.leasedAs();
        while (gone == null && lease != Slot.NO_LEASE) {
            gone = breakLease(slot, lease, reason);
            lease = slot.leasedAs();
        }
        return gone;
    }

    private boolean broken(Slot<R> slot) throws Exception {
        boolean gone = core.store.abort(slot.resource());
        if (!gone) {
            core.events.slot(Type.CLOSE_FAILED, slot, new EventDetail.Words(core.store.unconfirmedEnd()));
        }
        return gone;
    }

    /** Ends a lease by force; the caller then owns the slot. Returns false if the lease had ended before. */
    private boolean takeAway(Slot<R> slot, long lease, RetirementReason reason) {
        // RACE: the holder may release at this moment; exactly one compare-and-set of the two succeeds
        if (lease == Slot.NO_LEASE || !slot.moveFrom(lease, SlotState.CLOSING)) {
            return false;
        }
        long now = core.ticker.coarseNanos();
        slot.broken(now);
        leaks.ended(slot, lease, now, reason);
        return true;
    }

    private CompletableFuture<Boolean> end(Slot<R> slot, RetirementReason reason, TimedCalls calls, EndingStep ending) {
        CompletableFuture<Boolean> gone = new CompletableFuture<>();
        core.counters.closing.incrementAndGet();
        core.events.departing(slot);
        core.callers.departing(slot);
        core.slots.remove(slot);
        calls.run(CLOSE_LIMIT, ending::run, (nothingLeft, failure) -> {
            if (failure != null) {
                core.counters.closeFailures.increment();
                core.events.slot(Type.CLOSE_FAILED, slot, new EventDetail.Words(failure.toString()));
            }
            core.counters.closed.increment(); // first: the free place may end the pool, by another thread
            slot.closed();
            core.counters.closing.decrementAndGet();
            core.events.slot(Type.CLOSED, slot, new EventDetail.Retired(reason));
            if (reason.kind() == RetirementReason.Kind.RENEW) {
                supply.owe();
            }
            gone.complete(Boolean.TRUE.equals(nothingLeft));
            supply.meetDemand();
            checkEmpty();
        });
        return gone;
    }

    private void count(Slot<R> slot, RetirementReason reason) {
        switch (reason.kind()) {
            case LIFETIME -> {
                core.counters.expired.increment();
                core.events.slot(Type.EXPIRED, slot, new EventDetail.Retired(reason));
            }
            case IDLE -> {
                core.counters.idleClosed.increment();
                core.events.slot(Type.IDLE_TIMEOUT, slot, new EventDetail.Retired(reason));
            }
            case INVALID -> {
                core.counters.validationFailures.increment();
                core.events.slot(Type.INVALID, slot, new EventDetail.Retired(reason));
            }
            case NO_ANSWER -> {
                core.counters.validationFailures.increment();
                core.events.slot(Type.INVALID, slot, new EventDetail.Retired(reason, STUCK));
            }
            case NOT_MADE -> {
                core.counters.creationFailures.increment();
                core.events.slot(Type.CREATION_FAILED, slot, new EventDetail.Retired(reason));
            }
            case RENEW, ORDERED -> {}
        }
    }

    /** Frees a place in which no resource was created. */
    void giveUp(Room.Place place) {
        place.close();
        checkEmpty();
    }

    /** Runs the action for an empty pool if no place is taken. */
    private void checkEmpty() {
        Runnable action = whenEmpty;
        if (action != null && core.room.taken() == 0) {
            action.run();
        }
    }

    @FunctionalInterface
    private interface EndingStep {
        boolean run() throws Exception;
    }
}
