package dev.sluice.pool;

import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.pool.store.Birth;
import dev.sluice.pool.store.RetirementReason;
import dev.sluice.pool.store.Room;
import dev.sluice.pool.store.Slot;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;

/** Registers new resources: gives each its slot, its name and its lifetime. Thread-safe. */
final class SlotRegistration<R> {

    private final PoolCore<R> core;
    private final Proof<R> proof;
    private final CreationFailures<R> failures;
    private final DoubleSupplier random;
    private final AtomicLong lastIndex = new AtomicLong();

    SlotRegistration(PoolCore<R> core, Proof<R> proof, CreationFailures<R> failures, DoubleSupplier random) {
        this.core = core;
        this.proof = proof;
        this.failures = failures;
        this.random = random;
    }

    /** Adds a slot for the resource; the caller owns the slot. Locked, so that slots are ordered by their numbers. */
    synchronized Slot<R> register(R resource, Room.Place place, long generation, CreationPurpose purpose) {
        Birth birth = new Birth(lastIndex.incrementAndGet(), generation, core.ticker.nanos(), core.ticker.instant());
        Slot<R> slot = new Slot<>(birth, resource, place, lifetimeNanos());
        if (purpose.isDemand()) {
            slot.madeOnDemand();
        }
        core.slots.add(slot);
        return slot;
    }

    private long lifetimeNanos() {
        PoolConfig config = core.config;
        if (config.maxLifetime().isZero()) {
            return Long.MAX_VALUE;
        }
        double factor = 1 + config.lifetimeJitter() * (2 * random.getAsDouble() - 1);
        return (long) (config.maxLifetime().toNanos() * factor);
    }

    /**
     * Publishes a new slot that the caller owns, marks it if a reset has begun meanwhile, and names the resource.
     *
     * @return whether the resource works, as far as its first call shows
     */
    boolean introduce(Slot<R> slot, CreationPurpose purpose, long generation, long begun) {
        core.events.slot(Type.CREATED, slot, new EventDetail.CreationResult(purpose, null));
        slot.passed(core.ticker.nanos()); // after the event, so that no lease has an earlier time
        proof.proven();
        // RACE: a reset retires the resources in the pool. This check retires resources that were in creation then.
        if (generation < core.lastReset) {
            slot.retireOnRelease(RetirementReason.RESET);
        }
        return name(slot, purpose, begun);
    }

    private boolean name(Slot<R> slot, CreationPurpose purpose, long begun) {
        try {
            core.store.name(slot.resource(), slot.name());
            return true;
        } catch (Throwable t) {
            slot.retireOnRelease(RetirementReason.BROKEN); // its first call has failed
            failures.failed(purpose, t, begun);
            return false;
        }
    }
}
