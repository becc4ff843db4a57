package dev.sluice.pool;

import dev.sluice.pool.store.Slot;
import dev.sluice.pool.store.SlotState;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Probes an unused pool on request. A probe validates one idle resource. If that resource is dead, the other resources
 * and the next creation decide. Thread-safe.
 */
final class Probes<R> {

    private final PoolCore<R> core;
    private final Proof<R> proof;
    private final Circulation<R> circulation;
    private final ResourceChecks<R> checks;
    private final CreationFailures<R> failures;
    private final Creation<R> creation;

    Probes(
            PoolCore<R> core,
            Proof<R> proof,
            Circulation<R> circulation,
            ResourceChecks<R> checks,
            CreationFailures<R> failures,
            Creation<R> creation) {
        this.core = core;
        this.proof = proof;
        this.circulation = circulation;
        this.checks = checks;
        this.failures = failures;
        this.creation = creation;
    }

    /**
     * Starts a probe unless one is under way or a resource was shown to work within {@code probeAfter}. Never blocks.
     */
    void probe() {
        begin(core.ticker.nanos());
    }

    /** Starts a probe if one is due, and blocks until its verdict, at most until {@code probeWait} after its start. */
    void awaitProbe() {
        Proof.Probe probe = begin(core.ticker.nanos());
        if (probe == null || probe.isOver()) {
            return;
        }
        long end = probe.startedNanos() + core.config.probeWait().toNanos();
        Thread waiter = Thread.currentThread();
        probe.verdict().whenComplete((none, failure) -> core.ticker.unpark(waiter));
        while (!probe.isOver() && !waiter.isInterrupted()) {
            long left = end - core.ticker.nanos();
            if (left <= 0) {
                return;
            }
            core.ticker.park(this, left);
        }
    }

    /** Returns the current probe, and starts one if it is due; null if no probe is needed. */
    private Proof.@Nullable Probe begin(long now) {
        long period = core.config.probeAfter().toNanos();
        Long last = proof.lastNanos();
        if (!core.isServing() || (last != null && now - last <= period)) {
            return null;
        }
        Proof.Probe before = proof.latest();
        if (before != null && (!isAnswered(before, last) || now - before.startedNanos() <= period)) {
            return before;
        }
        Slot<R> slot = core.slots.take(candidate -> true, SlotState.CHECKING);
        if (slot == null) {
            return before;
        }
        Proof.Probe fresh = new Proof.Probe(now, new CompletableFuture<>());
        if (!proof.replace(before, fresh)) {
            circulation.putBack(slot, SlotState.CHECKING);
            return proof.latest();
        }
        checks.check(slot, now, () -> {});
        return fresh;
    }

    private static boolean isAnswered(Proof.Probe probe, @Nullable Long last) {
        return probe.isOver() || (last != null && last - probe.startedNanos() >= 0);
    }

    /**
     * Creates a resource if the current probe has found no working one and none is left to validate. Only a creation
     * can then show whether the pool can serve; its failure is the verdict. Must be called after the close of a
     * resource or a failed creation, after demand has been met.
     */
    void createIfNothingIsLeft() {
        Proof.Probe probe = proof.latest();
        if (probe == null || probe.isOver() || core.keptEmpty || !core.isServing()) {
            return;
        }
        // a creation may have failed while other resources are still being validated: their answers decide
        if (core.slots.leased() == core.slots.size() && core.counters.creating.get() == 0) {
            if (failures.last() != null) {
                probe.end();
            } else {
                creation.tryCreate(CreationPurpose.PROBE, created -> {});
            }
        }
    }
}
