package dev.sluice.control;

import dev.sluice.access.Requester;
import dev.sluice.control.diagnosis.DiagnosedPool;
import dev.sluice.control.operation.Command;
import dev.sluice.control.operation.Order;
import dev.sluice.control.policy.PolicyRules;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.PoolQueue;
import dev.sluice.pool.PoolStats;
import dev.sluice.pool.WhatIfReport;
import dev.sluice.pool.history.RecentCounts;
import dev.sluice.pool.operation.OperationReport;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A pool of a manager, as a diagnosis reads it. Thread-safe. */
record PoolExamination(PoolControl pools, ManagedPool<?> pool) implements DiagnosedPool {

    private static final int SECONDS = 30;
    private static final Duration REPLAYED = Duration.ofMinutes(1);
    private static final PolicyRules PRESENT = PolicyRules.ofText("");

    @Override
    public PoolStats stats() {
        return pool.stats();
    }

    @Override
    public PoolQueue queue(PoolQueue.Page page) {
        return pool.queue(page);
    }

    @Override
    public RecentCounts recent() {
        return pool.recent(SECONDS);
    }

    @Override
    public WhatIfReport withMaximum(int maxSize) {
        return pools.whatIf(pool.name(), maxSize, PRESENT, REPLAYED);
    }

    @Override
    public WhatIfReport withRules(PolicyRules changes) {
        return pools.whatIf(pool.name(), null, changes, REPLAYED);
    }

    @Override
    public @Nullable OperationReport dryRun(Command command, Requester requester, Duration limit) {
        Order order = new Order(pool.name(), command, requester, true, limit, null);
        return pools.await(pools.start(order).id(), limit).report();
    }
}
