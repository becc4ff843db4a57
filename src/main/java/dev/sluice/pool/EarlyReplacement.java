package dev.sluice.pool;

import dev.sluice.pool.store.RetirementReason;
import dev.sluice.pool.store.Slot;
import dev.sluice.pool.store.SlotState;
import dev.sluice.time.Timer.Scheduled;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Replaces resources shortly before the end of their lifetimes, the new one first, so that no caller waits for the
 * creation. The old resource is retired when its replacement is in the pool: now if idle, otherwise at its release.
 * Without room for a replacement, the old resource stays until its end. Thread-safe.
 *
 * <p>A resource is replaced if the pool needs it: if it belongs to the minimum, is leased, or was used within the last
 * maintenance interval. Other resources end without a replacement, so an idle pool shrinks to its minimum.
 */
final class EarlyReplacement<R> {

    /** Maximum number of replacements under way: in creation, or waiting for the close of the old resource. */
    static final int AT_ONCE = 2;

    /** Share of the lifetime after which the first resources of a cohort are replaced. */
    static final double FROM = 0.95;

    /** Share of the lifetime before which the last ones are replaced. The rest is the time for their creation. */
    static final double UNTIL = 0.99;

    /** The fractional parts of the multiples of the golden ratio are spread evenly over any run of numbers. */
    private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

    private final PoolCore<R> core;
    private final Creation<R> creation;
    private final CreationFailures<R> failures;
    private final Retirement<R> retirement;
    private final Set<Slot<R>> underWay = ConcurrentHashMap.newKeySet();
    private final CoalescedAction run = new CoalescedAction(this::replaceDue);
    private volatile @Nullable Scheduled next; // Written by runs only

    EarlyReplacement(PoolCore<R> core, Creation<R> creation, CreationFailures<R> failures, Retirement<R> retirement) {
        this.core = core;
        this.creation = creation;
        this.failures = failures;
        this.retirement = retirement;
    }

    /** Begins the replacements that are due, and schedules those that become due before the next maintenance. */
    void run() {
        run.run();
    }

    private void replaceDue() {
        Scheduled last = next;
        if (last != null) {
            last.cancel();
        }
        next = null;
        if (core.state() != PoolState.RUNNING || core.keptEmpty || core.gate.isPaused() || failures.last() != null) {
            return;
        }
        long now = core.ticker.nanos();
        long soonest = core.config.maintenanceInterval().toNanos();
        int surplus = core.slots.staying() - core.config.minSize();
        for (Slot<R> slot : core.slots.snapshot()) {
            long left = dueNanos(slot) - slot.ageNanos(now);
            if (left > 0) {
                soonest = Math.min(soonest, left);
            } else if (mayBeReplaced(slot, now) && surplus > 0 && !isBusy(slot, now)) {
                surplus--;
            } else if (mayBeReplaced(slot, now) && !begin(slot)) {
                long turn = creation.untilTurn();
                next = turn == 0 ? null : core.timer.once(Duration.ofNanos(turn), this::run);
                return; // no room, or enough under way: continued at the end of one of them, or by the maintenance
            }
        }
        if (soonest < core.config.maintenanceInterval().toNanos()) {
            next = core.timer.once(Duration.ofNanos(soonest), this::run);
        }
    }

    /** Returns the age at which the slot is replaced, later for some numbers than for others. */
    private long dueNanos(Slot<R> slot) {
        long lifetime = slot.lifetimeNanos();
        double spread = slot.index() * GOLDEN % 1;
        return lifetime == Long.MAX_VALUE ? lifetime : (long) (lifetime * (FROM + (UNTIL - FROM) * spread));
    }

    private boolean mayBeReplaced(Slot<R> slot, long now) {
        SlotState state = slot.state();
        boolean inPool = state != SlotState.CLOSING && state != SlotState.CLOSED;
        return inPool && slot.retirement() == null && !slot.isExpired(now) && !underWay.contains(slot);
    }

    private boolean isBusy(Slot<R> slot, long now) {
        return slot.state() == SlotState.LEASED
                || slot.sinceUseNanos(now) <= core.config.maintenanceInterval().toNanos();
    }

    /** Begins a replacement. Returns false if none can be begun now. */
    private boolean begin(Slot<R> slot) {
        // a pool with its maximum of idle resources would close the new one at once
        if (underWay.size() >= AT_ONCE || core.slots.idle() >= core.config.maxIdle()) {
            return false;
        }
        underWay.add(slot);
        boolean begun = creation.tryCreate(CreationPurpose.REPLACEMENT, created -> end(slot, created));
        if (!begun) {
            underWay.remove(slot);
        }
        return begun;
    }

    private void end(Slot<R> slot, boolean created) {
        CompletableFuture<Boolean> gone = null;
        if (created) {
            core.counters.replacedEarly.increment();
            gone = retirement.retire(slot, RetirementReason.LIFETIME);
        }
        if (gone == null) {
            underWay.remove(slot);
            if (created) {
                run();
            } // otherwise the maintenance tries again
            return;
        }
        gone.whenComplete((nothingLeft, failure) -> {
            underWay.remove(slot);
            run();
        });
    }
}
