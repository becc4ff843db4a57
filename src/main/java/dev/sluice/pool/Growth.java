package dev.sluice.pool;

import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.pool.store.Room;
import dev.sluice.pool.store.Slot;
import dev.sluice.pool.store.SlotState;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Brings resources into circulation. Callers never create: they wait at the gate, with their deadline, for
 * whatever comes first, a release or a resource that a worker has created or validated meanwhile.
 */
final class Growth<R> {

    private final PoolCore<R> core;
    private final Backoff backoff;
    private final DoubleSupplier random;
    private final AtomicLong lastIndex = new AtomicLong();

    /** Creations and validations under way on behalf of waiters. */
    private final AtomicInteger coming = new AtomicInteger();

    /** Replacements that renewals could not make beforehand. */
    private final AtomicInteger owed = new AtomicInteger();

    private volatile boolean minimumHeld;

    /** Calls to {@link #meetDemand} that have not been looked after yet; who raises it from 0 looks. */
    private final AtomicInteger calls = new AtomicInteger();

    Growth(PoolCore<R> core, DoubleSupplier random) {
        this.core = core;
        this.random = random;
        this.backoff = new Backoff(random);
    }

    /** What the last creation failed with, or null if it succeeded. */
    @Nullable
    Throwable lastFailure() {
        return backoff.last();
    }

    /** One more is to be created as soon as there is room, whatever the minimum. */
    void owe() {
        owed.incrementAndGet();
    }

    /**
     * Starts what can be done for waiters and for the minimum size. Never blocks. To be called whenever
     * somebody begins to wait, room becomes free, or the sizes change.
     */
    void meetDemand() {
        // RACE: two threads in here would each see the other's half-made claims and leave a waiter to nobody;
        // so one looks at a time, and a call that comes meanwhile makes it look once more.
        if (calls.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        do {
            serveWaiters();
            keepMinimum();
            seen = calls.addAndGet(-seen);
        } while (seen != 0);
    }

    private void serveWaiters() {
        if (core.gate.waiting() > 0) {
            retireUnusable();
        }
        while (core.isServing() && coming.get() < core.gate.waiting() && (validateStale() || createOnDemand())) {
            // each turn brought one more on its way
        }
    }

    /** An idle slot that may not be handed out takes up room that a new one could have. */
    private void retireUnusable() {
        for (Slot<R> slot = core.slots.pollUnusable(); slot != null; slot = core.slots.pollUnusable()) {
            String reason = slot.retirement();
            core.retirement.close(slot, reason == null ? Retirement.LIFETIME : reason);
        }
    }

    private boolean validateStale() {
        Slot<R> slot = core.slots.pollStale();
        if (slot == null) {
            return false;
        }
        coming.incrementAndGet();
        check(slot, coming::decrementAndGet);
        return true;
    }

    /**
     * Validates all that is idle, and hands out nothing before it was: one resource has turned out to be dead,
     * the others may be, too.
     */
    void suspectIdle() {
        core.slots.suspectIdle();
        for (Slot<R> slot = core.slots.pollStale(); slot != null; slot = core.slots.pollStale()) {
            check(slot, () -> {});
        }
    }

    private void check(Slot<R> slot, Runnable afterwards) {
        core.run(() -> {
            try {
                settle(slot, validate(slot));
            } finally {
                afterwards.run();
                meetDemand();
            }
        });
    }

    private boolean createOnDemand() {
        coming.incrementAndGet();
        boolean started = tryCreate("demand", coming::decrementAndGet);
        if (!started) {
            coming.decrementAndGet();
        }
        return started;
    }

    /** While an operation runs, the minimum is its business: it reports what it created. */
    void leaveMinimumTo(boolean operation) {
        minimumHeld = operation;
    }

    /** How many are missing to the minimum. */
    int missing() {
        return core.config.minSize() - usable() - core.counters.creating.get();
    }

    private void keepMinimum() {
        int missing = minimumHeld ? 0 : missing();
        if (core.state() == PoolState.RUNNING && missing > 0 && core.room.taken() < core.config.maxSize()) {
            if (backoff.last() == null) {
                core.events.pool(Type.REFILL, missing, null);
            }
            while (missing > 0 && tryCreate("minimum", () -> {})) {
                missing--;
            }
        }
        while (core.isServing() && owed.get() > 0 && tryCreate(Retirement.RENEW, () -> {})) {
            owed.decrementAndGet();
        }
    }

    /** Slots that count toward the minimum: those that will stay. */
    int usable() {
        return (int) core.slots.snapshot().stream()
                .filter(slot -> slot.retirement() == null)
                .count();
    }

    private boolean tryCreate(String purpose, Runnable afterwards) {
        if (!backoff.allows(core.ticker.nanos(), core.counters.creating.get())) {
            return false;
        }
        Room.Place place = core.room.tryTake();
        if (place == null) {
            return false;
        }
        core.counters.creating.incrementAndGet();
        core.run(() -> {
            try {
                admit(create(place, purpose));
            } catch (Exception e) {
                core.events.pool(Type.CREATION_FAILED, 0, purpose + ": " + e.getMessage());
                retryLater(e);
            } finally {
                core.counters.creating.decrementAndGet();
                afterwards.run();
                meetDemand();
            }
        });
        return true;
    }

    private void retryLater(Exception failure) {
        core.timer.once(backoff.failed(failure, core.ticker.nanos()), this::meetDemand);
    }

    /**
     * Creates one now, on a worker, regardless of demand and backoff, if there is room.
     *
     * @return completes with the slot, already in circulation, or with the failure; null without room
     */
    @Nullable
    CompletableFuture<Slot<R>> createNow(String purpose) {
        Room.Place place = core.room.tryTake();
        if (place == null) {
            return null;
        }
        CompletableFuture<Slot<R>> result = new CompletableFuture<>();
        core.counters.creating.incrementAndGet();
        core.run(() -> {
            try {
                Slot<R> slot = create(place, purpose);
                admit(slot);
                result.complete(slot);
            } catch (Exception e) {
                result.completeExceptionally(e);
                retryLater(e);
            } finally {
                core.counters.creating.decrementAndGet();
            }
        });
        return result;
    }

    /** Creates a resource in the place, which is given back if that fails. The slot is leased to the caller. */
    private Slot<R> create(Room.Place place, String purpose) throws Exception {
        long start = core.ticker.nanos();
        R resource;
        try {
            resource = core.store.create();
        } catch (Throwable t) {
            place.close();
            core.counters.creationFailures.increment();
            throw t;
        } finally {
            core.counters.creationTook(core.ticker.nanos() - start);
        }
        backoff.succeeded();
        core.counters.created.increment();
        Slot<R> slot = register(resource, place);
        core.events.slot(Type.CREATED, slot, null, 0, purpose);
        name(slot);
        return slot;
    }

    private void name(Slot<R> slot) {
        try {
            core.store.name(slot.resource(), slot.name());
        } catch (RuntimeException e) {
            slot.retireOnRelease(Retirement.BROKEN); // it failed the first thing that was asked of it
        }
    }

    /** Under a lock, so that the order of the slots is that of their numbers. */
    private synchronized Slot<R> register(R resource, Room.Place place) {
        Slot.Birth birth = Slot.Birth.of(
                lastIndex.incrementAndGet(), core.generation.get(), core.ticker.nanos(), core.ticker.instant());
        Slot<R> slot = new Slot<>(birth, resource, place, lifetimeNanos());
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

    private void admit(Slot<R> slot) {
        core.putBack(slot, SlotState.LEASED);
    }

    /** Whether the resource of a slot that the caller owns works. */
    boolean validate(Slot<R> slot) {
        try {
            return core.store.validate(slot.resource(), core.config.validationTimeout());
        } catch (Throwable t) {
            return false;
        }
    }

    /** Ends a validation: back into circulation, or out of the pool. */
    void settle(Slot<R> slot, boolean works) {
        if (works) {
            slot.passed(core.ticker.nanos());
            core.events.slot(Type.VALIDATED, slot, null, 0, null);
            core.putBack(slot, SlotState.CHECKING);
        } else if (slot.move(SlotState.CHECKING, SlotState.CLOSING)) {
            core.retirement.close(slot, Retirement.INVALID);
            suspectIdle();
        }
    }
}
