package dev.sluice.keyed;

import dev.sluice.pool.store.EarlyRelease;
import dev.sluice.pool.store.StoreReports;
import dev.sluice.pool.store.StoreTraits;
import dev.sluice.time.Deadline;
import dev.sluice.time.Ticker;
import java.time.Duration;
import java.util.Map;
import java.util.function.IntSupplier;

/**
 * The store of places. Creates empty places, at no cost, and ends each one with the resource in it. Resources are
 * closed only here, by a worker of the managed pool; then the place is free.
 */
final class Places<K, R> implements EarlyRelease<ResourcePlace<Entry<K, R>>>, StoreReports {

    /** A place is created at once. A key may be released by another thread than the one that acquired it. */
    private static final StoreTraits TRAITS = new StoreTraits(true, false, false);

    /** Maximum wait for the factory call of a broken place, so that the end of the call is counted. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private static final long LOOK_NANOS = 5_000_000;

    private final KeyedFactory<K, R> factory;
    private final Registry<K, R> registry;
    private final KeyedCounters counters;
    private final Ticker ticker;
    private final IntSupplier stuck;

    /**
     * @param stuck counts the threads in calls of the factory that were given up
     */
    Places(
            KeyedFactory<K, R> factory,
            Registry<K, R> registry,
            KeyedCounters counters,
            Ticker ticker,
            IntSupplier stuck) {
        this.stuck = stuck;
        this.factory = factory;
        this.registry = registry;
        this.counters = counters;
        this.ticker = ticker;
    }

    @Override
    public ResourcePlace<Entry<K, R>> create() {
        return new ResourcePlace<>();
    }

    /** Returns true: an idle place is empty, and an empty place always works. */
    @Override
    public boolean validate(ResourcePlace<Entry<K, R>> cell, Duration limit) {
        return true;
    }

    @Override
    public Map<String, Long> specifics() {
        return Map.of(
                "open", counters.open.longValue(),
                "opening", counters.opening.longValue(),
                "acquires", counters.acquires.sum(),
                "factoryCalls", counters.factoryCalls.sum(),
                "factoryFailures", counters.factoryFailures.sum(),
                "evictions", counters.evictions.sum());
    }

    @Override
    public int stuckThreads() {
        return stuck.getAsInt();
    }

    @Override
    public StoreTraits traits() {
        return TRAITS;
    }

    @Override
    public boolean letsGo(ResourcePlace<Entry<K, R>> cell) {
        if (cell.takeAway()) {
            return true;
        }
        Entry<K, R> entry = cell.entry();
        return entry != null && registry.letGo(entry);
    }

    @Override
    public void close(ResourcePlace<Entry<K, R>> cell) throws Exception {
        Entry<K, R> entry = cell.entry();
        R resource = entry == null ? null : entry.resourceIfMade();
        if (entry != null && resource != null && entry.closesNow()) {
            factory.close(entry.key(), resource);
        }
    }

    @Override
    public boolean abort(ResourcePlace<Entry<K, R>> cell) throws Exception {
        Entry<K, R> entry = cell.takeAway() ? null : cell.entry();
        if (entry != null) {
            registry.broken(entry);
            awaitLanding(entry);
            close(cell);
        }
        return true;
    }

    private void awaitLanding(Entry<K, R> entry) {
        Deadline deadline = Deadline.in(LONGEST_WAIT, ticker);
        while (!entry.hasLanded()
                && !deadline.isExpired()
                && !Thread.currentThread().isInterrupted()) {
            ticker.park(this, LOOK_NANOS);
        }
    }

    /** Closes a resource whose place was revoked during the creation. */
    void closeQuietly(Entry<K, R> entry) {
        R resource = entry.resourceIfMade();
        if (resource != null && entry.closesNow()) {
            closeQuietly(entry.key(), resource);
        }
    }

    /** Closes a resource that has no place. */
    void closeQuietly(K key, R resource) {
        try {
            factory.close(key, resource);
        } catch (Throwable t) {
            counters.closeFailures.increment();
        }
    }
}
