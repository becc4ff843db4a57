package dev.sluice.pool;

import dev.sluice.pool.store.Slot;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The right to use one resource until {@link #close()}. A lease belongs to whoever acquired it; it may be
 * handed to another thread, and closed by any, once: further closes are harmless, so is one after the pool
 * broke the lease or was closed.
 *
 * @param <R> the resource
 */
public final class Lease<R> implements AutoCloseable {

    private final ManagedPool<R> pool;
    private final Slot<R> slot;
    private final AcquireRequest request;
    private final String holder;
    private final long sinceNanos;
    private final AtomicBoolean open = new AtomicBoolean(true);
    private final AtomicBoolean reported = new AtomicBoolean();
    private volatile boolean invalid;

    Lease(ManagedPool<R> pool, Slot<R> slot, AcquireRequest request, long sinceNanos) {
        this.pool = pool;
        this.slot = slot;
        this.request = request;
        this.holder = Thread.currentThread().getName();
        this.sinceNanos = sinceNanos;
    }

    /** The resource. Not to be used after the lease is closed. */
    public R resource() {
        return slot.resource();
    }

    /** The name of the resource, {@code conn_<index>_<epoch nanos>}. */
    public String name() {
        return slot.name();
    }

    /** What it was acquired with. */
    public AcquireRequest request() {
        return request;
    }

    /** The name of the thread that acquired it. */
    public String holder() {
        return holder;
    }

    /** Marks the resource as broken: it will be closed, not reused, when the lease is closed. */
    public void invalidate() {
        invalid = true;
    }

    /** Gives the resource back. */
    @Override
    public void close() {
        if (end()) {
            pool.giveBack(this);
        }
    }

    boolean end() {
        return open.compareAndSet(true, false);
    }

    boolean isOpen() {
        return open.get();
    }

    boolean isInvalid() {
        return invalid;
    }

    boolean isOf(ManagedPool<?> other) {
        return pool == other;
    }

    Slot<R> slot() {
        return slot;
    }

    long heldNanos(long now) {
        return now - sinceNanos;
    }

    /** True once: a leak is reported once for each lease. */
    boolean reportLeak() {
        return reported.compareAndSet(false, true);
    }

    @Override
    public String toString() {
        return "Lease[" + name() + ", " + holder + (isOpen() ? "]" : ", closed]");
    }
}
