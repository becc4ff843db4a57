package dev.sluice.pool;

import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.pool.failure.PoolClosed;
import dev.sluice.pool.store.Room;
import dev.sluice.pool.store.Slot;
import dev.sluice.pool.store.SlotState;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Brings resources into circulation. Callers never create: they wait at the gate, with their deadline, for
 * whatever comes first, a release or a resource that a worker has created or validated meanwhile.
 */
final class Growth<R> {

    /** The purpose of what is created when a pool starts. */
    static final String INITIAL = "initial";

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
        try {
            do {
                serveWaiters();
                keepMinimum();
                seen = calls.addAndGet(-seen);
            } while (seen != 0);
        } finally {
            if (seen != 0) {
                calls.set(0); // it failed half-way; the next call must not think that somebody looks
            }
        }
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
        suspectIdle(core.ticker.nanos());
    }

    private void suspectIdle(long asOf) {
        core.slots.suspectIdle(asOf);
        for (Slot<R> slot = core.slots.pollStale(); slot != null; slot = core.slots.pollStale()) {
            check(slot, () -> {});
        }
    }

    /** Validates one idle resource, to see whether the others can be expected to work. */
    void probe() {
        Slot<R> slot = core.slots.take(candidate -> true, SlotState.CHECKING);
        if (slot != null) {
            check(slot, () -> {});
        }
    }

    /** A failure that nobody has to care about any more, as nothing is missing, is not told for ever. */
    void forgetFailure() {
        if (backoff.last() != null && missing() <= 0 && core.gate.waiting() == 0) {
            backoff.succeeded();
        }
    }

    private void check(Slot<R> slot, Runnable afterwards) {
        core.run(() -> {
            long asOf = core.ticker.nanos();
            try {
                settle(slot, validate(slot), asOf);
            } finally {
                afterwards.run();
                meetDemand();
            }
        });
    }

    private boolean createOnDemand() {
        coming.incrementAndGet();
        boolean started = tryCreate("demand", created -> coming.decrementAndGet());
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
            while (missing > 0 && tryCreate("minimum", created -> {})) {
                missing--;
            }
        }
        payDebts();
    }

    private void payDebts() {
        while (core.isServing() && owed.get() > 0 && tryCreate(Retirement.RENEW, this::stillOwed)) {
            owed.decrementAndGet();
        }
        int debts = owed.get();
        if (debts > 0 && core.room.taken() >= core.config.maxSize()) {
            owed.addAndGet(-debts); // somebody else has used the room: as many as may be are there again
        }
    }

    private void stillOwed(boolean created) {
        if (!created) {
            owed.incrementAndGet();
        }
    }

    /** Slots that count toward the minimum: those that will stay. */
    int usable() {
        return (int) core.slots.snapshot().stream()
                .filter(slot -> slot.retirement() == null)
                .count();
    }

    private boolean tryCreate(String purpose, Consumer<Boolean> afterwards) {
        if (!backoff.allows(core.ticker.nanos(), core.counters.creating.get())) {
            return false;
        }
        Room.Place place = takePlace();
        if (place == null) {
            return false;
        }
        createIn(place, purpose, afterwards);
        return true;
    }

    private Room.@Nullable Place takePlace() {
        Room.Place place = core.room.tryTake();
        // RACE: the pool may have begun to close before the place was taken, and may have found itself empty;
        // a place that is taken before stops it from ending.
        if (place != null && !core.isServing()) {
            giveUp(place);
            return null;
        }
        return place;
    }

    private void giveUp(Room.Place place) {
        place.close();
        core.retirement.checkEmpty();
    }

    /** Completes when all that follows from the creation has been done, too. */
    private CompletableFuture<Slot<R>> createIn(Room.Place place, String purpose, Consumer<Boolean> afterwards) {
        CompletableFuture<Slot<R>> result = new CompletableFuture<>();
        core.counters.creating.incrementAndGet();
        core.run(() -> {
            Runnable tell;
            boolean created = false;
            try {
                Slot<R> slot = create(place, purpose);
                core.putBack(slot, SlotState.CHECKING);
                created = true;
                tell = () -> result.complete(slot);
            } catch (Throwable t) { // an Error, too: a driver that cannot be loaded is tried again like any other
                failed(purpose, t);
                tell = () -> result.completeExceptionally(t);
            }
            core.counters.creating.decrementAndGet();
            afterwards.accept(created);
            meetDemand();
            tell.run();
        });
        return result;
    }

    private void failed(String purpose, Throwable failure) {
        if (!purpose.equals(INITIAL)) { // of those, housekeeping tells
            core.events.pool(Type.CREATION_FAILED, 0, purpose + ": " + words(failure));
        }
        core.timer.once(backoff.failed(failure, core.ticker.nanos()), this::meetDemand);
    }

    /** What a failure says, or at least what it is, without the passwords that drivers quote. */
    static String words(Throwable failure) {
        String message = failure.getMessage();
        return Secrets.mask(message == null ? failure.toString() : message);
    }

    /**
     * Creates one now, on a worker, regardless of demand and backoff, if there is room.
     *
     * @return completes with the slot, already in circulation, or with the failure; null without room
     */
    @Nullable
    CompletableFuture<Slot<R>> createNow(String purpose) {
        Room.Place place = takePlace();
        if (place != null) {
            return createIn(place, purpose, created -> {});
        }
        return core.isServing() ? null : CompletableFuture.failedFuture(new PoolClosed(core.name));
    }

    /** Creates a resource in the place, which is given back if that fails. The caller owns the slot. */
    private Slot<R> create(Room.Place place, String purpose) throws Exception {
        long generation = core.generation.get();
        long start = core.ticker.nanos();
        R resource;
        try {
            resource = core.store.create();
        } catch (Throwable t) {
            giveUp(place);
            core.counters.creationFailures.increment();
            throw t;
        } finally {
            core.counters.creationTook(core.ticker.nanos() - start);
        }
        core.counters.created.increment();
        Slot<R> slot = register(resource, place, generation);
        core.events.slot(Type.CREATED, slot, null, 0, purpose);
        // RACE: a reset retires what it finds in the pool; what was being created then is found by this.
        if (generation < core.lastReset) {
            slot.retireOnRelease("reset");
        }
        name(slot, purpose);
        return slot;
    }

    private void name(Slot<R> slot, String purpose) {
        try {
            core.store.name(slot.resource(), slot.name());
            backoff.succeeded();
        } catch (Throwable t) {
            slot.retireOnRelease(Retirement.BROKEN); // it failed the first thing that was asked of it
            failed(purpose, t);
        }
    }

    /** Under a lock, so that the order of the slots is that of their numbers. */
    private synchronized Slot<R> register(R resource, Room.Place place, long generation) {
        Slot.Birth birth =
                Slot.Birth.of(lastIndex.incrementAndGet(), generation, core.ticker.nanos(), core.ticker.instant());
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

    /** Whether the resource of a slot that the caller owns works, and says so in time. */
    boolean validate(Slot<R> slot) {
        Duration limit = core.config.validationTimeout();
        long start = core.ticker.nanos();
        try {
            return core.store.validate(slot.resource(), limit) && core.ticker.nanos() - start <= limit.toNanos();
        } catch (Throwable t) {
            return false;
        }
    }

    /** Ends a validation that began at {@code asOf}: back into circulation, or out of the pool. */
    void settle(Slot<R> slot, boolean works, long asOf) {
        if (works) {
            slot.passed(core.ticker.nanos());
            core.events.slot(Type.VALIDATED, slot, null, 0, null);
            core.putBack(slot, SlotState.CHECKING);
        } else if (slot.move(SlotState.CHECKING, SlotState.CLOSING)) {
            core.retirement.close(slot, Retirement.INVALID);
            suspectIdle(asOf);
        }
    }
}
