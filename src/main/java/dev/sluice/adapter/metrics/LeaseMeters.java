package dev.sluice.adapter.metrics;

import dev.sluice.pool.PoolEvent;
import dev.sluice.pool.PoolListener;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How long leases wait, from the pool's events, by OpenTelemetry's name: a histogram, as whoever waited has time
 * for that. A lease that did not wait is not in it, so that its count is that of waits; nor is a wait that ended
 * without a lease.
 */
final class LeaseMeters implements PoolListener {

    static final String WAIT_TIME = "db.client.connection.wait_time";

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

    private final @Nullable Timer waits;

    LeaseMeters(Meters meters, String pool) {
        Tags tags = Tags.of("db.client.connection.pool.name", pool);
        waits = meters.register(registry -> Timer.builder(WAIT_TIME)
                .description("Waits that ended with a connection")
                .tags(tags)
                .serviceLevelObjectives(BUCKETS)
                .register(registry));
    }

    @Override
    public boolean wantsLeases() {
        return false; // waits are told anyhow
    }

    @Override
    public void on(PoolEvent event) {
        if (event.type() == PoolEvent.Type.LENT_AFTER_WAIT) {
            waited(event.count());
        }
    }

    private void waited(long nanos) {
        if (waits != null) {
            waits.record(nanos, TimeUnit.NANOSECONDS);
        }
    }
}
