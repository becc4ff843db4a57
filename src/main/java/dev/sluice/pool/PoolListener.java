package dev.sluice.pool;

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
}
