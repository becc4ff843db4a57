package dev.sluice.pool.store;

/**
 * The traits of a kind of store, which never change.
 *
 * @param createsAtOnce whether {@link Store#create} takes no time: then a caller that finds nothing free and room for
 *     one more makes it itself, and does not wait for a worker
 * @param lendsToThreads whether the thread that acquires a resource is the one that releases it. If not, a thread that
 *     holds a resource and waits for another one may be served by others, and does not wait for itself
 */
public record StoreTraits(boolean createsAtOnce, boolean lendsToThreads) {

    /** Creations take time, and threads release what they acquire. */
    public static final StoreTraits USUAL = new StoreTraits(false, true);
}
