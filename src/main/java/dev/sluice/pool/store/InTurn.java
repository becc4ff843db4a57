package dev.sluice.pool.store;

/**
 * A store whose free resources are handed out in turn, so that all are used equally. In other pools the oldest free
 * resource is handed out first, so that resources that are not needed stay idle.
 *
 * @param <R> the resource
 */
public interface InTurn<R> extends Store<R> {

    /**
     * Returns whether a free resource can be used without a wait. Other free resources are handed out only if none is
     * ready. Called by callers during an acquire, so it must be quick and must not throw.
     */
    boolean isReady(R resource);
}
