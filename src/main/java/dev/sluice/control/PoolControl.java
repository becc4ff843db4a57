package dev.sluice.control;

import dev.sluice.control.operation.Operation;
import dev.sluice.control.operation.OperationConflict;
import dev.sluice.control.operation.OperationNotBegun;
import dev.sluice.control.operation.Order;
import dev.sluice.control.operation.UnknownOperation;
import dev.sluice.control.policy.BadRule;
import dev.sluice.control.policy.PolicyRules;
import dev.sluice.control.policy.PolicyView;
import dev.sluice.pool.GaveUp;
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

    /** The names of the pools, in the order in which they were registered. */
    List<String> names();

    /** What a pool looks like now, by what is known: begins nothing. */
    PoolStats stats(String pool);

    /**
     * What a pool looks like once it has been asked whether it works: if no connection was shown to work lately, has one
     * validated, and waits for the answer no longer than the pool's {@code probe-wait}.
     */
    PoolStats probedStats(String pool);

    /** Its last events, oldest first; at most {@code limit}, which must be positive, and never more than 1000. */
    List<PoolEvent> events(String pool, int limit);

    /**
     * Whether it can do its work. Leases no connection. If no connection was shown to work lately ({@code probe-after}),
     * has one validated, and waits for the answer no longer than the pool's {@code probe-wait}.
     */
    Readiness readiness(String pool);

    /**
     * The same of several pools, in their order, without those that are unknown. All validations begin at the same time,
     * so the answer takes no longer than the longest {@code probe-wait}.
     */
    List<Readiness> readiness(List<String> pools);

    /** Whether it can do its work, by what is known. As {@link #readiness(String)}, but does not wait for a validation. */
    Readiness readinessAsKnown(String pool);

    /** Whether the log has a line for each lease. */
    boolean isVerbose(String pool);

    /** Switches the log lines for single connections on or off. */
    void setVerbose(String pool, boolean on);

    /**
     * Begins an operation; returns when it is the only one on its pool, or has ended already. If as many long ones run
     * as may, it is queued and returned at once. Blocks for no longer than a second. An order with a key that was given
     * before begins nothing: it returns the operation of the first one.
     *
     * @throws OperationNotBegun if as many wait as may
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
     * Completes when an operation has ended: with how it stands then, or with what it was refused with. No thread waits
     * meanwhile.
     *
     * @throws UnknownOperation if there is none of that id
     */
    CompletionStage<Operation> whenEnded(String operation);

    /**
     * How an operation stands. The last 1000 are remembered.
     *
     * @throws UnknownOperation if there is none of that id
     */
    Operation operation(String id);

    /** All operations that are remembered, the latest first; of one pool if it is given. */
    List<Operation> operations(@Nullable String pool);

    /**
     * Has an operation stop where it is; what it has done stays done. Returns how it stands then.
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

    /** Leases that were reported as leaks and are still out, see {@link dev.sluice.pool.ManagedPool#leaks}. */
    List<LeakSuspect> leaks(String pool, boolean stacks);

    /** A page of the waiters and holders, see {@link dev.sluice.pool.ManagedPool#queue(boolean, int, int)}. */
    PoolQueue queue(String pool, boolean stacks, int offset, int limit);

    /** The last hundred callers that ended without a lease, the latest first. */
    List<GaveUp> gaveUp(String pool);

    /** The first page of the waiters and holders. */
    default PoolQueue queue(String pool, boolean stacks) {
        return queue(pool, stacks, 0, PoolQueue.PAGE);
    }
}
