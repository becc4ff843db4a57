package dev.sluice.adapter.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The meters of one pool. They are registered one by one, and removed together. Thread-safe. Micrometer has only weak
 * references to the sources of its meters; this class has strong ones.
 */
final class Meters implements AutoCloseable {

    private final MeterRegistry registry;
    private final RecentStats stats;
    /**
     * The meters of others that have the pool's name as a tag. They are searched once, because a search passes all meters
     * of the process, and a pool has about a hundred.
     */
    private final Set<Meter.Id> foreign;

    private final Set<Meter> registered = new LinkedHashSet<>(); // Guarded by this
    private boolean closed; // Guarded by this

    Meters(MeterRegistry registry, RecentStats stats) {
        this.registry = registry;
        this.stats = stats;
        this.foreign = registry.getMeters().stream()
                .map(Meter::getId)
                .filter(id ->
                        id.getTags().stream().anyMatch(tag -> tag.getValue().equals(stats.pool())))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Returns recent statistics of the pool. */
    RecentStats stats() {
        return stats;
    }

    /** Registers a meter, or returns the meter that was registered before. Returns null after the close. */
    synchronized <M extends Meter> @Nullable M register(Function<MeterRegistry, M> registration) {
        if (closed) {
            return null;
        }
        M meter = registration.apply(registry);
        registered.add(meter);
        return meter;
    }

    /** Registers a meter, unless the registry had a meter of that name and these tags before the pool. */
    synchronized void registerIfAbsent(String name, Tags tags, Function<MeterRegistry, ? extends Meter> registration) {
        boolean isThere = Stream.concat(foreign.stream(), registered.stream().map(Meter::getId))
                .anyMatch(id -> id.getName().equals(name)
                        && id.getTags().containsAll(tags.stream().toList()));
        if (!isThere) {
            register(registration);
        }
    }

    /** Removes one of these meters. */
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
