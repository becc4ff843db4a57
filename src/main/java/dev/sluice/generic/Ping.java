package dev.sluice.generic;

/**
 * Checks whether an idle resource still works.
 *
 * @param <R> the resource
 */
@FunctionalInterface
public interface Ping<R> {

    /**
     * Checks whether a resource works. A worker of the pool calls it, under no lock, while the resource has no holder.
     * The call is interrupted after the health check timeout, and a later answer counts as false. The resource of a
     * ping that does not return is closed.
     *
     * @throws Exception counts as false
     */
    boolean answers(R resource) throws Exception;
}
