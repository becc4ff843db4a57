package dev.sluice.pool.store;

/**
 * The capability of a store that can tell the holder of a resource why its lease was ended by force.
 *
 * @param <R> the resource
 */
public interface EndNotices<R> extends Store<R> {

    /** Receives the reason, before the resource is broken. Later calls of the holder report it. Must not block. */
    void leaseEnds(R resource, String reason);
}
