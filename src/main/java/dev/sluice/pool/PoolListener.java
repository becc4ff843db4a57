package dev.sluice.pool;

import org.jspecify.annotations.Nullable;

/**
 * Receives the events of a pool, on the thread that causes the event, never under a lock. A listener must be quick. Its
 * exceptions are swallowed, so a listener never breaks an acquire or a release.
 */
@FunctionalInterface
public interface PoolListener {

    /**
     * Returns whether the listener requests the events of every lease, too: {@link PoolEvent.Type#LENT} and
     * {@link PoolEvent.Type#RETURNED}. While a listener does, every acquire and release reads the clock and creates an
     * event. Otherwise leases are only recorded, and {@link ManagedPool#recentEvents} returns them. Called when the
     * listener is added, and about every ten seconds.
     */
    default boolean wantsLeases() {
        return true;
    }

    /**
     * Returns whether the listener requests an event for each lease after a wait, {@link
     * PoolEvent.Type#LENT_AFTER_WAIT}. By default it does if it requests the events of all leases. Called as {@link
     * #wantsLeases}.
     */
    default boolean wantsWaits() {
        return wantsLeases();
    }

    /**
     * Receives the length of a wait that has ended with a lease, on the thread of the caller. Costs no event.
     *
     * @param nanos more than zero
     */
    default void waited(long nanos) {}

    /** Receives an event. */
    void on(PoolEvent event);

    /**
     * Receives a lease beyond its leak threshold, instead of {@link #on}. The default calls {@link #on}.
     *
     * @param event event of type {@link PoolEvent.Type#LEAK}
     * @param stack stack of the acquire or, if that was not captured, the present stack of the holder; its message says
     *     which. Null if the holder has ended, or stacks are off. The stack shows the structure of an application, so
     *     it is for operators only
     */
    default void onLeak(PoolEvent event, @Nullable Throwable stack) {
        on(event);
    }
}
