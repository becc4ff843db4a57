package dev.sluice.batch.jdbc;

import dev.sluice.admission.Priority;
import dev.sluice.jdbc.ManagedDataSource;
import dev.sluice.pool.AcquireRequest;
import dev.sluice.pool.PoolStats;
import dev.sluice.time.Ticker;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** The source of the workers' connections. Thread-safe. */
public interface Connections {

    /** Maximum wait of a worker before it checks whether the run continues. */
    Duration TURN = Duration.ofSeconds(1);

    /** Returns the target of the connections, without secrets. */
    String place();

    /** Leases a connection; waits for at most {@link #TURN}, or for the configured time. */
    Connection acquire() throws SQLException;

    /** Leases a connection; waits for at most this time, if the source supports it. */
    default Connection acquire(Duration patience) throws SQLException {
        return acquire();
    }

    /** Returns the limit in favour of other callers. */
    default FairShareLimit fairShare() {
        return FairShareLimit.NONE;
    }

    /**
     * Returns the source of leases of a managed pool, in the given lane, with tags that name their purpose. Leases of
     * the lane {@code BACKGROUND} are bounded by {@link FairShareLimit}. A batch is not reported as a leak.
     */
    static Connections of(ManagedDataSource dataSource, Priority lane, String batch) {
        FairShareLimit fairShare = lane == Priority.BACKGROUND
                ? FairShareLimit.of(() -> loadOf(dataSource.pool().stats()), Ticker.system())
                : FairShareLimit.NONE;
        return new PoolConnections(dataSource, requestOf(lane, batch), TURN, fairShare);
    }

    /** Returns the source of one long lease, which waits as long as other callers, and has no limit of its time. */
    static Connections once(ManagedDataSource dataSource, Priority lane, String batch) {
        return new PoolConnections(
                dataSource, requestOf(lane, batch).withMaxHold(Duration.ZERO), null, FairShareLimit.NONE);
    }

    private static AcquireRequest requestOf(Priority lane, String batch) {
        return AcquireRequest.DEFAULT.withPriority(lane).withTag("batch", batch).withLeakThreshold(Duration.ZERO);
    }

    private static FairShareLimit.PoolLoad loadOf(PoolStats stats) {
        int inBackground = stats.waitingByLane().getOrDefault(Priority.BACKGROUND, 0);
        return new FairShareLimit.PoolLoad(
                stats.maxConnections(), stats.inUse(), Math.max(0, stats.waiting() - inBackground));
    }
}
