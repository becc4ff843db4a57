package dev.sluice.generic;

/**
 * Ends a resource.
 *
 * @param <R> the resource
 */
@FunctionalInterface
public interface Closer<R> {

    /**
     * Called once for each resource, by a worker of the pool and under no lock; its place is free when this returns, or
     * after 30 s. A ping that has not returned in time may still be using the resource.
     *
     * @throws Exception is counted and reported to listeners; the resource counts as closed
     */
    void close(R resource) throws Exception;
}
