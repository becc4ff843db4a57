package dev.sluice.pool;

import dev.sluice.pool.store.Slot;
import dev.sluice.pool.store.SlotState;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Records the last time at which a resource of the pool was shown to work, and the current probe. The pool is in doubt
 * from the moment at which a probe has had no good answer for too long. The doubt ends when a resource is shown to
 * work. Thread-safe.
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
    record Probe(long startedNanos, CompletableFuture<Void> verdict) {

        void end() {
            verdict.complete(null);
        }

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
        Probe probe = latest.get();
        if (probe != null) {
            probe.end();
        }
    }

    /** Returns the current or last probe, or null if there was none. */
    @Nullable
    Probe latest() {
        return latest.get();
    }

    /** Makes a probe the current one. Returns false if another probe became current in between. */
    boolean replace(@Nullable Probe before, Probe probe) {
        return latest.compareAndSet(before, probe);
    }

    /** Returns the time at which a resource was last shown to work, or null if none ever was. */
    @Nullable
    Long lastNanos() {
        Long before = remembered;
        boolean known = before != null;
        long last = before == null ? 0 : before;
        for (Slot<R> slot : core.slots.snapshot()) {
            SlotState state = slot.state();
            boolean counts = state == SlotState.IDLE || state == SlotState.LEASED || state == SlotState.CHECKING;
            if (counts && (!known || slot.provenNanos() - last > 0)) {
                last = slot.provenNanos();
                known = true;
            }
        }
        Long latest = known ? (Long) last : null;
        remembered = latest;
        return latest;
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
