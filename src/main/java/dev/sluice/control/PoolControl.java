package dev.sluice.control;

import dev.sluice.access.Requester;
import dev.sluice.access.Role;
import dev.sluice.control.diagnosis.Diagnosis;
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
import dev.sluice.pool.PoolVerdict;
import dev.sluice.pool.TagUse;
import dev.sluice.pool.WhatIfReport;
import dev.sluice.pool.failure.OperationInProgress;
import dev.sluice.pool.failure.PoolClosed;
import dev.sluice.pool.failure.UnknownPool;
import dev.sluice.pool.history.PoolHistory;
import dev.sluice.pool.leak.LeakSuspect;
import dev.sluice.pool.operation.OperationReport;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The inbound port: all requests to the pools. Thread-safe.
 *
 * <p>Every method that takes a name throws {@link UnknownPool} if no pool has that name. Every operation throws {@link
 * PoolClosed} if the pool is closed, and {@link OperationInProgress} if another operation runs on it. An invalid value
 * is refused with an {@link IllegalArgumentException} that names the parameter.
 */
public interface PoolControl {

    /** The role that stacks of threads and statements of holders need, since both may have values of callers. */
    Role INNER = Role.OPERATOR;

    /** A limit that is longer than any step of an operation. */
    Duration LONG = Duration.ofMinutes(1);

    /** Returns the names of the pools, in the order of their registration. */
    List<String> names();

    /** Returns a snapshot of a pool from known facts; starts no validation. */
    PoolStats stats(String pool);

    /**
     * Returns a snapshot of a pool after a probe. If no connection was proven to work within {@code probe-after}, one
     * connection is validated. The call blocks for the result, at most for the pool's {@code probe-wait}.
     */
    PoolStats probedStats(String pool);

    /** Returns the statistics without the list of connections, whose texts cost most of a reading. Validates nothing. */
    PoolStats figures(String pool);

    /**
     * Returns the samples of the last 15 minutes, oldest first; see {@link dev.sluice.pool.ManagedPool#history}. Empty if
     * this process records none.
     *
     * @param since the number of the last sample that the requester has; 0 for all
     */
    PoolHistory history(String pool, long since);

    /**
     * Returns the cause for which callers of the pool wait or are refused, and the next steps with their dry runs. Takes
     * up to some seconds; changes nothing. Stacks, statements, predictions and dry runs need the role operator.
     */
    Diagnosis diagnosis(String pool, Requester requester);

    /** Returns the verdict on all pools in words, and that on each pool by its name, without a validation. */
    default PoolVerdicts verdicts() {
        Map<String, String> verdicts = new LinkedHashMap<>();
        for (String name : names()) {
            try {
                verdicts.put(name, verdict(name));
            } catch (UnknownPool e) {
                // RACE: the pool was deleted after its name was read, and has no verdict
            }
        }
        return new PoolVerdicts(PoolVerdict.ofAll(verdicts), verdicts);
    }

    /** Returns the verdict on a pool in words, from known facts. */
    String verdict(String pool);

    /**
     * Returns the latest events, oldest first; at most {@code limit}, which must be positive, and never more than
     * {@value PoolEvent#KEPT}.
     */
    List<PoolEvent> events(String pool, int limit);

    /**
     * Returns whether the pool can serve. Leases no connection. If no connection was proven to work within {@code
     * probe-after}, one connection is validated. The call blocks for the result, at most for the pool's {@code
     * probe-wait}.
     */
    Readiness readiness(String pool);

    /**
     * Returns the readiness of several pools, in the order of the names, without unknown pools. All validations begin
     * at the same time, so the call takes no longer than the longest {@code probe-wait}.
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
     * Starts an operation. Returns when it is the only one on its pool, or has already ended. Blocks for at most one
     * second. If the maximum number of long operations is running, the operation is queued and returned at once. An
     * order with the key of an earlier order starts nothing and returns the operation of the earlier order.
     *
     * @throws OperationNotBegun if no thread is free and no place in a queue is left
     * @throws OperationInProgress if another operation runs on the pool; the exception has its id
     * @throws OperationConflict if the key was given before with another order
     */
    Operation start(Order order);

    /**
     * Waits for the end of an operation, at most for the given limit. Returns its state at that moment.
     *
     * @throws UnknownOperation if no operation has that id
     * @throws RuntimeException the refusal, if the operation was refused
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
     * Returns an operation. The last 1000 operations are kept.
     *
     * @throws UnknownOperation if no operation has that id
     */
    Operation operation(String id);

    /** Returns all operations that are kept, the latest first; only those of the pool, if one is given. */
    List<Operation> operations(@Nullable String pool);

    /**
     * Cancels an operation before its next step; finished steps are not reverted. Returns its state at that moment.
     *
     * @throws UnknownOperation if no operation has that id
     * @throws OperationConflict if the operation has ended
     */
    Operation cancel(String operation);

    /**
     * Sends the watcher the present state of an operation and each change, until the returned object is closed. The
     * watcher must not block.
     *
     * @throws UnknownOperation if no operation has that id
     */
    AutoCloseable watch(String operation, Consumer<Operation> watcher);

    /** Executes an order, without a time limit, and returns its report. */
    default OperationReport perform(Order order) {
        Operation operation = start(order);
        while (!operation.hasEnded()) {
            operation = await(operation.id(), LONG);
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException(
                        "interrupted while waiting for " + operation.id() + ", which continues");
            }
        }
        return Objects.requireNonNull(await(operation.id(), LONG).report());
    }

    /** Returns the rules of the gate. */
    PolicyView policy(String pool);

    /**
     * Replaces the rules in force, for all later callers. Omitted rules have their defaults.
     *
     * @throws BadRule if a rule is invalid; then all rules in force stay
     */
    PolicyView setPolicy(String pool, PolicyRules rules);

    /** Changes single rules, see {@link PolicyRules#patchedBy}; otherwise like {@link #setPolicy}. */
    PolicyView changePolicy(String pool, PolicyRules changes);

    /**
     * Returns the leases that were reported as leaks and have not been released; see {@link
     * dev.sluice.pool.ManagedPool#leaks}.
     */
    List<LeakSuspect> leaks(String pool, boolean stacks);

    /** Returns the use of the pool by each counted tag, see {@link dev.sluice.pool.ManagedPool#tags()}. */
    List<TagUse> tags(String pool);

    /** Returns a page of waiters and holders, see {@link dev.sluice.pool.ManagedPool#queue(PoolQueue.Page)}. */
    PoolQueue queue(String pool, PoolQueue.Page page);

    /** Returns the last 100 callers that ended without a lease, latest first. */
    List<LostWaiter> gaveUp(String pool);

    /**
     * Replays the recent callers of a pool with another size or other rules of its gate, in the calling thread; takes
     * up to 10 s of a processor, and changes nothing.
     *
     * @param maxSize the other maximum; null for the present one
     * @param changes the other rules, as {@link #changePolicy} takes them; policies beyond the gate are refused
     * @param last the part of the recorded time to replay, up to now; null for all
     * @throws OperationInProgress if another replay runs on the pool
     * @throws BadRule if a rule is invalid
     */
    WhatIfReport whatIf(String pool, @Nullable Integer maxSize, PolicyRules changes, @Nullable Duration last);

    /** Returns the first page of waiters and holders. */
    default PoolQueue queue(String pool, boolean stacks) {
        return queue(pool, PoolQueue.Page.first(stacks));
    }
}
