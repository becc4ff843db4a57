package dev.sluice.adapter.jmx;

import static javax.management.MBeanOperationInfo.ACTION;
import static javax.management.MBeanOperationInfo.INFO;

import dev.sluice.adapter.jmx.OpenOperation.Parameter;
import dev.sluice.control.PoolControl;
import dev.sluice.pool.PoolEvent;
import dev.sluice.pool.PoolStats;
import dev.sluice.pool.operation.OperationReport;
import dev.sluice.pool.operation.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.management.openmbean.SimpleType;
import org.jspecify.annotations.Nullable;

/** What can be done with a pool, written once: for the bean of the pool, and by name for that of the manager. */
final class PoolOperations {

    private static final OpenMapping REPORT = OpenMapping.of(OperationReport.class);
    private static final OpenMapping STATS = OpenMapping.of(PoolStats.class);
    private static final OpenMapping EVENTS = OpenMapping.listOf(PoolEvent.class);

    private static final Parameter POOL = new Parameter("pool", "Name of the pool.", SimpleType.STRING);
    private static final Parameter FORCE = new Parameter(
            "force", "Whether to close connections in use at once, under whoever uses them.", SimpleType.BOOLEAN);
    private static final Parameter SECONDS = new Parameter("seconds", "Age in seconds, not negative.", SimpleType.LONG);
    private static final Parameter TARGET = new Parameter(
            "target", "How many connections there shall be; never more than the maximum.", SimpleType.INTEGER);
    private static final Parameter CONNECTION =
            new Parameter("connection", "Name of the connection, conn_<number>_<nanoseconds>.", SimpleType.STRING);
    private static final Parameter LIMIT =
            new Parameter("limit", "How many at most; 1000 are kept.", SimpleType.INTEGER);

    private final PoolControl control;
    private final List<OnPool> all = new ArrayList<>();

    /** An operation on a pool that is yet to be named. */
    private record OnPool(
            String name, String description, int impact, OpenMapping result, List<Parameter> parameters, Body body) {}

    @FunctionalInterface
    private interface Body {
        Object on(String pool, List<@Nullable Object> arguments);
    }

    private PoolOperations(PoolControl control) {
        this.control = control;
        replacing();
        sizing();
        watching();
    }

    /** The operations on one pool. */
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

    /** The same, with the name of the pool as the first parameter. */
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
                arguments ->
                        operation.body().on(String.valueOf(arguments.get(0)), arguments.subList(1, arguments.size())));
    }

    private void replacing() {
        action(
                "reset",
                "Replaces every connection: idle ones now, those in use when they are released.",
                (pool, given) -> control.reset(pool, false));
        action(
                "reset",
                "Replaces every connection, by force if asked.",
                (pool, given) -> control.reset(pool, (Boolean) given(given, 0)),
                FORCE);
        action(
                "expire",
                "Retires the connections past their lifetime and refills to the minimum.",
                (pool, given) -> control.expire(pool, Selector.PAST_LIFETIME));
        action(
                "expireOlderThan",
                "Retires the connections older than this and refills to the minimum.",
                (pool, given) -> control.expire(pool, olderThan((Long) given(given, 0))),
                SECONDS);
        action(
                "renew",
                "Replaces every connection, one after the other, new before old where there is room.",
                (pool, given) -> control.renew(pool));
    }

    private void sizing() {
        action("fill", "Creates connections up to the maximum.", (pool, given) -> control.fill(pool, null));
        action(
                "fill",
                "Creates connections until there are as many as asked.",
                (pool, given) -> control.fill(pool, (Integer) given(given, 0)),
                TARGET);
        action(
                "release",
                "Takes a connection away from whoever holds it, and closes it.",
                (pool, given) -> control.release(pool, (String) given.get(0)),
                CONNECTION);
    }

    private void watching() {
        add(
                "events",
                "The last events, oldest first.",
                INFO,
                EVENTS,
                (pool, given) -> control.events(pool, (Integer) given(given, 0)),
                LIMIT);
        add("stats", "All numbers and all connections of one look.", INFO, STATS, (pool, given) -> control.stats(pool));
    }

    private void action(String name, String description, Body body, Parameter... parameters) {
        add(name, description, ACTION, REPORT, body, parameters);
    }

    private void add(
            String name, String description, int impact, OpenMapping result, Body body, Parameter... parameters) {
        all.add(new OnPool(name, description, impact, result, List.of(parameters), body));
    }

    /** An argument that was checked not to be missing. */
    private static Object given(List<@Nullable Object> arguments, int index) {
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
