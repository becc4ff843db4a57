package dev.sluice.adapter.metrics;

import dev.sluice.pool.PoolEvent;
import dev.sluice.pool.PoolListener;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * How long leases wait and last, from the pool's events, by OpenTelemetry's names.
 *
 * <p>A wait is put into a histogram: whoever waited has time for that. A lease that did not wait is not in it,
 * so that its count is that of waits; nor is a wait that ended without a lease. The end of a lease is on the
 * hot path, where a timer's clock and locks cost too much: it adds to two sums, of which only an average comes.
 */
final class LeaseMeters implements PoolListener {

    static final String WAIT_TIME = "db.client.connection.wait_time";
    static final String USE_TIME = "db.client.connection.use_time";

    /** Those that the conventions advise for the duration of an operation. */
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10)
    };

    private final LongAdder uses = new LongAdder();
    private final LongAdder usedNanos = new LongAdder();
    private final @Nullable Timer waits;

    LeaseMeters(Meters meters, String pool) {
        Tags tags = Tags.of("db.client.connection.pool.name", pool);
        waits = meters.register(registry -> Timer.builder(WAIT_TIME)
                .description("Waits that ended with a connection")
                .tags(tags)
                .serviceLevelObjectives(BUCKETS)
                .register(registry));
        meters.register(registry -> FunctionTimer.builder(
                        USE_TIME, this, it -> it.uses.sum(), it -> it.usedNanos.sum(), TimeUnit.NANOSECONDS)
                .description("Uses of a connection, from its acquisition to its release")
                .tags(tags)
                .register(registry));
    }

    @Override
    public void on(PoolEvent event) {
        switch (event.type()) {
            case LENT_AFTER_WAIT -> waited(event.count());
            case RETURNED -> used(event.count());
            default -> {}
        }
    }

    private void waited(long nanos) {
        if (waits != null) {
            waits.record(nanos, TimeUnit.NANOSECONDS);
        }
    }

    /** An event that does not know how long the lease was out has zero. */
    private void used(long nanos) {
        if (nanos > 0) {
            uses.increment();
            usedNanos.add(nanos);
        }
    }
}
