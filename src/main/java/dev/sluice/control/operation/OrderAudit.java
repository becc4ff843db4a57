package dev.sluice.control.operation;

import dev.sluice.access.AuditEvent.ChangeOutcome;
import dev.sluice.access.AuditedChange;
import dev.sluice.access.Guard;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The record of one order in the audit log. Thread-safe. */
final class OrderAudit {

    private final Guard guard;
    private final PoolDirectory pools;
    private final Order order;
    private @Nullable AuditedChange change; // Guarded by this
    private @Nullable End early; // Guarded by this; the end of an operation that was cancelled before its beginning

    /** The end of an operation. */
    private record End(ChangeOutcome how, @Nullable String why) {}

    OrderAudit(Guard guard, PoolDirectory pools, Order order) {
        this.guard = guard;
        this.pools = pools;
        this.order = order;
    }

    /** Records that the order is about to be executed, under the id of its operation. */
    void begin(String id) {
        AuditedChange begun = guard.begin(
                order.requester(),
                order.command().name(),
                order.pool(),
                id,
                parameters(),
                () -> PoolValues.of(pools::pool, order.pool()));
        End end;
        synchronized (this) {
            change = begun;
            end = early;
        }
        if (end != null) {
            begun.end(end.how(), end.why());
        }
    }

    private Map<String, String> parameters() {
        Map<String, String> given = new LinkedHashMap<>();
        if (order.dryRun()) {
            given.put("dryRun", "true");
        }
        given.putAll(order.command().parameters());
        return given;
    }

    /** Records the end of the operation. */
    void end(Operation last) {
        end(outcome(last.status()), last.problem());
    }

    /** Records that the order was not executed. */
    void fail(Throwable why) {
        end(ChangeOutcome.FAILED, why.getMessage());
    }

    private void end(ChangeOutcome how, @Nullable String why) {
        AuditedChange begun;
        synchronized (this) {
            begun = change;
            if (begun == null) {
                early = new End(how, why); // RACE: others see the operation before its first line is written
            }
        }
        if (begun != null) {
            begun.end(how, why);
        }
    }

    private static ChangeOutcome outcome(Operation.Status status) {
        return switch (status) {
            case SUCCEEDED -> ChangeOutcome.SUCCEEDED;
            case INCOMPLETE -> ChangeOutcome.INCOMPLETE;
            case CANCELLED -> ChangeOutcome.CANCELLED;
            case FAILED, QUEUED, RUNNING -> ChangeOutcome.FAILED;
        };
    }
}
