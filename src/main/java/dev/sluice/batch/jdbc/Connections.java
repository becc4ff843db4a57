package dev.sluice.batch.jdbc;

import dev.sluice.admission.Priority;
import dev.sluice.jdbc.ManagedDataSource;
import dev.sluice.pool.AcquireRequest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** Where the workers' connections come from. Thread-safe. */
public interface Connections {

    /** How long a worker waits at a time; then it looks whether the run goes on, and waits again. */
    Duration TURN = Duration.ofSeconds(1);

    /** Where they lead to, without secrets. */
    String place();

    /** Leases one, waiting for {@link #TURN} at most, or so long as was said. */
    Connection acquire() throws SQLException;

    /**
     * Leases of a managed pool, in a lane of their own, with tags that tell what they are for. A batch is not reported
     * as a leak.
     */
    static Connections of(ManagedDataSource dataSource, Priority lane, String batch) {
        return of(dataSource, requestOf(lane, batch).withTimeout(TURN));
    }

    /** The same for one lease that lasts: it waits for as long as the pool has its callers wait. */
    static Connections once(ManagedDataSource dataSource, Priority lane, String batch) {
        return of(dataSource, requestOf(lane, batch));
    }

    private static AcquireRequest requestOf(Priority lane, String batch) {
        return AcquireRequest.DEFAULT.withPriority(lane).withTag("batch", batch).withLeakThreshold(Duration.ZERO);
    }

    private static Connections of(ManagedDataSource dataSource, AcquireRequest request) {
        return new Connections() {

            @Override
            public String place() {
                return "pool '" + dataSource.name() + "'";
            }

            @Override
            public Connection acquire() throws SQLException {
                return dataSource.acquire(request);
            }
        };
    }
}
