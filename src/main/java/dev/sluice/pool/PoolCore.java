package dev.sluice.pool;

import dev.sluice.admission.Gate;
import dev.sluice.pool.store.InTurn;
import dev.sluice.pool.store.Room;
import dev.sluice.pool.store.RoundRobin;
import dev.sluice.pool.store.Slot;
import dev.sluice.pool.store.Slots;
import dev.sluice.pool.store.Store;
import dev.sluice.pool.store.StoreReports;
import dev.sluice.pool.store.StoreTraits;
import dev.sluice.time.Ticker;
import dev.sluice.time.TimedCalls;
import dev.sluice.time.Timer;
import dev.sluice.time.WallClock;
import dev.sluice.time.Workers;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The state that all parts of one pool share: its settings, its slots, its gate, its events and its threads. */
final class PoolCore<R> {

    final String name;
    final Store<R> store;
    final StoreTraits traits;
    final StoreReports reports;
    final Ticker ticker;
    final WallClock wall;
    final Timer timer;
    final Slots<R> slots;
    final Room room;
    final Gate<Slot<R>> gate;
    final PoolEvents events;
    final LeaseSteps steps = new LeaseSteps();
    final ActiveTracer tracer = new ActiveTracer(steps);
    final PoolCounters counters = new PoolCounters();
    final FaultInjection faults;
    final RecordedCallers callers = new RecordedCallers();
    final AtomicLong generation = new AtomicLong();
    final KeptSize kept = new KeptSize();

    private final AtomicInteger endWatchers = new AtomicInteger();

    /** Calls of the store that create. */
    final TimedCalls creations;

    /** Calls of the store that validate or reset. */
    final TimedCalls checks;

    /** Checks of the application. Their hanging threads must not keep the pool from its own validations. */
    final TimedCalls customChecks;

    /** Calls of the store that close. */
    final TimedCalls closes;

    /** Calls of the store that break. */
    final TimedCalls breaks;

    /** Calls of the store that ask the far side for its work. */
    final TimedCalls requests;

    /** The generation that the last reset began. A resource whose creation began in an earlier one must not stay. */
    volatile long lastReset;

    /** Set while a drain runs: the pool is disabled and is being emptied. */
    volatile boolean draining;

    /** Set after a drain: the pool stays without resources until it is enabled. */
    volatile boolean keptEmpty;

    volatile PoolConfig config; // Written under this

    private volatile long freshNanos; // Written under this

    private volatile PoolState state = PoolState.STARTING; // Written under this

    private final Executor workers;

    PoolCore(String name, PoolConfig config, Store<R> store, PoolRuntime runtime) {
        this.name = name;
        this.config = config;
        this.store = store;
        this.traits = store.traits();
        this.reports = store instanceof StoreReports able ? able : StoreReports.NONE;
        this.ticker = runtime.ticker();
        this.timer = runtime.timer();
        this.workers = Workers.sure(runtime.workers());
        this.freshNanos = config.validateAfterIdle().toNanos();
        this.wall = new WallClock(ticker);
        RoundRobin<R> turns = store instanceof InTurn<R> inTurn ? new RoundRobin<>(inTurn::isReady) : null;
        this.slots = new Slots<>(ticker, () -> freshNanos, () -> this.config.maxSize(), PoolCore::tenantOf, turns);
        slots.crowdAbove(largestQuietSize(config));
        this.room = new Room(() -> this.config.maxSize());
        this.gate = new Gate<>(slots, config.admission(), ticker);
        this.events = new PoolEvents(name, ticker, wall, slots, () -> this.config.maxSize(), steps);
        this.faults = new FaultInjection(name, events, counters, ticker, timer);
        this.creations = new TimedCalls("creation", Workers.sure(runtime.creators()), runtime.creators(), timer);
        this.checks = new TimedCalls("validation or reset", workers, runtime.workers(), timer);
        this.customChecks = new TimedCalls("check of the application", workers, runtime.workers(), timer);
        this.closes = new TimedCalls("close", Workers.sure(runtime.closers()), runtime.closers(), timer);
        this.breaks = new TimedCalls("break", Workers.sure(runtime.breakers()), runtime.breakers(), timer);
        this.requests = new TimedCalls("request for the running statements", workers, runtime.workers(), timer);
    }

    /**
     * Replaces the settings, and applies their rules at the gate. Both happen under one lock, so that after two
     * concurrent changes the pool and the gate have the same settings. Returns false, without a change, if the settings
     * in force differ from {@code derivedFrom}.
     */
    synchronized boolean replace(PoolConfig derivedFrom, PoolConfig newConfig) {
        if (!config.equals(derivedFrom)) {
            return false;
        }
        config = newConfig;
        slots.crowdAbove(largestQuietSize(newConfig));
        long freshBefore = freshNanos;
        freshNanos = newConfig.validateAfterIdle().toNanos();
        if (freshNanos != freshBefore) {
            slots.doubtAll();
        }
        if (!newConfig.admission().equals(derivedFrom.admission())) {
            gate.policy(newConfig.admission());
        }
        return true;
    }

    /** Returns the largest number of slots at which a release never closes a resource. */
    private static int largestQuietSize(PoolConfig config) {
        return Math.min(config.maxIdle(), config.maxSize());
    }

    private static @Nullable String tenantOf(@Nullable Object note) {
        return note instanceof AcquireRequest request ? request.tenant() : null;
    }

    /** Spares the present number of resources, up to a number, for the idle timeout. */
    void keepSize(int size) {
        kept.keep(
                Math.min(size, slots.size()),
                ticker.nanos(),
                config.idleTimeout().toNanos());
    }

    PoolState state() {
        return state;
    }

    synchronized void move(PoolState from, PoolState to) {
        if (state == from) {
            state = to;
        }
    }

    /** Returns whether the pool hands out leases. */
    boolean isServing() {
        PoolState now = state;
        return now == PoolState.STARTING || now == PoolState.RUNNING;
    }

    /** Stops handing out leases. */
    synchronized void stopServing() {
        state = PoolState.STOPPING;
        steps.set(LeaseSteps.LeaseStep.STOPPED, true);
    }

    /**
     * Adds to the number of parts of the pool that must be notified of each end of a lease. RACE: a part is counted first,
     * and checks the current leases afterwards.
     */
    void watchEnds(int more) {
        endWatchers.addAndGet(more);
        steps.set(LeaseSteps.LeaseStep.WATCHED, () -> endWatchers.get() != 0);
    }

    /** Returns the number of threads whose calls were given up at their limits and have not returned. */
    int stuckThreads() {
        return creations.stuck()
                + checks.stuck()
                + customChecks.stuck()
                + closes.stuck()
                + breaks.stuck()
                + requests.stuck()
                + reports.stuckThreads();
    }

    /** Returns whether every place is taken, and none of them by an idle resource. */
    boolean isFull() {
        return room.taken() >= config.maxSize() && !slots.isAnyIdle();
    }

    /**
     * Runs slow work on a worker of the pool. If the workers refuse it, runs it on the calling thread, because lost
     * work would never free its place or its slot. The work must not throw.
     */
    void run(Runnable work) {
        workers.execute(work);
    }
}
