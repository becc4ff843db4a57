package dev.sluice.pool.store;

/**
 * A store whose free resources are handed out in turn, so that all are used alike. In other pools the oldest free
 * resource comes first, so that those that are not needed grow idle.
 *
 * @param <R> the resource
 */
public interface InTurn<R> extends Store<R> {

    /**
     * Returns whether a free resource can be used without a wait. One that cannot is handed out only if no other is free.
     * Called by callers on their way in, so it must be quick and must not throw.
     */
    boolean isReady(R resource);
}
