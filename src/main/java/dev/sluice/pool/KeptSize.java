package dev.sluice.pool;

import org.jspecify.annotations.Nullable;

/**
 * The number of resources that a warm-up has created up to, which the idle timeout spares for its own length. Without
 * it, resources that were idle before the warm-up would be closed directly after it. Thread-safe.
 */
final class KeptSize {

    private volatile @Nullable Spared latest; // Written under this

    private record Spared(int size, long sinceNanos) {}

    /** Spares this number of resources from now on, unless a larger number is spared. */
    synchronized void keep(int size, long now, long idleTimeoutNanos) {
        if (size >= at(now, idleTimeoutNanos)) {
            latest = new Spared(size, now);
        }
    }

    /** Returns the number of resources to spare at this time; zero for none. */
    int at(long now, long idleTimeoutNanos) {
        Spared kept = latest;
        return kept != null && now - kept.sinceNanos() < idleTimeoutNanos ? kept.size() : 0;
    }
}
