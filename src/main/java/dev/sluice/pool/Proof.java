package dev.sluice.pool;

import dev.sluice.pool.store.FailureKind;
import dev.sluice.pool.store.Slot;
import dev.sluice.pool.store.SlotState;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Knows when a resource of the pool was last shown to work, and finds it out anew when somebody looks at a pool that
 * nobody uses: a probe validates one idle resource and, if that is dead, waits for what the others and the next
 * creation say. The pool counts as doubtful from the moment at which a probe has had no good answer for too long
 * until a resource is shown to work. Thread-safe.
 */
final class Proof<R> {

    private final PoolCore<R> core;
    private final AtomicReference<@Nullable Probe> latest = new AtomicReference<>();
    private volatile @Nullable Long remembered;

    /**
     * One attempt to find out.
     *
     * @param startedNanos when it began
     * @param verdict completes when a resource was shown to work, or none can be created
     */
    private record Probe(long startedNanos, CompletableFuture<Void> verdict) {

        boolean isOver() {
            return verdict.isDone();
        }
    }

    Proof(PoolCore<R> core) {
        this.core = core;
    }

    /** A resource was just shown to work. */
    void proven() {
        remembered = core.ticker.nanos();
        end(latest.get());
    }

    private static void end(@Nullable Probe probe) {
        if (probe != null) {
            probe.verdict().complete(null);
        }
    }

    /** When a resource was last shown to work, or null if none ever was. */
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

    /** Begins a probe unless one is under way, or a resource was shown to work lately. Never blocks. */
    void probe() {
        begin(core.ticker.nanos());
    }

    /** Begins a probe if one is due, and waits for its verdict until {@code probeWait} after its beginning. */
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

    /** The probe that is under way, begun now if one is due; null if there is nothing to find out. */
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
     * If a probe has found nothing that works, and nothing idle is left to ask, has a resource created: only that tells
     * whether the pool can serve, and if it fails, that is the verdict. To be called when a resource has gone or could
     * not be created, with demand looked after.
     */
    void createIfNothingIsLeft() {
        Probe probe = latest.get();
        if (probe == null || probe.isOver() || core.keptEmpty || !core.isServing()) {
            return;
        }
        // a creation may have failed while others are still asked: until they have answered, nothing is known
        if (core.slots.leased() == core.slots.size() && core.counters.creating.get() == 0) {
            if (core.creation.lastFailure() != null) {
                end(probe);
            } else {
                core.creation.tryCreate("probe", created -> {});
            }
        }
    }

    /** Whether a probe has had no good answer for longer than a look waits for it, and nothing has worked since. */
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

    /** What keeps the pool from serving, as far as it is known; null while all is well. */
    @Nullable
    FailureKind trouble() {
        Throwable failure = core.creation.lastFailure();
        if (failure != null) {
            return core.store.kindOf(failure);
        }
        return isInDoubt() ? FailureKind.NO_ANSWER : core.store.trouble() == null ? null : FailureKind.OTHER;
    }
}
