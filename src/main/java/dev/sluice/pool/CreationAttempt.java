package dev.sluice.pool;

import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.pool.store.RetirementReason;
import dev.sluice.pool.store.Room;
import dev.sluice.pool.store.Slot;
import dev.sluice.pool.store.SlotState;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * An attempt to create a resource in a place. The attempt can be called off while it is under way. Its place is then
 * freed at once, exactly once, and a resource that it creates later is closed. Thread-safe.
 */
final class CreationAttempt<R> {

    private final PoolCore<R> core;
    private final Retirement<R> retirement;
    private final SlotRegistration<R> registration;
    private final CreationCall<R> call;
    private final AtomicBoolean placeIsBack = new AtomicBoolean();
    private volatile long begunNanos;
    private volatile boolean works;
    private boolean calledOff; // Guarded by this
    private @Nullable Slot<R> slot; // Guarded by this

    /**
     * The call that creates the resource.
     *
     * @param stillWanted called when a worker is free; if false, the resource is not created
     */
    record CreationCall<R>(Room.Place place, CreationPurpose purpose, BooleanSupplier stillWanted, Maker<R> maker) {}

    /** Creates the resource. */
    @FunctionalInterface
    interface Maker<R> {
        R make(CreationPurpose purpose, long begunNanos) throws Exception;
    }

    CreationAttempt(
            PoolCore<R> core, Retirement<R> retirement, SlotRegistration<R> registration, CreationCall<R> call) {
        this.core = core;
        this.retirement = retirement;
        this.registration = registration;
        this.call = call;
        this.begunNanos = core.ticker.nanos();
    }

    Room.Place place() {
        return call.place();
    }

    CreationPurpose purpose() {
        return call.purpose();
    }

    /** Returns the time at which a worker began the attempt or, before that, the time of its order. */
    long begunNanos() {
        return begunNanos;
    }

    /** Returns whether the resource was created, and its first call has not failed. */
    boolean works() {
        return works;
    }

    /** Creates the resource. Returns its slot, which the caller owns, or null if the resource is no longer wanted. */
    @Nullable
    Slot<R> make() throws Exception {
        if (!call.stillWanted().getAsBoolean()) {
            return null;
        }
        begunNanos = core.ticker.nanos();
        long generation = core.generation.get();
        R resource = create();
        Slot<R> made = take(resource, generation);
        if (made == null) {
            closeLate(resource);
            throw new CancellationException("the creation was cancelled");
        }
        core.counters.createdIn(core.ticker.nanos() - begunNanos);
        works = registration.introduce(made, purpose(), generation, begunNanos);
        return made;
    }

    private R create() throws Exception {
        try {
            String refusal = core.closes.refusal();
            if (refusal != null) {
                throw new IllegalStateException("no other creation is begun: " + refusal);
            }
            return call.maker().make(purpose(), begunNanos);
        } catch (Throwable t) {
            fail();
            throw t;
        } finally {
            core.counters.creationTook(core.ticker.nanos() - begunNanos);
        }
    }

    private synchronized @Nullable Slot<R> take(R resource, long generation) {
        slot = calledOff ? null : registration.register(resource, place(), generation, purpose());
        return slot;
    }

    /** Closes a resource that arrived too late to have a slot. */
    private void closeLate(R resource) {
        try {
            core.store.close(resource);
        } catch (Throwable t) {
            core.counters.closeFailures.increment();
            core.events.pool(Type.CLOSE_FAILED, 0, t.toString());
        }
    }

    private void fail() {
        if (placeIsBack.compareAndSet(false, true)) {
            retirement.giveUp(place());
            core.counters.creationFailures.increment();
        }
    }

    /** Gives the attempt up; its thread may still be in the call. */
    void callOff() {
        Slot<R> made;
        synchronized (this) {
            calledOff = true;
            made = slot;
        }
        if (made == null) {
            fail();
        } else if (made.move(SlotState.CHECKING, SlotState.CLOSING)) {
            retirement.abandon(made, RetirementReason.NOT_MADE);
        }
    }
}
