package dev.sluice.pool;

import dev.sluice.admission.Gate;
import dev.sluice.admission.Priority;
import dev.sluice.pool.store.Room;
import dev.sluice.pool.store.Slot;
import dev.sluice.pool.store.SlotState;
import dev.sluice.pool.store.Slots;
import dev.sluice.pool.store.Store;
import dev.sluice.pool.store.Turns;
import dev.sluice.time.Ticker;
import dev.sluice.time.TimedCalls;
import dev.sluice.time.Timer;
import dev.sluice.time.WallClock;
import dev.sluice.time.Workers;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The parts of one pool, wired together; what its parts share. */
final class PoolCore<R> {

    final String name;
    final Store<R> store;
    final Ticker ticker;
    final WallClock wall;
    final Timer timer;
    final Slots<R> slots;
    final Room room;
    final Gate<Slot<R>> gate;
    final PoolEvents events;
    final PoolCounters counters = new PoolCounters();
    final AtomicLong generation = new AtomicLong();

    /**
     * How many parts of the pool have to hear of every lease that ends: nearly always none, and more than to find that
     * out would be felt by every release. Who wants to hear is counted first, and looks at the leases then.
     */
    final AtomicInteger endWatchers = new AtomicInteger();

    /** Calls of the store that create. */
    final TimedCalls creations;

    /** Calls of the store that validate or reset. */
    final TimedCalls checks;

    /** Calls of the store that close. */
    final TimedCalls closes;

    /** Calls of the store that break. */
    final TimedCalls breaks;

    /** Calls of the store that ask the far side for its work. */
    final TimedCalls requests;

    final Creation<R> creation;
    final Checking<R> checking;
    final Growth<R> growth;
    final Retirement<R> retirement;
    final Leaks<R> leaks;
    final Surplus<R> surplus;
    final Proof<R> proof;

    /** The generation that the last reset began: what was begun to be created earlier must not stay. */
    volatile long lastReset;

    /** Whether it is disabled to be emptied. */
    volatile boolean draining;

    /** Whether it has been drained, and stays without resources until it is enabled. */
    volatile boolean keptEmpty;

    volatile PoolConfig config; // Written under this

    private volatile long freshNanos; // Written under this

    private volatile PoolState state = PoolState.STARTING; // Written under this

    private final Executor workers;

    PoolCore(String name, PoolConfig config, Store<R> store, PoolRuntime runtime) {
        this.name = name;
        this.config = config;
        this.store = store;
        this.ticker = runtime.ticker();
        this.timer = runtime.timer();
        this.workers = Workers.sure(runtime.workers());
        this.freshNanos = config.validateAfterIdle().toNanos();
        this.wall = new WallClock(ticker);
        Turns<R> turns = store.takesTurns() ? new Turns<>(store::isReady) : null;
        this.slots = new Slots<>(ticker, () -> freshNanos, () -> this.config.maxSize(), PoolCore::tenantOf, turns);
        this.room = new Room(() -> this.config.maxSize());
        this.gate = new Gate<>(slots, config.admission(), ticker);
        this.events = new PoolEvents(name, ticker, wall, slots, () -> this.config.maxSize());
        this.creations = new TimedCalls("creation", Workers.sure(runtime.creators()), runtime.creators(), timer);
        this.checks = new TimedCalls("validation or reset", workers, runtime.workers(), timer);
        this.closes = new TimedCalls("close", workers, runtime.workers(), timer);
        this.breaks = new TimedCalls("break", Workers.sure(runtime.breakers()), runtime.breakers(), timer);
        this.requests = new TimedCalls("request for the running statements", workers, runtime.workers(), timer);
        this.retirement = new Retirement<>(this);
        this.creation = new Creation<>(this, runtime.random());
        this.checking = new Checking<>(this);
        this.growth = new Growth<>(this);
        this.leaks = new Leaks<>(this);
        this.surplus = new Surplus<>(this);
        this.proof = new Proof<>(this);
    }

    /**
     * Puts new settings in the place of those they were derived from, and the rules among them in force at the gate:
     * in one step, so that of two changes the same one wins in both places. False if those are no longer in force.
     */
    synchronized boolean replace(PoolConfig derivedFrom, PoolConfig newConfig) {
        if (!config.equals(derivedFrom)) {
            return false;
        }
        config = newConfig;
        freshNanos = newConfig.validateAfterIdle().toNanos();
        if (!newConfig.admission().equals(derivedFrom.admission())) {
            gate.policy(newConfig.admission());
        }
        return true;
    }

    private static @Nullable String tenantOf(@Nullable Object note) {
        return note instanceof AcquireRequest request ? request.tenant() : null;
    }

    PoolState state() {
        return state;
    }

    /** What operators see: beside how far the pool has come, what they and its database have made of it. */
    PoolState visibleState() {
        PoolState now = state;
        if (now != PoolState.RUNNING) {
            return now;
        }
        if (gate.isDisabled()) {
            return draining ? PoolState.DRAINING : PoolState.DISABLED;
        }
        if (gate.isPaused()) {
            return PoolState.PAUSED;
        }
        boolean failed = (slots.size() == 0 && creation.lastFailure() != null) || proof.isInDoubt();
        return failed ? PoolState.FAILED : PoolState.RUNNING;
    }

    synchronized void move(PoolState from, PoolState to) {
        if (state == from) {
            state = to;
        }
    }

    /** Whether the pool hands out leases. */
    boolean isServing() {
        PoolState now = state;
        return now == PoolState.STARTING || now == PoolState.RUNNING;
    }

    /** No more leases from now on. */
    synchronized void stopServing() {
        state = PoolState.STOPPING;
    }

    /** Returns the number of threads whose calls were given up at their limits, and that have not come back. */
    int stuckThreads() {
        return creations.stuck()
                + checks.stuck()
                + closes.stuck()
                + breaks.stuck()
                + requests.stuck()
                + store.stuckThreads();
    }

    /** Puts a slot that the caller owns back into circulation, or retires it if it must not go there. */
    void putBack(Slot<R> slot, SlotState from) {
        if (!slot.move(from, SlotState.IDLE)) {
            return; // broken by force in the meantime: whoever did that sees to the rest
        }
        String reason = reasonToRetire(slot);
        if (reason == null || !retireIdle(slot, reason)) {
            gate.supplied();
            validateForWaiters(slot);
            surplus.trim();
        }
    }

    /**
     * To be called when a caller of this lane has made a slot idle.
     *
     * <p>RACE: an operation may have marked the slot, or the pool may have begun to close, before the slot was
     * idle; whoever marks looks for idle slots afterwards, and this looks for marks once the slot is idle.
     */
    void nowIdle(Slot<R> slot, Priority lane, long now) {
        String reason = reasonToRetire(slot, now);
        if (reason == null || !retireIdle(slot, reason)) {
            if (!gate.isOpen()) {
                gate.supplied(lane, slot);
                validateForWaiters(slot);
            }
            surplus.trim();
        }
    }

    /** False if somebody else has taken the slot meanwhile, and will see to it. */
    private boolean retireIdle(Slot<R> slot, String reason) {
        boolean mine = slot.move(SlotState.IDLE, SlotState.CLOSING);
        if (mine) {
            retirement.close(slot, reason);
        }
        return mine;
    }

    /** It may have to be validated before it can be handed to a waiter. */
    private void validateForWaiters(Slot<R> slot) {
        if (gate.waiting() > 0 && slot.state() == SlotState.IDLE && !slots.isFree(slot)) {
            growth.meetDemand();
        }
    }

    /** Why a slot must not be handed out again, or null. */
    @Nullable
    String reasonToRetire(Slot<R> slot) {
        return reasonToRetire(slot, ticker.coarseNanos());
    }

    private @Nullable String reasonToRetire(Slot<R> slot, long now) {
        if (!isServing()) {
            return Retirement.POOL_CLOSED;
        }
        String marked = slot.retirement();
        if (marked != null) {
            return marked;
        }
        if (slot.isExpired(now)) {
            return Retirement.LIFETIME;
        }
        return slots.size() > config.maxSize() ? Retirement.SHRUNK : null;
    }

    /**
     * Runs slow work on one of the pool's workers; on the calling thread if they do not take it: work that is lost
     * would keep its place or its slot for ever. The work must not throw.
     */
    void run(Runnable work) {
        workers.execute(work);
    }
}
