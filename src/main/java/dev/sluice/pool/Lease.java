package dev.sluice.pool;

import dev.sluice.pool.store.RetirementReason;
import dev.sluice.pool.store.Slot;
import dev.sluice.time.Threads;

/**
 * The right to use one resource until {@link #close()}. A lease belongs to whoever acquired it; it may be
 * handed to another thread, and closed by any, once: further closes are harmless, so is one after the pool
 * broke the lease or was closed.
 *
 * @param <R> the resource
 */
public final class Lease<R> implements AutoCloseable {

    /** The reason to {@link #retire} what was found not to work; counts as a failed validation. */
    public static final RetirementReason INVALID = RetirementReason.INVALID;

    /** The reason to {@link #retire} a place for something that could not be made; counts as a failed creation. */
    public static final RetirementReason NOT_MADE = RetirementReason.NOT_MADE;

    private final Release<R> release;
    private final Slot<R> slot;
    private final long number;
    private final AcquireRequest request;
    private final Thread thread;
    private volatile boolean invalid;
    private volatile boolean leavesTraces;

    Lease(Release<R> release, Slot<R> slot, AcquireRequest request, Thread thread) {
        this.release = release;
        this.slot = slot;
        this.number = slot.lease();
        this.request = request;
        this.thread = thread;
    }

    /** Returns the resource. Not to be used after the lease is closed. */
    public R resource() {
        return slot.resource();
    }

    /** Returns the name of the resource, {@code conn_<index>_<epoch nanos>}. */
    public String name() {
        return slot.name();
    }

    /** Returns the request of the acquire. */
    public AcquireRequest request() {
        return request;
    }

    /** Returns the name of the thread that acquired the lease, or its number if it has no name. */
    public String holder() {
        return Threads.nameOf(thread);
    }

    /** Returns the thread that acquired the lease. */
    public Thread thread() {
        return thread;
    }

    /** Marks the resource as broken: it will be closed, not reused, when the lease is closed. */
    public void invalidate() {
        invalid = true;
    }

    /**
     * Requests a reset of the resource once this lease is closed. A worker resets it before the next caller receives
     * it; {@link #close()} does not wait for the reset. An invalid lease needs no reset, because its resource is
     * closed: both together mean that the reset could not be done.
     */
    public void resetOnClose() {
        leavesTraces = true;
    }

    /** Returns whether the pool will close the resource once the lease is closed. */
    public boolean isLast() {
        return invalid || slot.retirement() != null;
    }

    /**
     * Has the pool close the resource when the lease ends, although the resource works: no other caller gets it. Of a
     * lease that has ended, nothing is left to retire.
     *
     * @param reason what events say about it; that of an operation which has retired it before stays
     */
    public void retire(RetirementReason reason) {
        if (isOpen()) {
            slot.retireOnRelease(reason);
        }
    }

    /** Gives the resource back. */
    @Override
    public void close() {
        end();
    }

    /** Gives the resource back; returns false if the lease has ended before. */
    boolean end() {
        return release.end(slot, number, request, invalid, leavesTraces);
    }

    /** Returns whether the lease has neither been closed nor broken. */
    public boolean isOpen() {
        return slot.isHeldBy(number);
    }

    /** Returns whether the lease ends there: whether it is a lease of that pool. */
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
