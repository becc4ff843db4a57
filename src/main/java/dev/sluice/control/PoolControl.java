package dev.sluice.control;

import dev.sluice.control.policy.BadRule;
import dev.sluice.control.policy.PolicyRules;
import dev.sluice.control.policy.PolicyView;
import dev.sluice.pool.PoolEvent;
import dev.sluice.pool.PoolQueue;
import dev.sluice.pool.PoolStats;
import dev.sluice.pool.failure.OperationInProgress;
import dev.sluice.pool.failure.PoolClosed;
import dev.sluice.pool.failure.ReleaseRefused;
import dev.sluice.pool.failure.UnknownPool;
import dev.sluice.pool.leak.LeakSuspect;
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

    /** The rules by which callers get in. */
    PolicyView policy(String pool);

    /**
     * Puts rules in the place of those in force, from the next caller on; what they leave out has its default.
     *
     * @throws BadRule if one of them makes no sense; the rules in force stay, all of them
     */
    PolicyView setPolicy(String pool, PolicyRules rules);

    /** Changes single rules, see {@link PolicyRules#patchedBy}; otherwise as {@link #setPolicy}. */
    PolicyView changePolicy(String pool, PolicyRules changes);

    /** Lets nobody in until it is resumed, see {@link dev.sluice.pool.ManagedPool#pause}. Twice is harmless. */
    void pause(String pool);

    /** Lets callers in again. Harmless if it is not paused. */
    void resume(String pool);

    /**
     * Changes the sizes; both or none. Connections beyond a smaller maximum go as leases end.
     *
     * @param min null to leave the minimum as it is
     * @param max null to leave the maximum as it is
     */
    void resize(String pool, @Nullable Integer min, @Nullable Integer max);

    /** Leases that were reported as leaks and are still out, see {@link dev.sluice.pool.ManagedPool#leaks}. */
    List<LeakSuspect> leaks(String pool, boolean stacks);

    /** Who waits and who holds, see {@link dev.sluice.pool.ManagedPool#queue}. */
    PoolQueue queue(String pool, boolean stacks);
}
