package dev.sluice.pool;

import dev.sluice.pool.failure.ReleaseRefused;
import dev.sluice.pool.failure.ReleaseRefused.Reason;
import dev.sluice.pool.operation.LeaseSelector;
import dev.sluice.pool.operation.OperationContext;
import dev.sluice.pool.operation.OperationName;
import dev.sluice.pool.operation.OperationReport;
import dev.sluice.pool.store.Holding;
import dev.sluice.pool.store.RetirementReason;
import dev.sluice.pool.store.Slot;
import dev.sluice.value.Plural;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Breaks selected leases. Only the selected lease is broken: a release at the same moment stays valid, and the next
 * holder of the same resource keeps its lease.
 */
final class Reclaim<R> {

    private final PoolCore<R> core;
    private final Operations<R> operations;

    /** A selected lease. */
    private record Selected<R>(Slot<R> slot, long lease) {}

    Reclaim(PoolCore<R> core, Operations<R> operations) {
        this.core = core;
        this.operations = operations;
    }

    OperationReport release(LeaseSelector selector, OperationContext context) {
        Selected<R> named = named(selector);
        return operations.run(OperationName.RELEASE, context, work -> {
            List<Selected<R>> selected =
                    named == null || selector.hasConditions() ? matching(selector) : List.of(named);
            int broken = breakAll(selected, RetirementReason.RELEASE, work);
            if (selector.hasConditions()) {
                work.draft.say(summary(broken, selected.size(), work.isDryRun()));
            } else if (broken == 0) {
                throw notInUse(selector.connection());
            }
        });
    }

    /** Returns the lease of the named resource; null if only other conditions are given. */
    private @Nullable Selected<R> named(LeaseSelector selector) {
        String name = selector.connection();
        if (selector.isEmpty() || (name != null && name.isBlank())) {
            throw ReleaseRefused.nothingNamed(core.name);
        }
        if (name == null) {
            return null;
        }
        Slot<R> slot = core.slots.snapshot().stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow(() -> ReleaseRefused.of(core.name, Reason.UNKNOWN, name));
        long lease = slot.leasedAs();
        if (lease == Slot.NO_LEASE) {
            throw notInUse(name);
        }
        return new Selected<>(slot, lease);
    }

    private ReleaseRefused notInUse(@Nullable String name) {
        return ReleaseRefused.of(core.name, Reason.NOT_IN_USE, String.valueOf(name));
    }

    private int breakAll(List<Selected<R>> selected, RetirementReason reason, OperationWork<R> work) {
        int broken = 0;
        for (Selected<R> one : selected) {
            broken += work.breakLease(one.slot(), one.lease(), reason) ? 1 : 0;
        }
        work.awaitBroken();
        return broken;
    }

    private String summary(int broken, int selected, boolean dryRun) {
        if (dryRun) {
            return "would release " + selected + " of " + leases(core.slots.leased());
        }
        String ended = selected == broken ? "" : "; " + leases(selected - broken) + " had ended before";
        return "released " + leases(broken) + "; leased now: " + core.slots.leased() + ended;
    }

    private static String leases(int count) {
        return Plural.of(count, "lease");
    }

    private List<Selected<R>> matching(LeaseSelector selector) {
        long now = core.ticker.nanos();
        List<Selected<R>> selected = new ArrayList<>();
        for (Slot<R> slot : core.slots.snapshot()) {
            Holding holding = slot.holding();
            if (holding != null && matches(selector, slot, holding, now)) {
                selected.add(new Selected<>(slot, holding.lease()));
            }
        }
        return selected;
    }

    private static boolean matches(LeaseSelector selector, Slot<?> slot, Holding holding, long now) {
        Duration heldFor = selector.heldFor();
        return (selector.connection() == null || selector.connection().equals(slot.name()))
                && (heldFor == null || now - holding.sinceNanos() >= heldFor.toNanos())
                && HeldLease.isFor(holding, selector.tags(), selector.tenant(), selector.holder());
    }

    OperationReport leaks(OperationContext context) {
        return operations.run(OperationName.FLUSH, context, work -> {
            long now = core.ticker.nanos();
            int checked = 0;
            List<Selected<R>> leaked = new ArrayList<>();
            for (Slot<R> slot : core.slots.snapshot()) {
                Holding holding = slot.holding();
                long threshold = holding == null ? 0 : thresholdOf(holding);
                if (holding != null && threshold > 0) {
                    checked++;
                    if (now - holding.sinceNanos() > threshold) {
                        leaked.add(new Selected<>(slot, holding.lease()));
                    }
                }
            }
            int broken = breakAll(leaked, RetirementReason.LEAKED, work);
            work.draft.say(
                    checked == 0 && core.config.leakThreshold().isZero()
                            ? "no lease was checked: leak-threshold is 0, and no lease has a threshold of its own"
                            : broken + " of " + leases(checked)
                                    + (broken == 1 ? " was out for longer than its" : " were out for longer than their")
                                    + " leak threshold");
        });
    }

    private long thresholdOf(Holding holding) {
        Duration own = AcquireRequest.of(holding.note()).leakThreshold();
        return (own == null ? core.config.leakThreshold() : own).toNanos();
    }
}
