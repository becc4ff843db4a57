package dev.sluice.adapter.metrics;

import dev.sluice.pool.PoolStats;
import dev.sluice.pool.statistic.Statistic.Kind;
import dev.sluice.pool.statistic.StatisticEntry;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Registers meters that read a pool's statistics, under one prefix and with the same tags. */
final class StatsMeters {

    private static final String MILLIS = "milliseconds";
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

    /** Returns the same object with one more tag. */
    StatsMeters tagged(String key, String value) {
        return new StatsMeters(meters, prefix, tags.and(key, value));
    }

    /** Registers the meter that the statistic declares, if it declares one. */
    void own(StatisticEntry<PoolStats> statistic) {
        String name = statistic.meter();
        if (name != null) {
            register(name, statistic);
        }
    }

    /** Registers a meter of this name for the statistic, with its kind and description. */
    void named(String name, String statistic) {
        register(name, find(statistic));
    }

    private void register(String name, StatisticEntry<PoolStats> statistic) {
        String time = statistic.declaration().totalTime();
        if (!time.isEmpty()) {
            timer(name, statistic.description(), stats -> (long) statistic.number(stats), find(time)::number);
        } else if (statistic.kind() == Kind.COUNTER) {
            counter(name, statistic.description(), statistic::number);
        } else {
            gauge(name, statistic.description(), statistic::number);
        }
    }

    /** Registers a gauge in milliseconds of a statistic in seconds. */
    void millis(String name, String statistic) {
        millis(name, find(statistic).describedIn(MILLIS), find(statistic)::number);
    }

    private static StatisticEntry<PoolStats> find(String name) {
        return PoolStats.STATISTICS.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no statistic " + name));
    }

    /** Registers a number that rises and falls. */
    void gauge(String name, String description, ToDoubleFunction<PoolStats> value) {
        gauge(name, null, description, value);
    }

    /** Registers a gauge of seconds, shown in milliseconds. */
    void millis(String name, String description, ToDoubleFunction<PoolStats> seconds) {
        gauge(name, MILLIS, description, stats -> MILLIS_PER_SECOND * seconds.applyAsDouble(stats));
    }

    private void gauge(String name, @Nullable String unit, String description, ToDoubleFunction<PoolStats> value) {
        meters.registerIfAbsent(
                prefix + name,
                tags,
                registry -> Gauge.builder(prefix + name, meters.stats(), recent -> value.applyAsDouble(recent.get()))
                        .baseUnit(unit)
                        .description(description)
                        .tags(tags)
                        .register(registry));
    }

    /** Registers a number that only rises. */
    void counter(String name, String description, ToDoubleFunction<PoolStats> count) {
        meters.registerIfAbsent(
                prefix + name,
                tags,
                registry -> FunctionCounter.builder(
                                prefix + name, meters.stats(), recent -> count.applyAsDouble(recent.get()))
                        .description(description)
                        .tags(tags)
                        .register(registry));
    }

    /** Registers a number of events and the seconds that they took together. */
    void timer(String name, String description, ToLongFunction<PoolStats> count, ToDoubleFunction<PoolStats> seconds) {
        meters.registerIfAbsent(
                prefix + name,
                tags,
                registry -> FunctionTimer.builder(
                                prefix + name,
                                meters.stats(),
                                recent -> count.applyAsLong(recent.get()),
                                recent -> seconds.applyAsDouble(recent.get()),
                                TimeUnit.SECONDS)
                        .description(description)
                        .tags(tags)
                        .register(registry));
    }
}
