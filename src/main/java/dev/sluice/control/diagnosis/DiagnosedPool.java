package dev.sluice.control.diagnosis;

import dev.sluice.access.Requester;
import dev.sluice.control.operation.Command;
import dev.sluice.control.policy.PolicyRules;
import dev.sluice.pool.PoolQueue;
import dev.sluice.pool.PoolStats;
import dev.sluice.pool.WhatIfReport;
import dev.sluice.pool.history.RecentCounts;
import dev.sluice.pool.operation.OperationReport;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The pool that is diagnosed: readings, replays and dry runs, none of which changes the pool. */
public interface DiagnosedPool {

    /** Returns the statistics. */
    PoolStats stats();

    /** Returns a page of waiters and holders. */
    PoolQueue queue(PoolQueue.Page page);

    /** Returns counts of the last 30 s; zero without a history. */
    RecentCounts recent();

    /**
     * Replays the callers of the last minute with another maximum.
     *
     * @throws dev.sluice.pool.failure.OperationInProgress if another replay runs on the pool
     * @throws dev.sluice.value.BadValue if the maximum is out of range, or the replay takes too long
     */
    WhatIfReport withMaximum(int maxSize);

    /**
     * Replays the callers of the last minute with other rules of the gate.
     *
     * @param changes the other rules, as a merge patch
     * @throws dev.sluice.pool.failure.OperationInProgress if another replay runs on the pool
     * @throws dev.sluice.value.BadValue if a rule is invalid, or the replay takes too long
     */
    WhatIfReport withRules(PolicyRules changes);

    /**
     * Returns the report of a dry run, or null if the dry run has not ended by the limit.
     *
     * @throws RuntimeException if the order is refused
     */
    @Nullable
    OperationReport dryRun(Command command, Requester requester, Duration limit);
}
