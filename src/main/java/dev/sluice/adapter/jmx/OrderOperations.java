package dev.sluice.adapter.jmx;

import static javax.management.MBeanOperationInfo.ACTION;
import static javax.management.MBeanOperationInfo.INFO;

import dev.sluice.access.Role;
import dev.sluice.adapter.jmx.OpenOperation.OpenParameter;
import dev.sluice.control.GuardedControl;
import dev.sluice.control.operation.CommandParser;
import dev.sluice.control.operation.Operation;
import dev.sluice.control.operation.OperationCatalogue;
import dev.sluice.control.operation.OperationEntry;
import dev.sluice.control.operation.Order;
import dev.sluice.control.operation.UnknownOperation;
import dev.sluice.pool.operation.OperationReport;
import java.util.List;
import javax.management.openmbean.SimpleType;
import org.jspecify.annotations.Nullable;

/** Operations that run any operation of the catalogue by its name, and operations on their runs. */
final class OrderOperations {

    private static final OpenMapping REPORT = OpenMapping.of(OperationReport.class);
    private static final OpenMapping OPERATION = OpenMapping.of(Operation.class);
    private static final OpenMapping OPERATIONS = OpenMapping.listOf(Operation.class);
    private static final OpenParameter OPERATION_NAME = new OpenParameter(
            "operation",
            "Name of the operation: " + String.join(", ", OperationCatalogue.names()) + ".",
            SimpleType.STRING);
    private static final OpenParameter PARAMETERS = new OpenParameter(
            "parameters",
            "Parameters as key=value, separated by commas, with the names of the REST API: "
                    + "atOnce=2, perSecond=5. With deadline=30s the operation stops there; with an "
                    + "idempotencyKey a repeated call begins nothing. May be empty.",
            SimpleType.STRING);
    private static final OpenParameter ID =
            new OpenParameter("id", "Id of the operation, op_<number>_<nanoseconds>.", SimpleType.STRING);

    private final GuardedControl control;
    private final OperationList list = new OperationList();

    private OrderOperations(GuardedControl control) {
        this.control = control;
    }

    /** Returns the operations. */
    static List<PoolOperation> of(GuardedControl control) {
        OrderOperations operations = new OrderOperations(control);
        operations.steering();
        operations.following();
        return operations.list.all();
    }

    private void steering() {
        list.add(
                "operate",
                "Runs any operation, with parameters as text, and waits for its end.",
                ACTION,
                REPORT,
                this::requireOrder,
                (pool, given) -> control.perform(order(pool, given, false)),
                OPERATION_NAME,
                PARAMETERS);
        list.add(
                "dryRun",
                "Reports the effect that any operation would have, without running it.",
                ACTION,
                REPORT,
                this::requireOrder,
                (pool, given) -> control.perform(order(pool, given, true)),
                OPERATION_NAME,
                PARAMETERS);
    }

    private void following() {
        list.add(
                "begin",
                "Begins any operation, with parameters as text, and returns it without waiting for its end.",
                ACTION,
                OPERATION,
                this::requireOrder,
                (pool, given) -> control.start(order(pool, given, false)),
                OPERATION_NAME,
                PARAMETERS);
        list.add(
                "operations",
                "The operations on this pool, the latest first.",
                INFO,
                OPERATIONS,
                this::requireReadable,
                (pool, given) -> control.operations(pool));
        list.add(
                "operation",
                "Returns the state of an operation.",
                INFO,
                OPERATION,
                this::requireReadable,
                (pool, given) -> known(pool, OpenArguments.text(given, 0)),
                ID);
        list.add(
                "cancelOperation",
                "Stops an operation at its present step; finished steps stay done.",
                ACTION,
                OPERATION,
                (pool, given) -> control.requireRole(Role.OPERATOR, pool, "cancel-operation"),
                (pool, given) ->
                        control.cancel(known(pool, OpenArguments.text(given, 0)).id()),
                ID);
    }

    private void requireReadable(@Nullable String pool, List<@Nullable Object> given) {
        control.requireRole(Role.VIEWER, pool, "read");
    }

    /** Requires the role of the named operation; for a name that is not known, the least role that operates. */
    private void requireOrder(@Nullable String pool, List<@Nullable Object> given) {
        OperationEntry named = given.isEmpty()
                ? null
                : OperationCatalogue.find(String.valueOf(given.get(0))).orElse(null);
        if (named == null) {
            control.requireRole(Role.OPERATOR, pool, "operate");
        } else {
            control.requireRole(named.role(), pool, named.name());
        }
    }

    /** Returns an operation on this pool. */
    private Operation known(String pool, String id) {
        Operation operation = control.operation(id);
        if (!operation.pool().equalsIgnoreCase(pool)) {
            throw new UnknownOperation(id);
        }
        return operation;
    }

    private Order order(String pool, List<@Nullable Object> given, boolean dryRun) {
        return CommandParser.order(
                pool, OpenArguments.text(given, 0), OpenArguments.text(given, 1), control.requester(), dryRun);
    }
}
