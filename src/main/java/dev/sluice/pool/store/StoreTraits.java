package dev.sluice.pool.store;

/**
 * The traits of a kind of store, which never change.
 *
 * @param createsAtOnce whether {@link Store#create} takes no time: then a caller that finds nothing free and room for
 *     one more makes it itself, and does not wait for a worker
 * @param lendsToThreads whether the thread that acquires a resource is the one that releases it. If not, a thread that
 *     holds a resource and waits for another one may be served by others, and does not wait for itself
 * @param logsIn whether {@link Store#create} logs in at a server that may lock the account after a few wrong passwords
 */
public record StoreTraits(boolean createsAtOnce, boolean lendsToThreads, boolean logsIn) {

    /** Creations take time, and threads release what they acquire. */
    public static final StoreTraits USUAL = new StoreTraits(false, true, false);

    /** Creations take time and log in, and threads release what they acquire. */
    public static final StoreTraits WITH_LOGIN = new StoreTraits(false, true, true);
}
