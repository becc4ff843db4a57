package dev.sluice.adapter.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Meters of one pool, which come one by one and go together. Thread-safe. Micrometer refers weakly to what its
 * meters read; this keeps it.
 */
final class Meters implements AutoCloseable {

    private final MeterRegistry registry;
    private final RecentStats stats;
    private final Set<Meter> registered = new LinkedHashSet<>(); // Guarded by this
    private boolean closed; // Guarded by this

    Meters(MeterRegistry registry, RecentStats stats) {
        this.registry = registry;
        this.stats = stats;
    }

    /** Returns recent statistics of the pool. */
    RecentStats stats() {
        return stats;
    }

    /** Registers a meter, or finds the one that was registered before; null once these meters have gone. */
    synchronized <M extends Meter> @Nullable M register(Function<MeterRegistry, M> registration) {
        if (closed) {
            return null;
        }
        M meter = registration.apply(registry);
        registered.add(meter);
        return meter;
    }

    /** Registers a meter, unless somebody else has one of that name and these tags: that one stays. */
    synchronized void registerIfAbsent(String name, Tags tags, Function<MeterRegistry, ? extends Meter> registration) {
        if (registry.find(name).tags(tags).meter() == null) {
            register(registration);
        }
    }

    /** Takes one of these meters away again. */
    synchronized void remove(Meter meter) {
        if (registered.remove(meter)) {
            registry.remove(meter);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        registered.forEach(registry::remove);
        registered.clear();
    }
}
