package dev.sluice.keyed;

import dev.sluice.admission.Priority;
import dev.sluice.pool.Lease;
import dev.sluice.pool.store.RetirementReason;
import dev.sluice.time.Ticker;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The map of entries by key, with their beginnings and ends. An entry leaves the map when no further caller may acquire
 * it; its resource may stay open for its present holders. Thread-safe, without a lock.
 */
final class Registry<K, R> {

    static final RetirementReason RELEASED = RetirementReason.of("released");

    /** The reason for the end of a resource that its holder reported as broken. */
    static final RetirementReason BROKEN = RetirementReason.BROKEN;

    private final ConcurrentMap<K, Entry<K, R>> entries = new ConcurrentHashMap<>();
    private final KeyedCounters counters;
    private final int leasesPerKey;
    private final Ticker ticker;

    /** Creates an empty registry. A key has at most {@code leasesPerKey} concurrent leases; zero for no limit. */
    Registry(KeyedCounters counters, int leasesPerKey, Ticker ticker) {
        this.counters = counters;
        this.leasesPerKey = leasesPerKey;
        this.ticker = ticker;
    }

    @Nullable
    Entry<K, R> get(K key) {
        return entries.get(key);
    }

    /** Returns the entry of the key with a hold for the caller. Creates the entry if there is none. */
    Entry<K, R> join(K key) {
        while (true) {
            Entry<K, R> known = entries.get(key);
            if (known != null && known.join()) {
                return known;
            }
            if (known != null) {
                entries.remove(key, known); // RACE: the thread that ended the entry may not have removed it yet
            }
            Entry<K, R> fresh = new Entry<>(key, leasesPerKey == 0 ? null : new KeyLimit(leasesPerKey, ticker));
            if (entries.putIfAbsent(key, fresh) == null) {
                return fresh;
            }
        }
    }

    /** Returns the open entries, in the order in which they were opened. */
    List<Entry<K, R>> open() {
        return entries.values().stream()
                .filter(Holds::isOpen)
                .sorted(Comparator.comparingLong(Entry::number))
                .toList();
    }

    /** Wakes the waiters of all keys, so that they check again. */
    void wakeAll() {
        entries.values().forEach(Entry::wakeAll);
    }

    /**
     * Opens the entry, unless no caller wants it. Called by the thread that has created the resource.
     *
     * @param close closes the resource of an entry whose place was revoked during the creation
     */
    void arrived(Entry<K, R> entry, Consumer<Entry<K, R>> close) {
        counters.open.incrementAndGet();
        switch (entry.arrive()) {
            case OPEN -> {}
            case UNWANTED -> end(entry, RELEASED);
            case BROKEN -> {
                counters.open.decrementAndGet();
                close.accept(entry);
            }
        }
        entry.land();
    }

    /**
     * Ends an entry whose resource was not created. The cause is null if no caller wanted the resource any more, so
     * that its creation was dropped.
     */
    void failed(Entry<K, R> entry, @Nullable Throwable cause) {
        entry.failed(cause);
        if (entry.breakUp() != Holds.Fate.NONE) {
            entries.remove(entry.key(), entry);
            endPlace(entry, cause == null ? RELEASED : Lease.NOT_MADE);
        }
        entry.land();
    }

    /** Ends a lease of the given lane, and evicts the entry if its resource is no longer valid. */
    void giveBack(Entry<K, R> entry, Priority lane, boolean invalid) {
        if (invalid && evict(entry, BROKEN)) {
            counters.evictions.increment();
        }
        KeyLimit limit = entry.limit();
        if (limit != null) {
            limit.leave(lane);
        }
        leave(entry);
    }

    /** Removes the hold of a caller. */
    void leave(Entry<K, R> entry) {
        if (entry.leave()) {
            end(entry, RELEASED);
        }
    }

    /** Removes the pin of the entry, which then ends with its last lease. */
    void release(Entry<K, R> entry) {
        if (entry.unpin()) {
            end(entry, RELEASED);
        }
    }

    /** Evicts the entry, whose resource does not work. Returns false if the entry was already retired or over. */
    boolean evict(Entry<K, R> entry, RetirementReason reason) {
        Holds.Fate fate = retire(entry);
        Lease<ResourcePlace<Entry<K, R>>> place = entry.place();
        if (fate == Holds.Fate.LATER && place != null) {
            place.retire(reason);
        } else if (fate == Holds.Fate.NOW) {
            endPlace(entry, reason);
        }
        return fate != Holds.Fate.NONE;
    }

    /**
     * Retires an entry whose place the pool has retired. Returns true if the entry has ended, so that the pool may
     * close its resource.
     */
    boolean letGo(Entry<K, R> entry) {
        return retire(entry) == Holds.Fate.NOW;
    }

    private Holds.Fate retire(Entry<K, R> entry) {
        Holds.Fate fate = entry.retire();
        if (fate != Holds.Fate.NONE) {
            entries.remove(entry.key(), entry);
            turnAway(entry);
        }
        if (fate == Holds.Fate.NOW) {
            counters.open.decrementAndGet();
        }
        return fate;
    }

    /** Ends an entry whose place was revoked by force. */
    void broken(Entry<K, R> entry) {
        Holds.Fate fate = entry.breakUp();
        if (fate != Holds.Fate.NONE) {
            entries.remove(entry.key(), entry);
            turnAway(entry);
        }
        if (fate == Holds.Fate.NOW) {
            counters.open.decrementAndGet();
        } // otherwise the thread that creates the resource finds out
    }

    private void end(Entry<K, R> entry, RetirementReason reason) {
        entries.remove(entry.key(), entry);
        turnAway(entry);
        if (entry.resourceIfMade() != null) {
            counters.open.decrementAndGet();
        }
        endPlace(entry, reason);
    }

    /** Wakes the waiters of the entry, so that they join the next life of the key. */
    private void turnAway(Entry<K, R> entry) {
        KeyLimit limit = entry.limit();
        if (limit != null) {
            limit.close();
        }
        entry.wakeAll();
    }

    private static <K, R> void endPlace(Entry<K, R> entry, RetirementReason reason) {
        Lease<ResourcePlace<Entry<K, R>>> place = entry.place();
        if (place != null) {
            place.retire(reason);
            place.close();
        }
    }
}
