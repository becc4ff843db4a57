package dev.sluice.keyed;

import dev.sluice.admission.Priority;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The right to use the resource of a key until {@link #close()}, shared with other holders. While a lease exists, the
 * resource is closed only by force. Any thread may use and close the lease. Only the first close has an effect.
 *
 * @param <K> the keys
 * @param <R> the resources
 */
public final class KeyedLease<K, R> implements AutoCloseable {

    private static final VarHandle CLOSED;

    static {
        try {
            CLOSED = MethodHandles.lookup().findVarHandle(KeyedLease.class, "closed", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Registry<K, R> registry;
    private final Entry<K, R> entry;
    private final Priority lane;
    private volatile boolean invalid;
    private volatile boolean closed;

    KeyedLease(Registry<K, R> registry, Entry<K, R> entry, Priority lane) {
        this.registry = registry;
        this.entry = entry;
        this.lane = lane;
    }

    /** Returns the key. */
    public K key() {
        return entry.key();
    }

    /** Returns the resource, which must not be used after the lease is closed. */
    public R resource() {
        return entry.resource();
    }

    /**
     * Marks the resource as broken. After this lease is closed, no further caller acquires the resource. The resource
     * is closed with its last lease.
     */
    public void invalidate() {
        invalid = true;
    }

    /** Releases the lease. The last lease closes the resource, unless the key was acquired without a lease. */
    @Override
    public void close() {
        if (CLOSED.compareAndSet(this, false, true)) {
            registry.giveBack(entry, lane, invalid);
        }
    }

    @Override
    public String toString() {
        return "KeyedLease[" + entry.key() + (closed ? ", closed]" : "]");
    }
}
