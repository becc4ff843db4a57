package dev.sluice.pool;

import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.pool.store.RetirementReason;
import dev.sluice.pool.store.Slot;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Brings resources into circulation. Callers never create: they wait at the gate, with their deadline, for
 * whatever comes first, a release or a resource that a worker has created or validated meanwhile.
 */
final class Growth<R> implements Supply {

    private final PoolCore<R> core;
    private final Retirement<R> retirement;
    private final CreationFailures<R> failures;
    private final Creation<R> creation;
    private final ResourceChecks<R> checks;
    private final Probes<R> probes;

    private final Demand demand;

    /** Replacements that renewals could not make beforehand. */
    private final AtomicInteger owed = new AtomicInteger();

    private final Patience<R> patience;

    private volatile boolean minimumHeld;

    /**
     * RACE: two threads in there would each see the other's half-made claims and leave a waiter to nobody; so one looks
     * at a time, and a call that comes meanwhile makes it look once more.
     */
    private final CoalescedAction look = new CoalescedAction(this::lookOnce);

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
        this.patience = new Patience<>(core, this::meetDemand);
    }

    @Override
    public void owe() {
        owed.incrementAndGet();
    }

    @Override
    public void meetDemand() {
        look.run();
    }

    private void lookOnce() {
        serveWaiters();
        keepMinimum();
        probes.createIfNothingIsLeft();
    }

    /**
     * Reviews the last failure when no caller waits: forgets it if resources work, and tries again if there are none.
     */
    void reviewFailure() {
        if (failures.last() == null || core.keptEmpty || missing() > 0 || core.gate.waiting() > 0) {
            return;
        }
        if (usable() > 0) {
            failures.forget();
        } else if (core.state() == PoolState.RUNNING) {
            creation.tryCreate(CreationPurpose.PROBE, created -> {});
        }
    }

    private void serveWaiters() {
        if (core.gate.waiting() == 0 || !core.isServing() || core.gate.isPaused()) {
            return;
        }
        retireUnusable();
        while (demand.isUnmet() && validateStale()) {
            // each turn brought one more on its way
        }
        if (demand.isUnmet() && mayGrow() && patience.isOver()) {
            while (core.isServing() && demand.isUnmet() && createOnDemand()) {
                // as above
            }
        }
    }

    /**
     * Returns whether a new resource would help a waiter. Tenants that wait because of their shares would not get it.
     */
    private boolean mayGrow() {
        boolean heldByShares = core.gate.policy().hasTenants() && core.gate.isAnyFreeForAll();
        return core.room.taken() < core.config.maxSize() && !heldByShares;
    }

    /** Retires idle slots that may not be leased, because they take the room of new ones. */
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

    private boolean createOnDemand() {
        demand.begun();
        boolean started = creation.tryCreate(CreationPurpose.DEMAND, created -> demand.ended());
        if (!started) {
            demand.ended();
        }
        return started;
    }

    /** Leaves the minimum to the current operation, which reports its creations, or takes it back. */
    void leaveMinimumTo(boolean operation) {
        minimumHeld = operation;
    }

    /** Returns the number of resources that are missing to the minimum. */
    int missing() {
        return missingTo(core.config.minSize());
    }

    /** Returns how many would be missing to another minimum; zero or less if none. */
    int missingTo(int min) {
        return core.keptEmpty ? 0 : min - usable() - core.counters.creating.get();
    }

    private void keepMinimum() {
        int missing = minimumHeld ? 0 : missing();
        if (core.state() == PoolState.RUNNING && missing > 0 && core.room.taken() < core.config.maxSize()) {
            if (failures.last() == null && creation.isAllowed()) { // else each call would tell it
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
        return core.slots.staying();
    }
}
