package dev.sluice.keyed;

import dev.sluice.admission.Priority;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The right to use the resource of a key until {@link #close()}, together with others who have it. As long as any lease
 * of it is out, the resource is not closed but by force. It may be handed to another thread, and closed by any, once:
 * further closes are harmless.
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

    /** Returns the resource. Not to be used after the lease is closed. */
    public R resource() {
        return entry.resource();
    }

    /**
     * Marks the resource as broken: once this lease is closed nobody gets it any more, and it is closed with the last
     * lease that is still out.
     */
    public void invalidate() {
        invalid = true;
    }

    /** Gives it back. If it was the last one, and the key was not acquired without a lease, the resource is closed. */
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
