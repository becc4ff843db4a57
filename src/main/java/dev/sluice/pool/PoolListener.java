package dev.sluice.pool;

import org.jspecify.annotations.Nullable;

/**
 * Is told what happens in a pool, on the thread it happens on, never under a lock. It must be quick. What it
 * throws is swallowed: a listener never breaks an acquire or a release.
 */
@FunctionalInterface
public interface PoolListener {

    /**
     * Whether it wants to hear of every single lease, too: {@link PoolEvent.Type#LENT} and
     * {@link PoolEvent.Type#RETURNED}. As long as anybody does, every acquire and release reads the clock and makes an event; otherwise they are recorded only, and can be read
     * with {@link ManagedPool#recentEvents}. Asked when the listener is added, and about every ten seconds.
     */
    default boolean wantsLeases() {
        return true;
    }

    /** Something happened. */
    void on(PoolEvent event);

    /**
     * A lease is out for too long. Told here instead of {@link #on}, which is called by this unless it is overridden.
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
