package dev.sluice.pool.store;

/**
 * The capability of a store that can cut the connection of a resource to the far side, as a network would.
 *
 * @param <R> the resource
 */
public interface Severable<R> {

    /** Cuts the connection of a leased resource, so that its next use fails. Must not block. */
    void sever(R resource) throws Exception;
}
