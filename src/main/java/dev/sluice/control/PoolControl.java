package dev.sluice.control;

import dev.sluice.control.operation.Operation;
import dev.sluice.control.operation.OperationConflict;
import dev.sluice.control.operation.OperationNotBegun;
import dev.sluice.control.operation.Order;
import dev.sluice.control.operation.UnknownOperation;
import dev.sluice.control.policy.BadRule;
import dev.sluice.control.policy.PolicyRules;
import dev.sluice.control.policy.PolicyView;
import dev.sluice.pool.LostWaiter;
import dev.sluice.pool.PoolEvent;
import dev.sluice.pool.PoolQueue;
import dev.sluice.pool.PoolStats;
import dev.sluice.pool.failure.OperationInProgress;
import dev.sluice.pool.failure.PoolClosed;
import dev.sluice.pool.failure.UnknownPool;
import dev.sluice.pool.leak.LeakSuspect;
import dev.sluice.pool.operation.OperationReport;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can be asked of the pools from outside. Thread-safe.
 *
 * <p>Every method that takes a name throws {@link UnknownPool} if there is no pool of that name; every
 * operation throws {@link PoolClosed} if the pool is closed, {@link OperationInProgress} if another operation
 * runs on it, and {@link IllegalArgumentException}, naming the parameter, for a value that makes no sense.
 */
public interface PoolControl {

    /** Longer than any step of an operation. */
    Duration LONG = Duration.ofMinutes(1);

    /** Returns the names of the pools, in the order of their registration. */
    List<String> names();

    /** Returns a snapshot of a pool from known facts; starts no validation. */
    PoolStats stats(String pool);

    /**
     * Returns a snapshot of a pool after a probe. If no connection was shown to work within {@code probe-after}, one is
     * validated; the call blocks for the answer, at most for the pool's {@code probe-wait}.
     */
    PoolStats probedStats(String pool);

    /**
     * Returns the latest events, oldest first; at most {@code limit}, which must be positive, and never more than
     * 1000.
     */
    List<PoolEvent> events(String pool, int limit);

    /**
     * Returns whether the pool can serve. Leases no connection. If no connection was shown to work within
     * {@code probe-after}, one is validated; the call blocks for the answer, at most for the pool's {@code probe-wait}.
     */
    Readiness readiness(String pool);

    /**
     * Returns the readiness of several pools, in their order, without unknown ones. All validations begin at the same
     * time, so the answer takes no longer than the longest {@code probe-wait}.
     */
    List<Readiness> readiness(List<String> pools);

    /**
     * Returns whether the pool can serve, from known facts; unlike {@link #readiness(String)}, does not wait for a
     * validation.
     */
    Readiness readinessAsKnown(String pool);

    /** Returns whether the log has a line for each lease. */
    boolean isVerbose(String pool);

    /** Switches the log lines for single connections on or off. */
    void setVerbose(String pool, boolean on);

    /**
     * Starts an operation; returns when it is the only one on its pool, or has ended already. If the maximum number of
     * long operations is running, it is queued and returned at once. Blocks for at most one second. An order with the
     * key of an earlier order starts nothing and returns the operation of the first order.
     *
     * @throws OperationNotBegun if no thread is free and no place in a queue is left
     * @throws OperationInProgress if another one runs on the pool; it has its id
     * @throws OperationConflict if the key was given before with another order
     */
    Operation start(Order order);

    /**
     * Waits for the end of an operation, but no longer than that; returns how it stands then.
     *
     * @throws UnknownOperation if there is none of that id
     * @throws RuntimeException what it was refused with, if it was
     */
    Operation await(String operation, Duration limit);

    /**
     * Returns a stage that completes when the operation has ended, with its final state, or exceptionally if the pool
     * refused it. No thread is blocked meanwhile.
     *
     * @throws UnknownOperation if no operation has that id
     */
    CompletionStage<Operation> whenEnded(String operation);

    /**
     * Returns an operation. The last 1000 are remembered.
     *
     * @throws UnknownOperation if no operation has that id
     */
    Operation operation(String id);

    /** Returns all operations that are remembered, the latest first; of one pool if it is given. */
    List<Operation> operations(@Nullable String pool);

    /**
     * Stops an operation before its next step; finished steps stay done. Returns how it stands then.
     *
     * @throws UnknownOperation if there is none of that id
     * @throws OperationConflict if it has ended
     */
    Operation cancel(String operation);

    /**
     * Tells how an operation stands, now and at each change, until the returned wire is closed. The watcher must not
     * block.
     *
     * @throws UnknownOperation if there is none of that id
     */
    AutoCloseable watch(String operation, Consumer<Operation> watcher);

    /** Carries an order out, however long it takes, and returns what came of it. */
    default OperationReport perform(Order order) {
        Operation operation = start(order);
        while (!operation.hasEnded()) {
            operation = await(operation.id(), LONG);
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("interrupted while " + operation.id() + " goes on");
            }
        }
        return Objects.requireNonNull(await(operation.id(), LONG).report());
    }

    /** Returns the rules of the gate. */
    PolicyView policy(String pool);

    /**
     * Puts rules in the place of those in force, from the next caller on; what they leave out has its default.
     *
     * @throws BadRule if one of them makes no sense; the rules in force stay, all of them
     */
    PolicyView setPolicy(String pool, PolicyRules rules);

    /** Changes single rules, see {@link PolicyRules#patchedBy}; otherwise as {@link #setPolicy}. */
    PolicyView changePolicy(String pool, PolicyRules changes);

    /** Leases that were reported as leaks and are still out, see {@link dev.sluice.pool.ManagedPool#leaks}. */
    List<LeakSuspect> leaks(String pool, boolean stacks);

    /** Returns a page of waiters and holders, see {@link dev.sluice.pool.ManagedPool#queue(PoolQueue.Page)}. */
    PoolQueue queue(String pool, PoolQueue.Page page);

    /** Returns the last 100 callers that ended without a lease, latest first. */
    List<LostWaiter> gaveUp(String pool);

    /** Returns the first page of waiters and holders. */
    default PoolQueue queue(String pool, boolean stacks) {
        return queue(pool, PoolQueue.Page.first(stacks));
    }
}
