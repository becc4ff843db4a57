package dev.sluice.pool.store;

/**
 * A store whose leases seldom end by themselves. The store can release a leased resource that no caller uses.
 *
 * @param <R> the resource
 */
public interface EarlyRelease<R> extends Store<R> {

    /**
     * Returns whether a leased resource may be closed now, although its lease has not ended. Called by the thread that
     * retires the resource, for an operation or because the pool closes.
     *
     * @return false if the resource stays with its holder, and is closed when the lease ends
     */
    boolean letsGo(R resource);
}
