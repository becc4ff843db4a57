package dev.sluice.generic;

/**
 * Finds out whether an idle resource still works.
 *
 * @param <R> the resource
 */
@FunctionalInterface
public interface Ping<R> {

    /**
     * Called by a worker of the pool, under no lock, while nobody has the resource. It is interrupted after the health
     * check timeout; an answer that comes later counts as no. The resource of a ping that does not return is closed.
     *
     * @throws Exception counts as no
     */
    boolean answers(R resource) throws Exception;
}
