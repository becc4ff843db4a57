package dev.sluice.pool.store;

/**
 * The traits of a kind of store, which never change.
 *
 * @param createsAtOnce whether {@link Store#create} takes no time. A caller that finds no free resource then creates
 *     one itself if there is room, and does not wait for a worker
 * @param lendsToThreads whether the thread that acquires a resource also releases it. If not, other threads may serve a
 *     holder that waits for a second resource, so the holder does not wait for itself
 * @param logsIn whether {@link Store#create} logs in at a server that may lock the account after a few wrong passwords
 */
public record StoreTraits(boolean createsAtOnce, boolean lendsToThreads, boolean logsIn) {

    /** Creations take time, and threads release what they acquire. */
    public static final StoreTraits USUAL = new StoreTraits(false, true, false);

    /** Creations take time and log in, and threads release what they acquire. */
    public static final StoreTraits WITH_LOGIN = new StoreTraits(false, true, true);
}
