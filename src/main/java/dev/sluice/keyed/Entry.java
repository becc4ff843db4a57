package dev.sluice.keyed;

import dev.sluice.pool.Lease;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A life of a key: wanted, being opened, open, over. The next life is another entry, so that a late action on this
 * life cannot affect the next one.
 *
 * <p>Callers of the key wait here, together. The first caller requests a place at the gate, and so does each caller
 * that is more urgent than all present callers. One place serves all of them.
 *
 * <p>Thread-safe.
 */
final class Entry<K, R> extends Holds {

    private final K key;
    private final @Nullable KeyLimit limit;
    private final Set<KeyedWaiter> callers = new LinkedHashSet<>(); // Guarded by this, in the order of arrival
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicBoolean pinged = new AtomicBoolean();
    private volatile @Nullable R resource;
    private volatile @Nullable Throwable failure;
    private volatile @Nullable Lease<ResourcePlace<Entry<K, R>>> place;
    private volatile long number;
    private volatile boolean landed;
    private boolean givenUp; // Guarded by this

    Entry(K key, @Nullable KeyLimit limit) {
        this.key = key;
        this.limit = limit;
    }

    K key() {
        return key;
    }

    /** Returns the limit of the leases of this key, or null. */
    @Nullable
    KeyLimit limit() {
        return limit;
    }

    /** Returns the number in the order of opening. */
    long number() {
        return number;
    }

    /** Returns the resource that the factory created. */
    R resource() {
        R made = resource;
        if (made == null) {
            throw new IllegalStateException("not open: " + this);
        }
        return made;
    }

    @Nullable
    R resourceIfMade() {
        return resource;
    }

    /** Returns the failure of the factory, or null. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    /** Returns the lease of the place, or null until a caller has acquired one. */
    @Nullable
    Lease<ResourcePlace<Entry<K, R>>> place() {
        return place;
    }

    void occupies(Lease<ResourcePlace<Entry<K, R>>> newPlace) {
        place = newPlace;
    }

    /**
     * Stores the resource that the factory has created; {@link #land} wakes the callers. Returns false if the call of
     * the factory was given up before: then the resource is not part of the pool.
     */
    synchronized boolean made(R newResource, long newNumber) {
        if (givenUp) {
            return false;
        }
        number = newNumber;
        resource = newResource;
        return true;
    }

    /** Gives up the call of the factory, unless the call has already created the resource. */
    synchronized void giveUp() {
        givenUp = resource == null;
    }

    void failed(@Nullable Throwable cause) {
        failure = cause;
    }

    /** Returns whether the call of the factory has ended. */
    boolean hasLanded() {
        return landed;
    }

    void land() {
        landed = true;
        wakeAll();
    }

    /** Returns true once, to the thread that must close the resource. */
    boolean closesNow() {
        return closed.compareAndSet(false, true);
    }

    /** Returns true if no ping is under way. The caller then sends a ping and calls {@link #endPing()}. */
    boolean beginPing() {
        return pinged.compareAndSet(false, true);
    }

    void endPing() {
        pinged.set(false);
    }

    // --- Waiting callers

    synchronized void arrive(KeyedWaiter caller) {
        callers.add(caller);
    }

    /**
     * Returns whether this caller must request a place at the gate now. If so, the caller reports the end of that
     * request with {@link #backFromGate}.
     */
    synchronized boolean sendsToGate(KeyedWaiter caller) {
        boolean sent = isWanted()
                && callers.stream()
                        .noneMatch(other -> other.contends
                                && other.request()
                                                .priority()
                                                .compareTo(caller.request().priority())
                                        <= 0);
        caller.contends = sent;
        return sent;
    }

    synchronized void backFromGate(KeyedWaiter caller) {
        caller.contends = false;
    }

    /** Ends the wait of the caller. If no caller is at the gate now, another caller is woken to request a place. */
    void leave(KeyedWaiter caller) {
        KeyedWaiter successor;
        synchronized (this) {
            callers.remove(caller);
            boolean handled = !isWanted() || callers.stream().anyMatch(other -> other.contends);
            successor = handled ? null : callers.stream().findFirst().orElse(null);
        }
        if (successor != null) {
            successor.wake();
        }
    }

    /** Wakes all callers of the key, so that they check again. */
    void wakeAll() {
        Set<KeyedWaiter> all;
        synchronized (this) {
            all = new LinkedHashSet<>(callers);
        }
        all.forEach(KeyedWaiter::wake);
    }
}
