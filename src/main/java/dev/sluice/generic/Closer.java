package dev.sluice.generic;

/**
 * Ends a resource.
 *
 * @param <R> the resource
 */
@FunctionalInterface
public interface Closer<R> {

    /**
     * Closes a resource. A worker of the pool calls it once, under no lock. The place of the resource is free after its
     * return, or after 30 s. A ping that has not returned in time may still use the resource.
     *
     * @throws Exception counted and reported to listeners; the resource counts as closed
     */
    void close(R resource) throws Exception;
}
