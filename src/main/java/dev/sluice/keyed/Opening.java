package dev.sluice.keyed;

import dev.sluice.pool.Lease;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/** Has resources made, by workers: whoever waits for one is not held up beyond its deadline by the factory. */
final class Opening<K, R> {

    private final KeyedFactory<K, R> factory;
    private final Registry<K, R> registry;
    private final Places<K, R> places;
    private final KeyedCounters counters;
    private final Executor workers;
    private final AtomicLong lastNumber = new AtomicLong();

    Opening(
            KeyedFactory<K, R> factory,
            Registry<K, R> registry,
            Places<K, R> places,
            KeyedCounters counters,
            Executor workers) {
        this.factory = factory;
        this.registry = registry;
        this.places = places;
        this.counters = counters;
        this.workers = workers;
    }

    /** A caller has brought a place for the entry; it may not be needed any more. True if this one is used. */
    boolean begin(Entry<K, R> entry, Lease<Cell<K, R>> place) {
        if (!entry.beginOpening()) {
            place.close(); // empty as it is: whoever waits next gets it
            return false;
        }
        entry.occupies(place);
        if (!place.resource().occupy(entry)) {
            entry.wantAgain(); // an operation was quicker
            place.close();
            return false;
        }
        counters.opening.incrementAndGet();
        entry.wakeAll(); // whoever else is at the gate for it need not stay there
        run(() -> open(entry));
        return true;
    }

    /** As the managed pool does: what nobody takes must not be lost, so it is done here. */
    private void run(Runnable work) {
        try {
            workers.execute(work);
        } catch (RuntimeException | OutOfMemoryError e) {
            work.run();
        }
    }

    private void open(Entry<K, R> entry) {
        Throwable failure = null;
        if (!entry.isGone() && entry.isHeld()) { // otherwise it would be made in vain
            counters.factoryCalls.increment();
            try {
                entry.made(created(entry.key()), lastNumber.incrementAndGet());
            } catch (Throwable t) { // an Error, too: its place has to be given back
                failure = t;
                counters.factoryFailures.increment();
            }
        }
        counters.opening.decrementAndGet();
        if (entry.resourceIfMade() != null) {
            registry.arrived(entry, places);
        } else {
            registry.failed(entry, failure);
        }
    }

    private R created(K key) throws Exception {
        R made = factory.create(key);
        if (made == null) {
            throw new IllegalStateException("the factory made nothing");
        }
        return made;
    }
}
