package dev.sluice.keyed;

import dev.sluice.pool.Lease;
import dev.sluice.time.TimedCalls;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Opens resources on workers, so that a slow factory delays no caller beyond its deadline. */
final class ResourceOpening<K, R> {

    private final KeyedFactory<K, R> factory;
    private final Registry<K, R> registry;
    private final Places<K, R> places;
    private final KeyedCounters counters;
    private final TimedCalls calls;
    private final Duration limit;
    private final AtomicLong lastNumber = new AtomicLong();

    /**
     * @param calls runs the calls of the factory, each for at most {@code limit}
     */
    ResourceOpening(
            KeyedFactory<K, R> factory,
            Registry<K, R> registry,
            Places<K, R> places,
            KeyedCounters counters,
            TimedCalls calls,
            Duration limit) {
        this.factory = factory;
        this.registry = registry;
        this.places = places;
        this.counters = counters;
        this.calls = calls;
        this.limit = limit;
    }

    /**
     * Begins the opening of the entry in a place that a caller has acquired, unless the entry no longer needs it.
     * Returns true if the place is used.
     */
    boolean begin(Entry<K, R> entry, Lease<ResourcePlace<Entry<K, R>>> place) {
        if (!entry.beginOpening()) {
            place.close(); // empty: the next waiter receives the place
            return false;
        }
        entry.occupies(place);
        if (!place.resource().occupy(entry)) {
            entry.wantAgain(); // RACE: an operation has revoked the place
            place.close();
            return false;
        }
        counters.opening.incrementAndGet();
        entry.wakeAll(); // other callers at the gate for this entry need no place
        open(entry);
        return true;
    }

    private void open(Entry<K, R> entry) {
        calls.run(limit, () -> make(entry), (none, failure) -> {
            if (failure instanceof TimedCalls.NoAnswer) {
                entry.giveUp();
            }
            counters.opening.decrementAndGet();
            if (entry.resourceIfMade() != null) {
                registry.arrived(entry, places::closeQuietly);
                return;
            }
            if (failure != null) {
                counters.factoryFailures.increment();
            }
            registry.failed(entry, failure);
        });
    }

    private @Nullable Void make(Entry<K, R> entry) throws Exception {
        if (entry.isGone() || !entry.isHeld()) {
            return null; // no caller wants the resource
        }
        counters.factoryCalls.increment();
        R resource = created(entry.key());
        if (!entry.made(resource, lastNumber.incrementAndGet())) {
            places.closeQuietly(entry.key(), resource);
        }
        return null;
    }

    private R created(K key) throws Exception {
        R made = factory.create(key);
        if (made == null) {
            throw new IllegalStateException("the factory returned no resource");
        }
        return made;
    }
}
