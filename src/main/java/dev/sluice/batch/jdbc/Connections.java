package dev.sluice.batch.jdbc;

import dev.sluice.admission.Priority;
import dev.sluice.jdbc.ManagedDataSource;
import dev.sluice.pool.AcquireRequest;
import dev.sluice.pool.PoolStats;
import dev.sluice.time.Ticker;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** Where the workers' connections come from. Thread-safe. */
public interface Connections {

    /** Maximum wait of a worker before it checks whether the run continues. */
    Duration TURN = Duration.ofSeconds(1);

    /** Where they lead to, without secrets. */
    String place();

    /** Leases one, waiting for {@link #TURN} at most, or so long as was said. */
    Connection acquire() throws SQLException;

    /** Leases one, waiting for that long, if that can be told. */
    default Connection acquire(Duration patience) throws SQLException {
        return acquire();
    }

    /** Whom it lets go first. */
    default FairShareLimit fairShare() {
        return FairShareLimit.NONE;
    }

    /**
     * Leases of a managed pool, in a lane of their own, with tags that tell what they are for. In the lane
     * {@code BACKGROUND} they are taken with {@link FairShareLimit}. A batch is not reported as a leak.
     */
    static Connections of(ManagedDataSource dataSource, Priority lane, String batch) {
        FairShareLimit fairShare = lane == Priority.BACKGROUND
                ? FairShareLimit.of(() -> lookAt(dataSource.pool().stats()), Ticker.system())
                : FairShareLimit.NONE;
        return new PoolConnections(dataSource, requestOf(lane, batch), TURN, fairShare);
    }

    /** The same for one lease that lasts: it waits for as long as the pool has its callers wait. */
    static Connections once(ManagedDataSource dataSource, Priority lane, String batch) {
        return new PoolConnections(dataSource, requestOf(lane, batch), null, FairShareLimit.NONE);
    }

    private static AcquireRequest requestOf(Priority lane, String batch) {
        return AcquireRequest.DEFAULT.withPriority(lane).withTag("batch", batch).withLeakThreshold(Duration.ZERO);
    }

    private static FairShareLimit.Look lookAt(PoolStats stats) {
        int inBackground = stats.waitingByLane().getOrDefault(Priority.BACKGROUND, 0);
        return new FairShareLimit.Look(
                stats.maxConnections(), stats.inUse(), Math.max(0, stats.waiting() - inBackground));
    }
}
