package dev.sluice.pool;

/**
 * An object with a managed pool behind it. A bean of this type is registered with the manager when a Quarkus
 * application starts, and its pool is closed when the application ends.
 */
@FunctionalInterface
public interface Managed {

    /** Returns the pool that operators act on; always the same. */
    ManagedPool<?> pool();
}
