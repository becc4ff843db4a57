package dev.sluice.pool;

import dev.sluice.pool.store.RetirementReason;
import dev.sluice.pool.store.Slot;
import dev.sluice.time.Threads;
import org.jspecify.annotations.Nullable;

/**
 * The right to use one resource until {@link #close()}. The caller that acquired the lease owns it, and may pass it to
 * another thread. Any thread may close it, once. Further closes have no effect. The same holds for a close after the
 * pool has broken the lease or was closed.
 *
 * @param <R> the resource
 */
public final class Lease<R> implements AutoCloseable {

    /** The reason to {@link #retire} a resource that was found not to work; counts as a failed validation. */
    public static final RetirementReason INVALID = RetirementReason.INVALID;

    /** The reason to {@link #retire} the place of a resource that could not be created; counts as a failed creation. */
    public static final RetirementReason NOT_MADE = RetirementReason.NOT_MADE;

    private final Release<R> release;
    private final Slot<R> slot;
    private final long number;
    private final AcquireRequest request;
    private final Thread thread;
    private volatile boolean invalid;
    private volatile boolean leavesTraces;
    private volatile boolean leavesTracesForAll; // false if leases of the same tenant may see the traces

    Lease(Release<R> release, Slot<R> slot, AcquireRequest request, Thread thread) {
        this.release = release;
        this.slot = slot;
        this.number = slot.lease();
        this.request = request;
        this.thread = thread;
        if (Slot.isUnreset(number)) {
            leavesTraces = true; // those of an earlier lease of the tenant, even if this one does nothing
        }
    }

    /** Returns the resource, which must not be used after the end of the lease. */
    public R resource() {
        return slot.resource();
    }

    /** Returns the name of the resource, {@code conn_<index>_<epoch nanos>}; a substitute has the index 0. */
    public String name() {
        return slot.name();
    }

    /** Returns the request of the acquire. */
    public AcquireRequest request() {
        return request;
    }

    /** Returns whether the resource is a substitute of a {@link FallbackSupplier}, and none of the pool. */
    public boolean isDegraded() {
        return release instanceof SubstituteRelease;
    }

    /** Returns the name of the thread that acquired the lease, or its number if it has no name. */
    public String holder() {
        return Threads.nameOf(thread);
    }

    /** Returns the thread that acquired the lease. */
    public Thread thread() {
        return thread;
    }

    /** Marks the resource as broken: at the end of the lease it is closed and not used again. */
    public void invalidate() {
        invalid = true;
    }

    /**
     * Requests a reset of the resource once this lease is closed. A worker resets it before the next caller receives
     * it; {@link #close()} does not wait for the reset. The resource of an invalid lease is closed without a reset.
     * Both marks together mean that the reset was impossible.
     */
    public void resetOnClose() {
        leavesTracesForAll = true;
        leavesTraces = true;
    }

    /**
     * Requests a reset as {@link #resetOnClose} does, but permits the pool to keep the resource unreset for later
     * leases of the same tenant. A stronger request stays.
     */
    public void resetForOthers() {
        leavesTraces = true;
    }

    /**
     * Returns whether the pool may keep the resource of this lease unreset for its tenant. The holder then restores what
     * each lease must find restored, and calls {@link #resetForOthers}.
     */
    public boolean mayBeKept() {
        return !leavesTracesForAll && release.keepsForTenants();
    }

    /** Returns whether the pool will close the resource once the lease is closed. */
    public boolean isLast() {
        return invalid || slot.retirement() != null;
    }

    /**
     * Marks the resource so that the pool closes it at the end of the lease, although it works. No other caller
     * receives it. After the end of the lease this has no effect.
     *
     * @param reason reason for events; an earlier reason of an operation stays
     */
    public void retire(RetirementReason reason) {
        if (isOpen()) {
            slot.retireOnRelease(reason);
        }
    }

    /** Releases the resource. */
    @Override
    public void close() {
        end();
    }

    /** Releases the resource. Returns false if the lease had ended before. */
    boolean end() {
        return release.end(slot, number, request, invalid, traces());
    }

    private @Nullable LeaseTraces traces() {
        if (!leavesTraces) {
            return null;
        }
        return leavesTracesForAll ? LeaseTraces.ANY : LeaseTraces.OF_TENANT;
    }

    /** Returns whether the lease has neither been closed nor broken. */
    public boolean isOpen() {
        return slot.isHeldBy(number);
    }

    /** Returns whether this is a lease of the pool with that release. */
    boolean isOf(Release<?> other) {
        return release == other;
    }

    Slot<R> slot() {
        return slot;
    }

    /** Returns the slot's number for the lease. */
    long number() {
        return number;
    }

    @Override
    public String toString() {
        return "Lease[" + name() + ", " + holder() + (isOpen() ? "]" : ", closed]");
    }
}
