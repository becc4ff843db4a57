package dev.sluice.control;

import dev.sluice.pool.PoolEvent;
import dev.sluice.pool.PoolStats;
import dev.sluice.pool.failure.OperationInProgress;
import dev.sluice.pool.failure.PoolClosed;
import dev.sluice.pool.failure.ReleaseRefused;
import dev.sluice.pool.failure.UnknownPool;
import dev.sluice.pool.operation.OperationReport;
import dev.sluice.pool.operation.Selector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can be asked of the pools from outside. Thread-safe.
 *
 * <p>Every method that takes a name throws {@link UnknownPool} if there is no pool of that name; every
 * operation throws {@link PoolClosed} if the pool is closed, {@link OperationInProgress} if another operation
 * runs on it, and {@link IllegalArgumentException}, naming the parameter, for a value that makes no sense.
 */
public interface PoolControl {

    /** The names of the pools, in the order in which they were registered. */
    List<String> names();

    /** What a pool looks like now. */
    PoolStats stats(String pool);

    /** Its last events, oldest first; at most {@code limit}, which must be positive, and never more than 1000. */
    List<PoolEvent> events(String pool, int limit);

    /**
     * Whether it can do its work. Never blocks and takes no connection; if the pool has not been used for a
     * while, it has a connection validated in passing, so that the next answer knows of a dead database.
     */
    Readiness readiness(String pool);

    /** Whether the log has a line for each lease. */
    boolean isVerbose(String pool);

    /** Switches the log lines for single connections on or off. */
    void setVerbose(String pool, boolean on);

    /** Starts a new generation, see {@link dev.sluice.pool.ManagedPool#reset}. */
    OperationReport reset(String pool, boolean force);

    /** Retires what the selector matches, see {@link dev.sluice.pool.ManagedPool#expire}. */
    OperationReport expire(String pool, Selector selector);

    /** Replaces every connection, see {@link dev.sluice.pool.ManagedPool#renew}. */
    OperationReport renew(String pool);

    /** Creates connections up to a target, null for the maximum; see {@link dev.sluice.pool.ManagedPool#fill}. */
    OperationReport fill(String pool, @Nullable Integer target);

    /**
     * Takes a connection away from whoever holds it: it is closed under the holder, whose own release is
     * harmless then.
     *
     * @throws ReleaseRefused if the name is missing, unknown, or the connection is not in use
     */
    OperationReport release(String pool, @Nullable String connection);
}
