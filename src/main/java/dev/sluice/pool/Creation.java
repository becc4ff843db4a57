package dev.sluice.pool;

import dev.sluice.pool.failure.PoolClosed;
import dev.sluice.pool.store.Room;
import dev.sluice.pool.store.Slot;
import dev.sluice.pool.store.SlotState;
import dev.sluice.time.TimedCalls;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Creates resources, on workers. A place is taken before, and given back on every path on which no resource comes
 * to be; whatever happens, the pool's demand is looked at again afterwards.
 */
final class Creation<R> {

    private final PoolCore<R> core;
    private final Retirement<R> retirement;
    private final Circulation<R> circulation;
    private final CreationFailures<R> failures;
    private final SlotRegistration<R> registration;
    private final Supply supply;
    private final CreationAttempts<R> attempts = new CreationAttempts<>();
    private final SlowAttempts<R> slow;

    Creation(
            PoolCore<R> core,
            Retirement<R> retirement,
            Circulation<R> circulation,
            CreationFailures<R> failures,
            SlotRegistration<R> registration,
            Supply supply) {
        this.core = core;
        this.retirement = retirement;
        this.circulation = circulation;
        this.failures = failures;
        this.registration = registration;
        this.supply = supply;
        this.slow = new SlowAttempts<>(core, supply);
    }

    /** Returns whether earlier failures allow a creation now for which no caller waits. */
    boolean isAllowed() {
        return failures.allow(core.ticker.nanos(), core.counters.creating.get());
    }

    /**
     * Creates one, unless there is no room, or earlier failures say to wait; those are of no interest to a caller for
     * whom a creation stands.
     *
     * @param afterwards is told whether it was created, if it was tried
     */
    boolean tryCreate(CreationPurpose purpose, Consumer<Boolean> afterwards) {
        boolean forCaller = failures.isForCaller(purpose);
        int failedBefore = failures.count();
        long now = core.ticker.nanos();
        if (!forCaller && !failures.allow(now, inFlight(purpose))) {
            if (purpose.isDemand() && failures.holdBack(now)) {
                core.gate.refuseWithoutDeadline(failures.notTried(), now); // the next attempt may be minutes away
            }
            return false;
        }
        if (forCaller && failures.holdBack(now)) {
            core.gate.refuseNext(failures.notTried());
            return false;
        }
        Room.Place place = takePlace();
        if (place == null) {
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

    /** Creates one on the calling thread, as it takes no time; false if there is no room for it. */
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
        // RACE: the pool may have begun to close before the place was taken, and may have found itself empty;
        // a place that is taken before stops it from ending.
        if (place != null && !core.isServing()) {
            retirement.giveUp(place);
            return null;
        }
        return place;
    }

    /**
     * Completes when all that follows from the creation has been done, too.
     *
     * @param stillWanted is asked when a worker is free for it: what failed meanwhile would only fail again
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
                core, retirement, registration, new CreationAttempt.Call<>(place, purpose, stillWanted, this::make));
        TimedCalls.Outcome<Slot<R>> outcome = (slot, failure) -> {
            Runnable tell = settle(attempt, slot, failure, result);
            core.counters.creating.decrementAndGet();
            afterwards.accept(slot != null);
            supply.meetDemand();
            tell.run();
        };
        if (atOnce) {
            core.creations.runHere(attempt::make, outcome);
        } else {
            core.creations.run(core.config.creationTimeout(), () -> slow.watch(attempt), outcome);
        }
        return result;
    }

    /** Ends an attempt; returns the action that tells its result. */
    private Runnable settle(
            CreationAttempt<R> attempt,
            @Nullable Slot<R> made,
            @Nullable Throwable failure,
            CompletableFuture<Slot<R>> result) {
        if (made != null) {
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

    /** Returns the number of attempts on demand on which no current caller has to count. */
    int overdueOnDemand() {
        return slow.count(CreationPurpose.Kind.DEMAND);
    }

    /** Calls the store, for callers such that they can break the call off. */
    private R make(CreationPurpose purpose, long begun) throws Exception {
        return failures.isForCaller(purpose) ? attempts.run(core.store::create, begun) : core.store.create();
    }

    /**
     * Creates one now, on a worker, regardless of demand and of the wait after passing failures, if there is room.
     *
     * @param heldBackToo whether it is tried, too, while attempts are held back after failures that do not pass by
     *     themselves; otherwise it fails with {@link AttemptWithheld} then
     * @return completes with the slot, already in circulation, or with the failure; null without room
     */
    @Nullable
    CompletableFuture<Slot<R>> createNow(CreationPurpose purpose, boolean heldBackToo) {
        Room.Place place = takePlace();
        if (place != null) {
            BooleanSupplier mayTry = () -> heldBackToo || !failures.holdBack(core.ticker.nanos());
            return createIn(place, purpose, mayTry, created -> {}, false);
        }
        return core.isServing() ? null : CompletableFuture.failedFuture(new PoolClosed(core.name));
    }
}
