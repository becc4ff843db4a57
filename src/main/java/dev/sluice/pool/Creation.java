package dev.sluice.pool;

import dev.sluice.pool.failure.PoolClosed;
import dev.sluice.pool.policy.CheckMoment;
import dev.sluice.pool.policy.CircuitBreaker;
import dev.sluice.pool.store.Room;
import dev.sluice.pool.store.Slot;
import dev.sluice.pool.store.SlotState;
import dev.sluice.time.TimedCalls;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Creates resources on workers. A place in the room is taken before each creation, and freed on every path without a
 * new resource. After each creation, successful or not, the pool's demand is met again. Thread-safe.
 */
final class Creation<R> {

    private final PoolCore<R> core;
    private final Retirement<R> retirement;
    private final Circulation<R> circulation;
    private final CustomChecks<R> customChecks;
    private final CreationFailures<R> failures;
    private final SlotRegistration<R> registration;
    private final Supply supply;
    private final CreationAttempts<R> attempts = new CreationAttempts<>();
    private final SlowAttempts<R> slow;

    Creation(
            PoolCore<R> core,
            Retirement<R> retirement,
            Circulation<R> circulation,
            CustomChecks<R> customChecks,
            CreationFailures<R> failures,
            SlotRegistration<R> registration,
            Supply supply) {
        this.core = core;
        this.retirement = retirement;
        this.circulation = circulation;
        this.customChecks = customChecks;
        this.failures = failures;
        this.registration = registration;
        this.supply = supply;
        this.slow = new SlowAttempts<>(core, supply);
    }

    /** Returns whether earlier failures allow a creation now that does not stand for a caller. */
    boolean isAllowed() {
        return !failures.areLasting()
                && failures.allow(core.ticker.nanos(), core.counters.creating.get())
                && failures.pace().untilTurn() == 0;
    }

    /** Returns the nanoseconds until a creation has its turn by the pace of the pool; 0 if it has one now. */
    long untilTurn() {
        return failures.pace().untilTurn();
    }

    /**
     * Begins a creation if there is room and earlier failures allow an attempt. A creation that stands for a caller
     * does not wait after passing failures.
     *
     * @param afterwards receives, after an attempt, whether the resource was created
     * @return whether an attempt was begun
     */
    boolean tryCreate(CreationPurpose purpose, Consumer<Boolean> afterwards) {
        CircuitBreaker.CreationPermission permission = failures.ask();
        boolean isBegun = permission.isAllowed()
                && tryCreate(purpose, permission.isProbe(), created -> {
                    failures.ended(permission);
                    afterwards.accept(created);
                });
        if (!isBegun) {
            failures.ended(permission);
        }
        return isBegun;
    }

    private boolean tryCreate(CreationPurpose purpose, boolean isProbe, Consumer<Boolean> afterwards) {
        boolean forCaller = failures.isForCaller(purpose);
        int failedBefore = failures.count();
        long now = core.ticker.nanos();
        if (!isProbe && !forCaller && !failures.allow(now, inFlight(purpose))) {
            if (purpose.isDemand() && failures.holdBack(now)) {
                core.gate.refuseWithoutDeadline(failures.notTried(), now); // the next attempt may be minutes away
            }
            return false;
        }
        if (!isProbe && forCaller && failures.holdBack(now)) {
            core.gate.refuseNext(failures.notTried());
            return false;
        }
        if (!isProbe && !failures.pace().tryTake()) {
            return false;
        }
        Room.Place place = takePlace();
        if (place == null) {
            if (!isProbe) {
                failures.pace().giveBack();
            }
            return false;
        }
        BooleanSupplier stillWanted =
                forCaller ? () -> core.gate.waiting() > 0 : () -> failures.count() <= failedBefore;
        createIn(place, purpose, stillWanted, afterwards, false);
        return true;
    }

    private int inFlight(CreationPurpose purpose) {
        return core.counters.creating.get() - (purpose.isDemand() ? slow.count(null) : 0);
    }

    /** Creates a resource on the calling thread, as that takes no time. Returns false if there is no room. */
    boolean createAtOnce(CreationPurpose purpose) {
        Room.Place place = takePlace();
        if (place == null) {
            return false;
        }
        createIn(place, purpose, () -> true, created -> {}, true);
        return true;
    }

    /** Interrupts creations that no remaining caller waits for, after a caller has left. */
    void callerLeft() {
        if (core.config.creationPerCaller()) {
            attempts.breakOff(core.gate::haveAllComeAfter);
        }
    }

    private Room.@Nullable Place takePlace() {
        Room.Place place = core.room.tryTake();
        // RACE: the pool may have begun to close before the place was taken, and may have found itself empty.
        // A place that was taken earlier keeps the pool from ending.
        if (place != null && !core.isServing()) {
            retirement.giveUp(place);
            return null;
        }
        return place;
    }

    /**
     * Creates a resource in a place.
     *
     * @param stillWanted called when a worker is free for the creation; after a failure meanwhile, an attempt would
     *     only fail again
     * @return completes after all consequences of the creation
     */
    private CompletableFuture<Slot<R>> createIn(
            Room.Place place,
            CreationPurpose purpose,
            BooleanSupplier stillWanted,
            Consumer<Boolean> afterwards,
            boolean atOnce) {
        CompletableFuture<Slot<R>> result = new CompletableFuture<>();
        core.counters.creating.incrementAndGet();
        CreationAttempt<R> attempt = new CreationAttempt<>(
                core,
                retirement,
                registration,
                new CreationAttempt.CreationCall<>(place, purpose, stillWanted, this::make));
        TimedCalls.ResultReceiver<Slot<R>> end = (slot, failure) -> {
            Runnable announcement = settle(attempt, slot, failure, result);
            core.counters.creating.decrementAndGet();
            afterwards.accept(slot != null);
            supply.meetDemand();
            announcement.run();
        };
        TimedCalls.ResultReceiver<Slot<R>> outcome = (slot, failure) -> {
            if (slot != null && customChecks.isOn(CheckMoment.FIRST)) {
                check(slot, end);
            } else {
                end.accept(slot, failure);
            }
        };
        if (atOnce) {
            core.creations.runHere(attempt::make, outcome);
        } else {
            core.creations.run(core.config.creationTimeout(), () -> slow.watch(attempt), outcome);
        }
        return result;
    }

    /** Checks a new resource before its first lease. If a check fails, the creation has failed. */
    private void check(Slot<R> slot, TimedCalls.ResultReceiver<Slot<R>> end) {
        customChecks.run(slot, reason -> {
            if (reason == null) {
                end.accept(slot, null);
            } else {
                end.accept(null, new IllegalStateException("the new connection is not used: " + reason));
            }
        });
    }

    /** Ends an attempt, and returns the action that completes its result. */
    private Runnable settle(
            CreationAttempt<R> attempt,
            @Nullable Slot<R> made,
            @Nullable Throwable failure,
            CompletableFuture<Slot<R>> result) {
        if (made != null) {
            if (attempt.works()) {
                failures.succeeded(); // not before the checks of the application have passed
            }
            circulation.putBack(made, SlotState.CHECKING);
            return () -> result.complete(made);
        }
        if (failure == null) {
            retirement.giveUp(attempt.place());
            Throwable why = failures.notTried();
            return () -> result.completeExceptionally(why);
        }
        if (failure instanceof TimedCalls.NoAnswer) {
            slow.forget(attempt);
            attempt.callOff();
        }
        failures.failed(attempt.purpose(), failure, attempt.begunNanos());
        return () -> result.completeExceptionally(failure);
    }

    /** Returns the number of overdue attempts on demand, as {@link SlowAttempts} defines them. */
    int overdueOnDemand() {
        return slow.count(CreationPurpose.Kind.DEMAND);
    }

    /** Calls the store. A call that stands for a caller can be interrupted when the caller leaves. */
    private R make(CreationPurpose purpose, long begun) throws Exception {
        core.faults.beforeCreation();
        return failures.isForCaller(purpose) ? attempts.run(core.store::create, begun) : core.store.create();
    }

    /**
     * Creates a resource now, on a worker, if there is room. Ignores the demand and the wait after passing failures.
     *
     * @param heldBackToo whether to try even while attempts are held back after failures that do not pass by
     *     themselves; otherwise the creation then fails with {@link AttemptWithheld}
     * @return completes with the slot, already in circulation, or with the failure; null without room
     */
    @Nullable
    CompletableFuture<Slot<R>> createNow(CreationPurpose purpose, boolean heldBackToo) {
        Room.Place place = takePlace();
        if (place != null) {
            AtomicReference<CircuitBreaker.CreationPermission> permission =
                    new AtomicReference<>(CircuitBreaker.CreationPermission.FREE);
            BooleanSupplier mayTry = () -> {
                if (!heldBackToo && failures.holdBack(core.ticker.nanos())) {
                    return false;
                }
                CircuitBreaker.CreationPermission given = heldBackToo ? failures.order() : failures.ask();
                permission.set(given);
                return given.isAllowed();
            };
            return createIn(
                    place, purpose, mayTry, created -> failures.ended(Objects.requireNonNull(permission.get())), false);
        }
        return core.isServing() ? null : CompletableFuture.failedFuture(new PoolClosed(core.name));
    }
}
