package dev.sluice.pool;

import dev.sluice.pool.store.Slot;
import dev.sluice.pool.store.SlotState;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Records when a resource of the pool was last shown to work, and probes an unused pool on request. A probe validates
 * one idle resource; if that one is dead, the other resources and the next creation decide. The pool is in doubt from
 * the moment at which a probe has had no good answer for too long. The doubt ends when a resource is shown to work.
 * Thread-safe.
 */
final class Proof<R> {

    private final PoolCore<R> core;
    private final AtomicReference<@Nullable Probe> latest = new AtomicReference<>();
    private volatile @Nullable Long remembered;

    /**
     * A probe of the pool.
     *
     * @param startedNanos the start of the probe
     * @param verdict a future that completes when a resource was shown to work, or none can be created
     */
    private record Probe(long startedNanos, CompletableFuture<Void> verdict) {

        boolean isOver() {
            return verdict.isDone();
        }
    }

    Proof(PoolCore<R> core) {
        this.core = core;
    }

    /** Records that a resource was just shown to work, and ends the current probe. */
    void proven() {
        remembered = core.ticker.nanos();
        end(latest.get());
    }

    private static void end(@Nullable Probe probe) {
        if (probe != null) {
            probe.verdict().complete(null);
        }
    }

    /** Returns the time at which a resource was last shown to work, or null if none ever was. */
    @Nullable
    Long lastNanos() {
        Long last = remembered;
        for (Slot<R> slot : core.slots.snapshot()) {
            SlotState state = slot.state();
            boolean counts = state == SlotState.IDLE || state == SlotState.LEASED || state == SlotState.CHECKING;
            if (counts && (last == null || slot.provenNanos() - last > 0)) {
                last = slot.provenNanos();
            }
        }
        remembered = last;
        return last;
    }

    /**
     * Starts a probe unless one is under way or a resource was shown to work within {@code probeAfter}. Never blocks.
     */
    void probe() {
        begin(core.ticker.nanos());
    }

    /** Starts a probe if one is due, and blocks until its verdict, at most until {@code probeWait} after its start. */
    void awaitProbe() {
        Probe probe = begin(core.ticker.nanos());
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
    private @Nullable Probe begin(long now) {
        long period = core.config.probeAfter().toNanos();
        Long last = lastNanos();
        if (!core.isServing() || (last != null && now - last <= period)) {
            return null;
        }
        Probe before = latest.get();
        if (before != null && (!isAnswered(before, last) || now - before.startedNanos() <= period)) {
            return before;
        }
        Slot<R> slot = core.slots.take(candidate -> true, SlotState.CHECKING);
        if (slot == null) {
            return before;
        }
        Probe fresh = new Probe(now, new CompletableFuture<>());
        if (!latest.compareAndSet(before, fresh)) {
            core.putBack(slot, SlotState.CHECKING);
            return latest.get();
        }
        core.checking.check(slot, now, () -> {});
        return fresh;
    }

    private static boolean isAnswered(Probe probe, @Nullable Long last) {
        return probe.isOver() || (last != null && last - probe.startedNanos() >= 0);
    }

    /**
     * Creates a resource if the current probe has found no working one and none is left to validate. Only a creation
     * can then show whether the pool can serve; its failure is the verdict. Call this after a resource has been closed
     * or a creation has failed, once demand has been met.
     */
    void createIfNothingIsLeft() {
        Probe probe = latest.get();
        if (probe == null || probe.isOver() || core.keptEmpty || !core.isServing()) {
            return;
        }
        // a creation may have failed while other resources are still being validated: their answers decide
        if (core.slots.leased() == core.slots.size() && core.counters.creating.get() == 0) {
            if (core.creation.lastFailure() != null) {
                end(probe);
            } else {
                core.creation.tryCreate("probe", created -> {});
            }
        }
    }

    /**
     * Returns whether a probe has had no good answer for {@code probeWait} (if zero, for the validation timeout), and
     * no resource was shown to work since.
     */
    boolean isInDoubt() {
        Probe probe = latest.get();
        if (probe == null || !core.isServing()) {
            return false;
        }
        long wait = core.config.probeWait().toNanos();
        long patience = wait == 0 ? core.config.validationTimeout().toNanos() : wait;
        Long last = lastNanos();
        return core.ticker.nanos() - probe.startedNanos() >= patience
                && (last == null || last - probe.startedNanos() < 0);
    }
}
