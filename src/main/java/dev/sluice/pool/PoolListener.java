package dev.sluice.pool;

import org.jspecify.annotations.Nullable;

/**
 * Receives the events of a pool, on the thread of the event, never under a lock. A listener must be quick. Its exceptions
 * are swallowed: a listener never breaks an acquire or a release.
 */
@FunctionalInterface
public interface PoolListener {

    /**
     * Returns whether the listener wants the events of every lease, too: {@link PoolEvent.Type#LENT} and {@link
     * PoolEvent.Type#RETURNED}. As long as a listener does, every acquire and release reads the clock and makes an event;
     * otherwise leases are recorded only, and can be read with {@link ManagedPool#recentEvents}. Asked when the listener
     * is added, and about every ten seconds.
     */
    default boolean wantsLeases() {
        return true;
    }

    /** Receives an event. */
    void on(PoolEvent event);

    /**
     * Receives a lease that is out for too long. Calls {@link #on} unless it is overridden, and is
     * called instead of it.
     *
     * @param event of type {@link PoolEvent.Type#LEAK}
     * @param stack where the lease was acquired or, if that was not captured, where its holder is now: the message says
     *     which. Null if the holder has ended, or stacks are off. It shows how an application is built, so it is for
     *     operators only
     */
    default void onLeak(PoolEvent event, @Nullable Throwable stack) {
        on(event);
    }
}
