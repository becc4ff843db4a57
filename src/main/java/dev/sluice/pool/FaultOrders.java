package dev.sluice.pool;

import dev.sluice.pool.failure.Unsupported;
import dev.sluice.pool.fault.FaultKind;
import dev.sluice.pool.fault.FaultRule;
import dev.sluice.pool.operation.OperationContext;
import dev.sluice.pool.operation.OperationName;
import dev.sluice.pool.operation.OperationReport;
import dev.sluice.pool.store.Severable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The operations that inject and clear faults. They run beside other operations of the pool. Thread-safe. */
final class FaultOrders<R> {

    private final PoolCore<R> core;
    private final Operations<R> operations;

    FaultOrders(PoolCore<R> core, Operations<R> operations) {
        this.core = core;
        this.operations = operations;
    }

    OperationReport inject(FaultRule rule, OperationContext context) {
        core.faults.checkRoom();
        if (rule.kind() == FaultKind.BREAK_ON_USE && !(core.store instanceof Severable)) {
            throw new Unsupported(core.name, OperationName.INJECT_FAULT.text(), "cannot break its resources on use");
        }
        return operations.beside(
                OperationName.INJECT_FAULT,
                context,
                work -> work.draft.say(work.isDryRun() ? "would inject " + rule.words() : core.faults.inject(rule)));
    }

    OperationReport clear(@Nullable String rule, OperationContext context) {
        return operations.beside(OperationName.CLEAR_FAULTS, context, work -> {
            if (work.isDryRun()) {
                work.draft.say("in force: " + words(core.faults.rules()));
            } else {
                work.draft.say("cleared: " + words(core.faults.clear(rule)));
            }
        });
    }

    private static String words(List<String> rules) {
        return rules.isEmpty() ? "none" : String.join("; ", rules);
    }
}
