package dev.sluice.pool;

import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.pool.failure.PoolClosed;
import dev.sluice.pool.store.FailureKind;
import dev.sluice.pool.store.Room;
import dev.sluice.pool.store.Slot;
import dev.sluice.pool.store.SlotState;
import dev.sluice.time.SpanText;
import dev.sluice.time.TimedCalls;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Creates resources, on workers. A place is taken before, and given back on every path on which no resource comes
 * to be; whatever happens, the pool's demand is looked at again afterwards.
 */
final class Creation<R> {

    /** The purpose of what is created when a pool starts. */
    static final String INITIAL = "initial";

    /** The purpose of what is created because somebody waits. */
    static final String DEMAND = "demand";

    private final PoolCore<R> core;
    private final Backoff backoff;
    private final DoubleSupplier random;
    private final AtomicLong lastIndex = new AtomicLong();
    private final Attempts<R> attempts = new Attempts<>();
    private final SlowAttempts<R> slow;

    Creation(PoolCore<R> core, DoubleSupplier random) {
        this.core = core;
        this.random = random;
        this.backoff = new Backoff(random);
        this.slow = new SlowAttempts<>(core);
    }

    /** Returns the failure of the last creation, or null if it succeeded. */
    @Nullable
    LastFailure lastFailure() {
        return backoff.last();
    }

    /** The last failure is of no interest any more. */
    void forgetFailure() {
        if (backoff.last() != null) {
            backoff.forget(core.ticker.nanos());
        }
    }

    /**
     * Forgets earlier failures, because resources are created from now on at another endpoint or with other
     * credentials.
     */
    void startAfresh() {
        backoff.succeeded();
    }

    /** Returns whether the next attempt will probably fail, too, because the last failures do not pass by themselves. */
    boolean isProbablyInVain() {
        LastFailure last = backoff.last();
        return last != null && last.isLasting();
    }

    /**
     * Something was found dead by a call that began at {@code since}: until a creation succeeds, one is tried at a time.
     */
    void suspect(long since) {
        backoff.suspect(since);
    }

    /** Returns whether earlier failures allow a creation now for which no caller waits. */
    boolean isAllowed() {
        return backoff.allows(core.ticker.nanos(), core.counters.creating.get());
    }

    /**
     * Creates one, unless there is no room, or earlier failures say to wait; those are of no interest to a caller for
     * whom a creation stands.
     *
     * @param afterwards is told whether it was created, if it was tried
     */
    boolean tryCreate(String purpose, Consumer<Boolean> afterwards) {
        boolean forCaller = isForCaller(purpose);
        int failures = backoff.failures();
        long now = core.ticker.nanos();
        if (!forCaller && !backoff.allows(now, inFlight(purpose))) {
            if (purpose.equals(DEMAND) && backoff.isHeldBack(now)) {
                core.gate.refuseWithoutDeadline(notTried(), now); // the next attempt may be minutes away
            }
            return false;
        }
        if (forCaller && backoff.isHeldBack(now)) {
            core.gate.refuseNext(notTried());
            return false;
        }
        Room.Place place = takePlace();
        if (place == null) {
            return false;
        }
        BooleanSupplier stillWanted = forCaller ? () -> core.gate.waiting() > 0 : () -> backoff.failures() <= failures;
        createIn(place, purpose, stillWanted, afterwards, false);
        return true;
    }

    private int inFlight(String purpose) {
        return core.counters.creating.get() - (purpose.equals(DEMAND) ? slow.count(null) : 0);
    }

    /** Creates one on the calling thread, as it takes no time; false if there is no room for it. */
    boolean createAtOnce(String purpose) {
        Room.Place place = takePlace();
        if (place == null) {
            return false;
        }
        createIn(place, purpose, () -> true, created -> {}, true);
        return true;
    }

    private boolean isForCaller(String purpose) {
        return purpose.equals(DEMAND) && core.config.creationPerCaller();
    }

    /** A caller has gone: nobody else's creation is broken off. */
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
            giveUp(place);
            return null;
        }
        return place;
    }

    /** Gives back a place in which nothing has come to be. */
    void giveUp(Room.Place place) {
        place.close();
        core.retirement.checkEmpty();
    }

    /**
     * Completes when all that follows from the creation has been done, too.
     *
     * @param stillWanted is asked when a worker is free for it: what failed meanwhile would only fail again
     */
    private CompletableFuture<Slot<R>> createIn(
            Room.Place place,
            String purpose,
            BooleanSupplier stillWanted,
            Consumer<Boolean> afterwards,
            boolean atOnce) {
        CompletableFuture<Slot<R>> result = new CompletableFuture<>();
        core.counters.creating.incrementAndGet();
        CreationAttempt<R> attempt = new CreationAttempt<>(core, this, place, purpose, stillWanted);
        TimedCalls.Outcome<Slot<R>> outcome = (slot, failure) -> {
            Runnable tell = settle(attempt, slot, failure, result);
            core.counters.creating.decrementAndGet();
            afterwards.accept(slot != null);
            core.growth.meetDemand();
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
            core.putBack(made, SlotState.CHECKING);
            return () -> result.complete(made);
        }
        if (failure == null) {
            giveUp(attempt.place());
            Throwable why = notTried();
            return () -> result.completeExceptionally(why);
        }
        if (failure instanceof TimedCalls.NoAnswer) {
            slow.forget(attempt);
            attempt.callOff();
        }
        failed(attempt.purpose(), failure, attempt.begunNanos());
        return () -> result.completeExceptionally(failure);
    }

    /** Returns the number of attempts on demand on which no current caller has to count. */
    int overdueOnDemand() {
        return slow.count(DEMAND);
    }

    /** Calls the store, for callers such that they can break the call off. */
    R make(String purpose, long begun) throws Exception {
        return isForCaller(purpose) ? attempts.run(core.store::create, begun) : core.store.create();
    }

    private Exception notTried() {
        LastFailure last = backoff.last();
        return last != null && last.isLasting()
                ? new NotTried(last, core.ticker.nanos())
                : new CancellationException("nobody waits for it any more");
    }

    private void failed(String purpose, Throwable failure, long begun) {
        if (!purpose.equals(INITIAL)) { // of those, housekeeping tells
            core.events.pool(Type.CREATION_FAILED, 0, purpose + ": " + words(failure));
        }
        if (!isForCaller(purpose)) {
            core.timer.once(note(failure, begun), core.growth::meetDemand);
            core.gate.refuseWithoutDeadline(failure, begun);
        } else if (!(failure instanceof Attempts.BrokenOff)) {
            failedForCaller(failure, begun);
        }
    }

    /** Records the failure and returns the wait before the next attempt. */
    private Duration note(Throwable failure, long begun) {
        FailureKind kind = failure instanceof TimedCalls.NoAnswer ? FailureKind.NO_ANSWER : core.store.kindOf(failure);
        long since = backoff.failures() == 0 ? backoff.startOfOutage(begun, core.proof.lastNanos()) : begun;
        long now = core.ticker.nanos();
        LastFailure last = backoff.record(failure, kind, now, since);
        Duration wait = Duration.ofNanos(last.nextNanos() - now);
        if (kind == FailureKind.PASSWORD_REJECTED && last.beginsWait()) {
            core.events.pool(
                    Type.PASSWORD_REJECTED, last.times(), words(failure) + "; next attempt in " + SpanText.of(wait));
        }
        return wait;
    }

    private void failedForCaller(Throwable failure, long begun) {
        Duration wait = note(failure, begun);
        // an attempt that was given up stood for callers that have gone meanwhile, unless one of them still waits
        if (!(failure instanceof TimedCalls.NoAnswer) || !core.gate.haveAllComeAfter(begun)) {
            core.gate.refuseNext(failure);
        }
        if (core.config.minSize() > 0) {
            core.timer.once(wait, core.growth::meetDemand);
        }
    }

    /** What a failure says, or at least what it is, without the passwords that drivers quote. */
    static String words(Throwable failure) {
        String message = failure.getMessage();
        return Secrets.mask(message == null ? failure.toString() : message);
    }

    /**
     * Creates one now, on a worker, regardless of demand and of the wait after passing failures, if there is room.
     *
     * @param heldBackToo whether it is tried, too, while attempts are held back after failures that do not pass by
     *     themselves; otherwise it fails with {@link NotTried} then
     * @return completes with the slot, already in circulation, or with the failure; null without room
     */
    @Nullable
    CompletableFuture<Slot<R>> createNow(String purpose, boolean heldBackToo) {
        Room.Place place = takePlace();
        if (place != null) {
            BooleanSupplier mayTry = () -> heldBackToo || !backoff.isHeldBack(core.ticker.nanos());
            return createIn(place, purpose, mayTry, created -> {}, false);
        }
        return core.isServing() ? null : CompletableFuture.failedFuture(new PoolClosed(core.name));
    }

    /** Makes a new slot, which the caller owns, known. */
    Slot<R> introduce(Slot<R> slot, String purpose, long generation, long begun) {
        core.events.slot(Type.CREATED, slot, purpose);
        slot.passed(core.ticker.nanos()); // after the event: no lease is stamped earlier than this
        core.proof.proven();
        // RACE: a reset retires what it finds in the pool; what was being created then is found by this.
        if (generation < core.lastReset) {
            slot.retireOnRelease("reset");
        }
        name(slot, purpose, begun);
        return slot;
    }

    private void name(Slot<R> slot, String purpose, long begun) {
        try {
            core.store.name(slot.resource(), slot.name());
            Backoff.Outage over = backoff.succeeded(core.ticker.nanos());
            if (over != null && core.state() != PoolState.STARTING) {
                core.events.pool(Type.RECOVERED, over.attempts(), SpanText.rounded(over.length()));
            }
        } catch (Throwable t) {
            slot.retireOnRelease(Retirement.BROKEN); // it failed the first thing that was asked of it
            failed(purpose, t, begun);
        }
    }

    /** Under a lock, so that the order of the slots is that of their numbers. */
    synchronized Slot<R> register(R resource, Room.Place place, long generation, String purpose) {
        Slot.Birth birth =
                new Slot.Birth(lastIndex.incrementAndGet(), generation, core.ticker.nanos(), core.ticker.instant());
        Slot<R> slot = new Slot<>(birth, resource, place, lifetimeNanos());
        if (purpose.equals(DEMAND)) {
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
}
