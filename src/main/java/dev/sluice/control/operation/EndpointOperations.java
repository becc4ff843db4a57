package dev.sluice.control.operation;

import static dev.sluice.control.operation.OperationParameters.AT_ONCE;
import static dev.sluice.control.operation.OperationParameters.MOST_FAILURES;
import static dev.sluice.control.operation.OperationParameters.PATIENCE;
import static dev.sluice.control.operation.OperationParameters.PER_SECOND;
import static dev.sluice.value.ValueSpec.optional;
import static dev.sluice.value.ValueSpec.required;

import dev.sluice.access.Role;
import dev.sluice.control.operation.Command.Effort;
import dev.sluice.control.operation.OperationEntry.ParameterPlace;
import dev.sluice.pool.operation.OperationName;
import dev.sluice.pool.operation.Pace;
import dev.sluice.pool.store.Target;
import dev.sluice.value.ValueSpec;
import dev.sluice.value.Values;
import java.util.List;

/** The operations that move a pool to another endpoint or to other credentials. */
final class EndpointOperations {

    private static final ValueSpec<String> URL =
            required("url", Values.JDBC_URL, "JDBC URL of the target.", "jdbc:postgresql://db2.example.com/orders");
    private static final ValueSpec<String> USERNAME = optional(
                    "username", Values.text(), "User at the target.", "orders_b")
            .orElse("the stored one");
    private static final ValueSpec<String> PASSWORD = optional("password", Values.text(), "Password of the user.", "…")
            .orElse("the stored one")
            .secret();
    private static final ValueSpec<Boolean> WRITABLE = optional(
                    "writable", Values.FLAG, "Refuses a read-only target.", "true")
            .or(true, "true");

    private EndpointOperations() {}

    /** Returns the entries in the order of the documentation. */
    static List<OperationEntry> entries() {
        return List.of(switchEndpoint(), rotateCredentials());
    }

    private static OperationEntry switchEndpoint() {
        return OperationEntry.of(OperationName.SWITCH_ENDPOINT)
                .title("Move to another database server")
                .description(
                        "Tries the target, lets callers wait, waits for leases, opens connections at the target and admits the"
                                + " callers again. Each failure leads back to the old endpoint. The configuration must name the"
                                + " target: its kind, hosts and ports. A host that the configuration does not name for the"
                                + " pool needs username and password.")
                .role(Role.ADMIN)
                .place(ParameterPlace.BODY)
                .parameters(URL, USERNAME, PASSWORD, WRITABLE, PATIENCE)
                .effort(Effort.LONG_AND_TRIED)
                .does(arguments -> {
                    Target target = new Target(
                                    arguments.need(URL),
                                    arguments.get(USERNAME),
                                    arguments.get(PASSWORD),
                                    arguments.need(WRITABLE))
                            .ofRequest();
                    return (pool, context) -> {
                        pool.admit(target);
                        return pool.switchEndpoint(target, arguments.need(PATIENCE), context);
                    };
                });
    }

    private static OperationEntry rotateCredentials() {
        return OperationEntry.of(OperationName.ROTATE_CREDENTIALS)
                .title("Change the user or the password")
                .description(
                        "Tries the new credentials, uses them for new connections, and replaces the others at a pace. Each"
                                + " failure leads back to the old credentials.")
                .role(Role.ADMIN)
                .place(ParameterPlace.BODY)
                .parameters(USERNAME, PASSWORD, AT_ONCE, PER_SECOND, MOST_FAILURES, PATIENCE)
                .effort(Effort.LONG_AND_TRIED)
                .does(arguments -> {
                    Target target = new Target(null, arguments.get(USERNAME), arguments.get(PASSWORD), false);
                    Pace pace = OperationParameters.pace(arguments);
                    return (pool, context) -> pool.rotateCredentials(target, pace, arguments.need(PATIENCE), context);
                });
    }
}
