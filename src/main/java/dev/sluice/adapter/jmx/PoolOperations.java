package dev.sluice.adapter.jmx;

import static javax.management.MBeanOperationInfo.ACTION;
import static javax.management.MBeanOperationInfo.INFO;

import dev.sluice.adapter.jmx.OpenOperation.Parameter;
import dev.sluice.control.PoolControl;
import dev.sluice.control.operation.Command;
import dev.sluice.control.operation.CommandParser;
import dev.sluice.control.operation.Commands;
import dev.sluice.control.operation.Operation;
import dev.sluice.control.operation.OperationEntry;
import dev.sluice.control.operation.Order;
import dev.sluice.control.operation.UnknownOperation;
import dev.sluice.control.policy.PolicyRules;
import dev.sluice.control.policy.PolicyView;
import dev.sluice.pool.LostWaiter;
import dev.sluice.pool.PoolEvent;
import dev.sluice.pool.PoolQueue;
import dev.sluice.pool.PoolState;
import dev.sluice.pool.PoolStats;
import dev.sluice.pool.leak.LeakSuspect;
import dev.sluice.pool.operation.OperationName;
import dev.sluice.pool.operation.OperationReport;
import dev.sluice.pool.operation.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.management.openmbean.SimpleType;
import org.jspecify.annotations.Nullable;

/** Operations on a pool, written once: for the MBean of the pool, and by name for the MBean of the manager. */
final class PoolOperations {

    static final OpenMapping REPORT = OpenMapping.of(OperationReport.class);
    private static final OpenMapping STATS = OpenMapping.of(PoolStats.class);
    private static final OpenMapping EVENTS = OpenMapping.listOf(PoolEvent.class);

    private static final OpenMapping OPERATION = OpenMapping.of(Operation.class);
    private static final OpenMapping OPERATIONS = OpenMapping.listOf(Operation.class);
    private static final OpenMapping POLICY = OpenMapping.of(PolicyView.class);
    private static final OpenMapping QUEUE = OpenMapping.of(PoolQueue.class);
    private static final OpenMapping GAVE_UP = OpenMapping.listOf(LostWaiter.class);
    private static final OpenMapping LEAKS = OpenMapping.listOf(LeakSuspect.class);
    private static final OpenMapping STATE = OpenMapping.of(PoolState.class);

    /** The actor of operations over JMX, which does not identify the user. */
    static final String ACTOR = "jmx";

    private static final Parameter POOL = new Parameter("pool", "Name of the pool.", SimpleType.STRING);
    private static final Parameter SECONDS = new Parameter("seconds", "Age in seconds, not negative.", SimpleType.LONG);
    private static final Parameter CONNECTION =
            new Parameter("connection", "Name of the connection, conn_<number>_<nanoseconds>.", SimpleType.STRING);
    private static final Parameter LEASES = new Parameter(
            "conditions",
            "Conditions as key=value, separated by commas, at least one: connection (its name), heldFor (minimum time"
                    + " since the acquire, as 30s), tag (key:value), tenant, holder (name of the thread).",
            SimpleType.STRING);
    private static final Parameter DRY_RUN =
            new Parameter("dryRun", "true lists the leases only, without a change.", SimpleType.BOOLEAN);
    private static final Parameter LIMIT =
            new Parameter("limit", "Maximum events (1 to 1000); 1000 are kept.", SimpleType.INTEGER);

    private static final Parameter RULES = new Parameter(
            "rules",
            "Rules as key=value, separated by commas: aging=2s, reserved.high=1, tenants.acme.cap=3. Keys as in the"
                    + " configuration under admission, and as in PolicyText.",
            SimpleType.STRING);
    private static final Parameter KEY = new Parameter(
            "key",
            "One of fairness, overtaking, aging, max-waiters, max-waiters-by-lane.<lane>, enforce-caps,"
                    + " reserved.<lane>, reserved-for-nested, refuse-nested, fail-fast, shedding.target,"
                    + " shedding.interval, tenants.<name>.floor, .cap, .weight, .burst, other-tenants.floor, .cap,"
                    + " .weight, .burst; with an empty value a group of them, too.",
            SimpleType.STRING);
    private static final Parameter VALUE = new Parameter(
            "value",
            "Value of the rule, such as 5, true, 500ms, strict; empty restores the default.",
            SimpleType.STRING);
    private static final Parameter MIN =
            new Parameter("min", "Minimum connections, kept without demand.", SimpleType.INTEGER);
    private static final Parameter MAX = new Parameter("max", "Maximum connections.", SimpleType.INTEGER);
    static final Parameter PATIENCE = new Parameter("seconds", "Maximum wait for leases, in seconds.", SimpleType.LONG);
    private static final Parameter OPERATION_NAME =
            new Parameter("operation", "One of " + String.join(", ", CommandParser.names()) + ".", SimpleType.STRING);
    private static final Parameter PARAMETERS = new Parameter(
            "parameters",
            "Parameters as key=value, separated by commas, with the names of the REST API: "
                    + "atOnce=2, perSecond=5. With deadline=30s the operation stops there; with an "
                    + "idempotencyKey a repeated call begins nothing. May be empty.",
            SimpleType.STRING);
    private static final Parameter ID =
            new Parameter("id", "Id of the operation, op_<number>_<nanoseconds>.", SimpleType.STRING);
    private static final Parameter OFFSET = new Parameter(
            "offset", "Waiters, and holders, that are left out before the first (0 or more).", SimpleType.INTEGER);
    private static final Parameter PAGE =
            new Parameter("limit", "Maximum waiters, and maximum holders, to return (1 to 1000).", SimpleType.INTEGER);
    private static final Parameter STACKS =
            new Parameter("stacks", "true adds the current stacks of the holders.", SimpleType.BOOLEAN);

    private static final Parameter STATEMENTS = new Parameter(
            "statements",
            "true reads the statements of the holders from the database; waits up to 1 s. Statements may have secrets"
                    + " of the application.",
            SimpleType.BOOLEAN);

    private final PoolControl control;
    private final List<OnPool> all = new ArrayList<>();

    /** An operation on a pool that is named later. */
    private record OnPool(
            String name, String description, int impact, OpenMapping result, List<Parameter> parameters, Body body) {}

    @FunctionalInterface
    private interface Body {
        Object on(String pool, List<@Nullable Object> arguments);
    }

    private PoolOperations(PoolControl control) {
        this.control = control;
        shortForms();
        ruling();
        pausing();
        steering();
        following();
        watching();
        declared();
    }

    /** Returns the operations on one pool. */
    static List<OpenOperation> on(PoolControl control, String pool) {
        return new PoolOperations(control)
                .all.stream()
                        .map(operation -> new OpenOperation(
                                operation.name(),
                                operation.description(),
                                operation.impact(),
                                operation.result(),
                                operation.parameters(),
                                arguments -> operation.body().on(pool, arguments)))
                        .toList();
    }

    /** Returns the same operations, with the name of the pool as the first parameter. */
    static List<OpenOperation> byName(PoolControl control) {
        return new PoolOperations(control)
                .all.stream().map(PoolOperations::named).toList();
    }

    private static OpenOperation named(OnPool operation) {
        List<Parameter> parameters = new ArrayList<>();
        parameters.add(POOL);
        parameters.addAll(operation.parameters());
        return new OpenOperation(
                operation.name(),
                operation.description(),
                operation.impact(),
                operation.result(),
                List.copyOf(parameters),
                arguments -> operation.body().on(pool(arguments), arguments.subList(1, arguments.size())));
    }

    /** Returns the name of the pool, which is the first argument. */
    static String pool(List<@Nullable Object> arguments) {
        String name = text(arguments, 0);
        if (name.isBlank()) {
            throw new IllegalArgumentException("pool must be given: missing");
        }
        return name;
    }

    /** Adds the operations of the catalogue, unless an operation of the same name and number of parameters exists. */
    private void declared() {
        for (OperationEntry entry : CatalogueOperations.onPools()) {
            if (CatalogueOperations.hasShortForm(entry)) {
                declare(entry, List.of());
            }
            declare(entry, DeclaredParameters.of(entry.parameters()));
        }
    }

    private void declare(OperationEntry entry, List<Parameter> parameters) {
        String name = entry.methodName();
        boolean isThere = all.stream()
                .anyMatch(each -> each.name().equals(name) && each.parameters().size() == parameters.size());
        if (!isThere) {
            all.add(new OnPool(
                    name,
                    entry.description(),
                    ACTION,
                    REPORT,
                    parameters,
                    (pool, given) ->
                            perform(pool, entry.command(DeclaredParameters.texts(entry.parameters(), given)))));
        }
    }

    /** Adds the forms that are easier to use, and the earlier forms of JMX. */
    private void shortForms() {
        action(
                "expireOlderThan",
                "Retires the connections older than this and refills to the minimum.",
                (pool, given) -> perform(pool, Commands.expire(olderThan((Long) given(given, 0)))),
                SECONDS);
        action(
                "release",
                "Takes a connection away from its holder, and closes it.",
                (pool, given) -> perform(pool, Commands.release((String) given.get(0))),
                CONNECTION);
        add(
                "releaseWhere",
                "Takes every connection whose lease meets all conditions away from its holder, and closes it.",
                ACTION,
                REPORT,
                (pool, given) -> control.perform(CommandParser.order(
                        pool, OperationName.RELEASE.text(), text(given, 0), ACTOR, (Boolean) given(given, 1))),
                LEASES,
                DRY_RUN);
        action(
                "drain",
                "Refuses callers, closes idle connections and waits for leases; afterwards the pool is disabled.",
                (pool, given) -> perform(pool, Commands.drain(Duration.ofSeconds((Long) given(given, 0)))),
                PATIENCE);
    }

    private void ruling() {
        add(
                "changePolicy",
                "Changes the named rules of the gate, from the next caller on; an invalid rule "
                        + "changes none of them.",
                ACTION,
                POLICY,
                (pool, given) -> control.changePolicy(pool, PolicyRules.ofText(text(given, 0))),
                RULES);
        add(
                "changePolicy",
                "Changes one rule of the gate, from the next caller on.",
                ACTION,
                POLICY,
                (pool, given) -> control.changePolicy(pool, PolicyRules.ofKey(text(given, 0), (String) given.get(1))),
                KEY,
                VALUE);
        add(
                "setPolicy",
                "Replaces the rules of the gate; rules that are not named have their defaults.",
                ACTION,
                POLICY,
                (pool, given) -> control.setPolicy(pool, PolicyRules.ofText(text(given, 0))),
                RULES);
    }

    private void pausing() {
        add(
                "pause",
                "Lets all callers wait, with their deadlines, until the pool is resumed. Returns the " + "state.",
                ACTION,
                STATE,
                (pool, given) -> {
                    perform(pool, Commands.pause());
                    return control.stats(pool).state();
                });
        add("resume", "Admits callers again. Returns the state.", ACTION, STATE, (pool, given) -> {
            perform(pool, Commands.resume());
            return control.stats(pool).state();
        });
        add(
                "resize",
                "Changes the sizes at once, both or none, and creates connections up to a larger minimum. Returns all"
                        + " numbers.",
                ACTION,
                STATS,
                (pool, given) -> {
                    perform(pool, Commands.resize((Integer) given(given, 0), (Integer) given(given, 1)));
                    return control.stats(pool);
                },
                MIN,
                MAX);
    }

    private void steering() {
        action(
                "operate",
                "Runs any operation, with parameters as text, and waits for its end.",
                (pool, given) -> control.perform(order(pool, given, false)),
                OPERATION_NAME,
                PARAMETERS);
        action(
                "dryRun",
                "Reports the effect that any operation would have, without running it.",
                (pool, given) -> control.perform(order(pool, given, true)),
                OPERATION_NAME,
                PARAMETERS);
    }

    private void following() {
        add(
                "begin",
                "Begins any operation, with parameters as text, and returns it without waiting for its end.",
                ACTION,
                OPERATION,
                (pool, given) -> control.start(order(pool, given, false)),
                OPERATION_NAME,
                PARAMETERS);
        add(
                "operations",
                "The operations on this pool, the latest first.",
                INFO,
                OPERATIONS,
                (pool, given) -> control.operations(pool));
        add(
                "operation",
                "Returns the state of an operation.",
                INFO,
                OPERATION,
                (pool, given) -> known(pool, text(given, 0)),
                ID);
        add(
                "cancelOperation",
                "Stops an operation at its present step; finished steps stay done.",
                ACTION,
                OPERATION,
                (pool, given) -> control.cancel(known(pool, text(given, 0)).id()),
                ID);
    }

    /** Returns an operation on this pool. */
    private Operation known(String pool, String id) {
        Operation operation = control.operation(id);
        if (!operation.pool().equalsIgnoreCase(pool)) {
            throw new UnknownOperation(id);
        }
        return operation;
    }

    private void watching() {
        add(
                "queue",
                "The first 100 waiters and holders, and the numbers of all.",
                INFO,
                QUEUE,
                (pool, given) -> control.queue(pool, (Boolean) given(given, 0)),
                STACKS);
        add(
                "queue",
                "Another page of the waiters and holders.",
                INFO,
                QUEUE,
                (pool, given) -> control.queue(pool, page(given, (Boolean) given(given, 0), false, 1)),
                STACKS,
                OFFSET,
                PAGE);
        add(
                "queue",
                "A page of the waiters and holders, with the statements of the holders, if the database reports them.",
                INFO,
                QUEUE,
                (pool, given) ->
                        control.queue(pool, page(given, (Boolean) given(given, 0), (Boolean) given(given, 1), 2)),
                STACKS,
                STATEMENTS,
                OFFSET,
                PAGE);
        add(
                "gaveUp",
                "The last 100 callers that ended without a lease, the latest first, with the leases "
                        + "ahead of them.",
                INFO,
                GAVE_UP,
                (pool, given) -> control.gaveUp(pool));
        add(
                "leaks",
                "Leases that were reported as leaks and have not ended, the longest first.",
                INFO,
                LEAKS,
                (pool, given) -> control.leaks(pool, (Boolean) given(given, 0)),
                STACKS);
        add(
                "events",
                "The latest events, oldest first.",
                INFO,
                EVENTS,
                (pool, given) -> control.events(pool, (Integer) given(given, 0)),
                LIMIT);
        add(
                "stats",
                "All numbers and all connections of one reading.",
                INFO,
                STATS,
                (pool, given) -> control.stats(pool));
    }

    private static PoolQueue.Page page(List<@Nullable Object> given, boolean stacks, boolean statements, int offset) {
        return new PoolQueue.Page(
                stacks, statements, (Integer) given(given, offset), (Integer) given(given, offset + 1));
    }

    private static Order order(String pool, List<@Nullable Object> given, boolean dryRun) {
        return CommandParser.order(pool, text(given, 0), text(given, 1), ACTOR, dryRun);
    }

    private OperationReport perform(String pool, Command command) {
        return control.perform(Order.of(pool, command, ACTOR));
    }

    private void action(String name, String description, Body body, Parameter... parameters) {
        add(name, description, ACTION, REPORT, body, parameters);
    }

    private void add(
            String name, String description, int impact, OpenMapping result, Body body, Parameter... parameters) {
        all.add(new OnPool(name, description, impact, result, List.of(parameters), body));
    }

    /** Returns a text argument, or the empty text if it is missing. */
    static String text(List<@Nullable Object> arguments, int index) {
        return Objects.requireNonNullElse((String) arguments.get(index), "");
    }

    /** Returns an argument that a check has found present. */
    static Object given(List<@Nullable Object> arguments, int index) {
        return Objects.requireNonNull(arguments.get(index));
    }

    private static Selector olderThan(long seconds) {
        long most = Long.MAX_VALUE / Duration.ofSeconds(1).toNanos();
        if (seconds < 0 || seconds > most) {
            throw new IllegalArgumentException("seconds must be from 0 to " + most + ": " + seconds);
        }
        return new Selector(Duration.ofSeconds(seconds), null, null);
    }
}
