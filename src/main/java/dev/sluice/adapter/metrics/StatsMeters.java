package dev.sluice.adapter.metrics;

import dev.sluice.pool.PoolStats;
import dev.sluice.pool.PoolStats.Counters;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** Registers meters that read a pool's statistics, under one prefix and with the same tags. */
final class StatsMeters {

    private static final double MILLIS_PER_SECOND = 1e3;

    private final Meters meters;
    private final String prefix;
    private final Tags tags;

    StatsMeters(Meters meters, String prefix) {
        this(meters, prefix, Tags.empty());
    }

    private StatsMeters(Meters meters, String prefix, Tags tags) {
        this.meters = meters;
        this.prefix = prefix;
        this.tags = tags;
    }

    /** The same, with one more tag. */
    StatsMeters tagged(String key, String value) {
        return new StatsMeters(meters, prefix, tags.and(key, value));
    }

    /** Something that goes up and down. */
    void gauge(String name, String description, ToDoubleFunction<PoolStats> value) {
        meters.registerIfAbsent(
                prefix + name,
                tags,
                registry -> Gauge.builder(prefix + name, meters.stats(), recent -> value.applyAsDouble(recent.get()))
                        .description(description)
                        .tags(tags)
                        .register(registry));
    }

    /** 1 or 0. */
    void flag(String name, String description, BooleanSupplier value) {
        gauge(name, description, recent -> value.getAsBoolean() ? 1 : 0);
    }

    /** A gauge of seconds, told in milliseconds. */
    void millis(String name, String description, ToDoubleFunction<Counters> seconds) {
        meters.registerIfAbsent(
                prefix + name,
                tags,
                registry -> Gauge.builder(
                                prefix + name,
                                meters.stats(),
                                recent -> MILLIS_PER_SECOND
                                        * seconds.applyAsDouble(recent.get().counters()))
                        .baseUnit("milliseconds")
                        .description(description)
                        .tags(tags)
                        .register(registry));
    }

    /** Something that only goes up. */
    void counter(String name, String description, ToLongFunction<Counters> count) {
        meters.registerIfAbsent(
                prefix + name,
                tags,
                registry -> FunctionCounter.builder(
                                prefix + name,
                                meters.stats(),
                                recent -> count.applyAsLong(recent.get().counters()))
                        .description(description)
                        .tags(tags)
                        .register(registry));
    }

    /** A number of times and how long they took together. */
    void timer(String name, String description, ToLongFunction<Counters> count, ToDoubleFunction<Counters> seconds) {
        meters.registerIfAbsent(
                prefix + name,
                tags,
                registry -> FunctionTimer.builder(
                                prefix + name,
                                meters.stats(),
                                recent -> count.applyAsLong(recent.get().counters()),
                                recent -> seconds.applyAsDouble(recent.get().counters()),
                                TimeUnit.SECONDS)
                        .description(description)
                        .tags(tags)
                        .register(registry));
    }
}
