package dev.sluice.pool;

import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.pool.failure.OperationInProgress;
import dev.sluice.pool.failure.WrongState;
import dev.sluice.pool.operation.LoadPlan;
import dev.sluice.pool.operation.OperationContext;
import dev.sluice.pool.operation.OperationName;
import dev.sluice.pool.operation.OperationReport;
import dev.sluice.value.BadValue;
import dev.sluice.value.Plural;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Runs load tests, one at a time in the whole process, because two would measure each other. A load test is no obstacle
 * for the operations of its pool, so that operators can reset a pool under load. Thread-safe.
 */
final class LoadTests<R> {

    private static final AtomicReference<@Nullable UnderWay> RUNNING = new AtomicReference<>();

    private final PoolCore<R> core;
    private final Operations<R> operations;
    private final LoadCallers.Leasing<R> acquire;

    private volatile @Nullable LoadStatements<R> statements;

    private record UnderWay(String pool, String id) {}

    LoadTests(PoolCore<R> core, Operations<R> operations, LoadCallers.Leasing<R> acquire) {
        this.core = core;
        this.operations = operations;
        this.acquire = acquire;
    }

    /** Sets the statements that a plan may name. */
    void use(LoadStatements<R> known) {
        statements = known;
    }

    OperationReport run(LoadPlan plan, OperationContext context) {
        LoadStatements<R> known = statements;
        requireKnown(plan.statement(), known);
        requireOpen();
        if (context.isDryRun()) {
            return operations.beside(
                    OperationName.LOAD_TEST,
                    context,
                    work -> work.draft.say("would begin " + Plural.of(plan.threads(), "thread")));
        }
        UnderWay mine = new UnderWay(core.name, context.id());
        UnderWay other = RUNNING.compareAndExchange(null, mine);
        if (other != null) {
            core.events.operation(Type.OPERATION_REFUSED, 0, OperationName.LOAD_TEST, null, context);
            String name = OperationName.LOAD_TEST.text();
            throw new OperationInProgress(other.pool(), name, name, other.id());
        }
        try {
            return operations.beside(
                    OperationName.LOAD_TEST,
                    context,
                    work -> new LoadRun<>(core, plan, context, acquire, known).run(work));
        } finally {
            RUNNING.compareAndSet(mine, null);
        }
    }

    private void requireKnown(@Nullable String statement, @Nullable LoadStatements<R> known) {
        Set<String> names = known == null ? Set.of() : known.names();
        if (statement != null && !names.contains(statement)) {
            throw BadValue.ofText(
                    "statement",
                    names.isEmpty()
                            ? "must not be given: pool '" + core.name + "' has no load-test-sql"
                            : "must be one of " + String.join(", ", names) + " (load-test-sql of pool '" + core.name
                                    + "')",
                    statement);
        }
    }

    /** Refuses a test whose callers would all wait for their timeouts, or be refused. */
    private void requireOpen() {
        String operation = OperationName.LOAD_TEST.text();
        if (core.gate.isDisabled()) {
            throw new WrongState(core.name, operation, core.draining ? "draining" : "disabled", "enable it first");
        }
        if (core.gate.isPaused()) {
            throw new WrongState(core.name, operation, "paused", "resume it first");
        }
    }
}
