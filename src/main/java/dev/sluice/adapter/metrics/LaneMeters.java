package dev.sluice.adapter.metrics;

import dev.sluice.admission.Priority;
import dev.sluice.admission.WaitHistogram;
import dev.sluice.pool.ManagedPool;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * The ended waits of each lane, with or without a connection, as a timer and as cumulative buckets, which the gate counts
 * itself. A wait costs no more than without meters.
 */
final class LaneMeters {

    static final String WAITS = "sluice.pool.lane.waits";
    static final String BUCKETS = "sluice.pool.lane.wait.bucket";

    private static final List<Duration> LIMITS = List.of(
            Duration.ofMillis(1),
            Duration.ofMillis(5),
            Duration.ofMillis(10),
            Duration.ofMillis(50),
            Duration.ofMillis(100),
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10));

    private LaneMeters() {}

    static void register(Meters meters, ManagedPool<?> pool) {
        for (Priority lane : Priority.values()) {
            Tags tags = Tags.of("pool", pool.name(), "lane", lane.name().toLowerCase(Locale.ROOT));
            register(meters, tags, pool.waits(lane));
        }
    }

    private static void register(Meters meters, Tags tags, WaitHistogram waits) {
        meters.registerIfAbsent(
                WAITS,
                tags,
                registry -> FunctionTimer.builder(
                                WAITS,
                                waits,
                                WaitHistogram::count,
                                each -> each.total().toNanos(),
                                TimeUnit.NANOSECONDS)
                        .description("Ended waits of the lane, with or without a connection.")
                        .tags(tags)
                        .register(registry));
        for (Duration limit : LIMITS) {
            bucket(meters, tags.and("le", String.valueOf(limit.toMillis() / 1e3)), waits, limit);
        }
        bucket(meters, tags.and("le", "+Inf"), waits, Duration.ofNanos(Long.MAX_VALUE));
    }

    private static void bucket(Meters meters, Tags tags, WaitHistogram waits, Duration limit) {
        meters.registerIfAbsent(
                BUCKETS,
                tags,
                registry -> FunctionCounter.builder(BUCKETS, waits, each -> each.upTo(limit))
                        .description("Ended waits of the lane up to le seconds.")
                        .tags(tags)
                        .register(registry));
    }
}
