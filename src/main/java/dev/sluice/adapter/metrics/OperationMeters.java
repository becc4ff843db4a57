package dev.sluice.adapter.metrics;

import dev.sluice.pool.PoolEvent;
import dev.sluice.pool.PoolListener;
import dev.sluice.pool.operation.OperationName;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Counts the operations of operators and their durations, from the pool's events. The meters of an operation are
 * created at its first use.
 */
final class OperationMeters implements PoolListener {

    static final String OPERATIONS = "sluice.pool.operations";
    static final String TIME = "sluice.pool.operation.time";

    private final Meters meters;
    private final String pool;

    /** The time of the request for the running operation. A pool runs one operation at a time. */
    private volatile @Nullable Instant since;

    OperationMeters(Meters meters, String pool) {
        this.meters = meters;
        this.pool = pool;
    }

    @Override
    public boolean wantsLeases() {
        return false;
    }

    @Override
    public void on(PoolEvent event) {
        switch (event.type()) {
            case OPERATION_REQUESTED -> since = event.at();
            case OPERATION_REFUSED -> count(event, "refused");
            case OPERATION_COMPLETED -> {
                count(event, "completed");
                time(event);
            }
            case OPERATION_INCOMPLETE -> count(event, "incomplete");
            default -> {}
        }
    }

    private void count(PoolEvent event, String outcome) {
        Counter counter = meters.register(registry -> Counter.builder(OPERATIONS)
                .description("Operations on the pool: completed, incomplete, or refused because another one ran")
                .tags(tags(event).and("outcome", outcome))
                .register(registry));
        if (counter != null) {
            counter.increment();
        }
    }

    private void time(PoolEvent event) {
        Instant start = since;
        Timer timer = meters.register(registry -> Timer.builder(TIME)
                .description("Duration of completed operations")
                .tags(tags(event))
                .register(registry));
        if (timer != null && start != null) {
            timer.record(event.since(start));
        }
    }

    private Tags tags(PoolEvent event) {
        OperationName operation = event.operation();
        return Tags.of("pool", pool, "operation", operation == null ? "unknown" : operation.text());
    }
}
