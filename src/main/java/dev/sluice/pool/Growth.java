package dev.sluice.pool;

import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.pool.store.RetirementReason;
import dev.sluice.pool.store.Slot;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Brings resources into circulation, on workers. Callers wait at the gate, until their deadline, for the first resource
 * that is released, created or validated. Thread-safe.
 */
final class Growth<R> implements Supply {

    private final PoolCore<R> core;
    private final Retirement<R> retirement;
    private final CreationFailures<R> failures;
    private final Creation<R> creation;
    private final ResourceChecks<R> checks;
    private final Probes<R> probes;

    private final Demand demand;

    /** The resets of kept resources for waiters of other tenants; each of them is part of the demand, too. */
    private final Demand resets;

    /** Number of replacements that renewals could not create first, and that are still to be created. */
    private final AtomicInteger owed = new AtomicInteger();

    private final Patience<R> patience;

    private volatile boolean minimumHeld;

    /**
     * Meets the demand, on one thread at a time; a call meanwhile causes another run. RACE: two threads at once would
     * each count the other's partial claims, and could leave a waiter without a resource under way.
     */
    private final CoalescedAction demandRun = new CoalescedAction(this::meetDemandOnce);

    Growth(
            PoolCore<R> core,
            Retirement<R> retirement,
            CreationFailures<R> failures,
            Creation<R> creation,
            ResourceChecks<R> checks,
            Probes<R> probes) {
        this.core = core;
        this.retirement = retirement;
        this.failures = failures;
        this.creation = creation;
        this.checks = checks;
        this.probes = probes;
        this.demand = new Demand(core.gate::waiting, creation::overdueOnDemand);
        this.resets = new Demand(core.gate::waiting, () -> 0);
        this.patience = new Patience<>(core, this::meetDemand);
    }

    @Override
    public void owe() {
        owed.incrementAndGet();
    }

    @Override
    public boolean tryProbe() {
        return creation.tryCreate(CreationPurpose.PROBE, created -> {});
    }

    @Override
    public void meetDemand() {
        demandRun.run();
    }

    private void meetDemandOnce() {
        serveWaiters();
        keepMinimum();
        probes.createIfNothingIsLeft();
        failures.refuseHopeless();
    }

    /**
     * Reviews the last failure when no caller waits, or when a resource was shown to work since. Forgets it if resources
     * work, and tries again if there are none.
     */
    void reviewFailure() {
        if (failures.last() == null
                || core.keptEmpty
                || missing() > 0
                || (core.gate.waiting() > 0 && !failures.areRefuted())) {
            return;
        }
        if (usable() > 0) {
            failures.forget();
        } else if (core.state() == PoolState.RUNNING) {
            creation.tryCreate(CreationPurpose.PROBE, created -> {});
        }
    }

    private void serveWaiters() {
        if (core.gate.waiting() == 0) {
            patience.demandEnds();
            return;
        }
        if (!core.isServing() || core.gate.isPaused()) {
            return;
        }
        retireUnusable();
        while (demand.isUnmet() && validateStale()) {
            // each turn has begun one validation
        }
        while (resets.isUnmet() && !heldByShares() && resetKept()) {
            // each turn has begun one reset; a creation under way for the waiter may take longer
        }
        if (demand.isUnmet() && mayGrow()) {
            for (int left = patience.beginnings(); left > 0 && begins(); left--) {
                // each turn has begun one creation
            }
        }
    }

    private boolean begins() {
        return core.isServing() && demand.isUnmet() && createOnDemand();
    }

    /**
     * Returns whether a new resource would help a waiter. A tenant that waits for its share would not receive it.
     */
    private boolean mayGrow() {
        return core.room.taken() < core.config.maxSize() && !heldByShares();
    }

    private boolean heldByShares() {
        return core.gate.policy().hasTenants() && core.gate.isAnyFreeForAll();
    }

    /** Retires idle slots that must not be leased, because they occupy places that new ones need. */
    private void retireUnusable() {
        for (Slot<R> slot = core.slots.pollUnusable(); slot != null; slot = core.slots.pollUnusable()) {
            RetirementReason reason = slot.retirement();
            retirement.close(slot, reason == null ? RetirementReason.LIFETIME : reason);
        }
    }

    private boolean validateStale() {
        Slot<R> slot = core.slots.pollStale();
        if (slot == null) {
            return false;
        }
        demand.begun();
        checks.check(slot, core.ticker.nanos(), demand::ended);
        return true;
    }

    /** Resets the kept resource that was used least recently, for a waiter of another tenant. */
    private boolean resetKept() {
        Slot<R> slot = core.slots.takeKept();
        if (slot == null) {
            return false;
        }
        core.counters.resetsForOthers.increment();
        demand.begun();
        resets.begun();
        checks.reset(slot, () -> {
            resets.ended();
            demand.ended();
            meetDemand();
        });
        return true;
    }

    private boolean createOnDemand() {
        demand.begun();
        boolean started = creation.tryCreate(CreationPurpose.DEMAND, created -> demand.ended());
        if (!started) {
            demand.ended();
        }
        return started;
    }

    /** Suspends (true) or restores the creation up to the minimum: an operation creates and reports it itself. */
    void leaveMinimumTo(boolean operation) {
        minimumHeld = operation;
    }

    /** Returns the number of resources that the minimum lacks; zero or less if none. */
    int missing() {
        return missingTo(core.config.minSize());
    }

    /** Returns the number of resources that another minimum would lack; zero or less if none. */
    int missingTo(int min) {
        return core.keptEmpty ? 0 : min - usable() - core.counters.creating.get();
    }

    private void keepMinimum() {
        int missing = minimumHeld ? 0 : missing();
        if (core.state() == PoolState.RUNNING && missing > 0 && core.room.taken() < core.config.maxSize()) {
            if (failures.last() == null && creation.isAllowed()) { // otherwise each call would publish it
                core.events.pool(Type.REFILL, missing);
            }
            while (missing > 0 && creation.tryCreate(CreationPurpose.MINIMUM, created -> {})) {
                missing--;
            }
        }
        payDebts();
    }

    private void payDebts() {
        while (core.isServing() && owed.get() > 0 && creation.tryCreate(CreationPurpose.RENEW, this::stillOwed)) {
            owed.decrementAndGet();
        }
        int debts = owed.get();
        if (debts > 0 && core.room.taken() >= core.config.maxSize()) {
            owed.addAndGet(-debts); // other creations have used the places: the pool is full again
        }
    }

    private void stillOwed(boolean created) {
        if (!created) {
            owed.incrementAndGet();
        }
    }

    /** Returns the number of slots that count toward the minimum: the slots that are not marked for retirement. */
    int usable() {
        return core.slots.staying();
    }
}
