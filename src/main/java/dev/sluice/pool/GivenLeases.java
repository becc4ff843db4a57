package dev.sluice.pool;

import dev.sluice.pool.failure.ReleaseRefused;
import dev.sluice.pool.failure.ReleaseRefused.Reason;
import org.jspecify.annotations.Nullable;

/** Ends leases that callers give to the pool, and refuses those that are not leases of it. Thread-safe. */
final class GivenLeases<R> {

    private final PoolCore<R> core;
    private final Release<R> release;

    GivenLeases(PoolCore<R> core, Release<R> release) {
        this.core = core;
        this.release = release;
    }

    /**
     * Ends a lease.
     *
     * @param discards whether its resource must not be used again
     * @throws ReleaseRefused if the lease is null, of another pool, or ended, or if its resource has left the pool
     */
    void end(@Nullable Lease<R> lease, boolean discards) {
        Lease<R> ours = ours(lease);
        if (discards) {
            ours.invalidate();
        }
        if (!ours.end()) {
            throw ReleaseRefused.of(core.name, Reason.NOT_IN_USE, ours.name());
        }
    }

    private Lease<R> ours(@Nullable Lease<R> lease) {
        if (lease == null) {
            throw ReleaseRefused.nothingGiven(core.name);
        }
        if (lease.isDegraded()) {
            return lease;
        }
        if (!lease.isOf(release) || !core.slots.contains(lease.slot())) {
            throw ReleaseRefused.of(core.name, Reason.UNKNOWN, lease.name());
        }
        return lease;
    }
}
