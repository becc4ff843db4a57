package dev.sluice.pool;

/**
 * Something that has a managed pool behind it, whatever it pools. A bean of this type is registered with the manager
 * when a Quarkus application starts, and its pool is closed when the application ends.
 */
@FunctionalInterface
public interface Managed {

    /** Returns the pool that operators act on; always the same. */
    ManagedPool<?> pool();
}
