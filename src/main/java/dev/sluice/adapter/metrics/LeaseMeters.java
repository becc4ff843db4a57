package dev.sluice.adapter.metrics;

import dev.sluice.pool.PoolEvent;
import dev.sluice.pool.PoolListener;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A histogram of the waits for leases, with OpenTelemetry's name, from the events of the pool. Its cost is negligible
 * for a caller that waited. Leases without a wait are not counted, and neither are waits without a lease.
 */
final class LeaseMeters implements PoolListener {

    static final String WAIT_TIME = "db.client.connection.wait_time";

    /** Bucket bounds that the conventions recommend for the duration of an operation. */
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
        return false; // waits are reported without it
    }

    @Override
    public void on(PoolEvent event) {
        // waits have no event here
    }

    @Override
    public void waited(long nanos) {
        if (waits != null) {
            waits.record(nanos, TimeUnit.NANOSECONDS);
        }
    }
}
