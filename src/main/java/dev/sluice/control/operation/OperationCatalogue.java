package dev.sluice.control.operation;

import static dev.sluice.value.ValueSpec.optional;
import static dev.sluice.value.ValueSpec.required;

import dev.sluice.control.operation.OperationEntry.Place;
import dev.sluice.control.setting.PoolSetting;
import dev.sluice.control.setting.SettingCatalogue;
import dev.sluice.pool.CloseMode;
import dev.sluice.pool.ConfigSettings;
import dev.sluice.pool.operation.LeaseSelector;
import dev.sluice.pool.operation.OperationName;
import dev.sluice.pool.operation.Pace;
import dev.sluice.pool.operation.Selector;
import dev.sluice.pool.store.Target;
import dev.sluice.value.Arguments;
import dev.sluice.value.ValueSpec;
import dev.sluice.value.ValueType;
import dev.sluice.value.Values;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * All operations on pools, each declared once. REST with its OpenAPI document, JMX, the command line and the tables of
 * the documentation are derived from these entries. Thread-safe.
 *
 * <p>A new operation is a method of {@link Commands} and an entry here.
 */
public final class OperationCatalogue {

    private static final int LONGEST_NAME = 1000;
    private static final ValueType<String> NAME = Values.name(LONGEST_NAME);
    private static final ValueType<Integer> SIZE = ConfigSettings.MIN_SIZE.type();
    private static final String CONNECTION_NAME = "conn_7_1767225600123456789";

    private static final ValueSpec<Boolean> FORCE = optional(
                    "force",
                    Values.FLAG,
                    "Whether leased connections are closed at once, under their holders.",
                    "false")
            .or(false, "false");

    private static final ValueSpec<Duration> OLDER_THAN =
            optional("olderThan", Values.DURATION, "Only connections of more than this age.", "10m");
    private static final ValueSpec<Duration> IDLE_FOR =
            optional("idleFor", Values.DURATION, "Only connections that were idle for at least this time.", "1m");
    private static final ValueSpec<String> ONE_NAME =
            optional("name", NAME, "Only the connection of this name.", CONNECTION_NAME);
    private static final ValueSpec<Map<String, String>> TAG =
            optional("tag", Values.TAG, "Only leases with this tag, as key:value.", "feature:billing");
    private static final ValueSpec<String> TENANT = optional("tenant", NAME, "Only leases of this tenant.", "acme");
    private static final ValueSpec<Long> GENERATION = optional(
            "generationBefore",
            Values.wholeNumber(0, Long.MAX_VALUE),
            "Only connections of an earlier generation than this.",
            "3");
    private static final ValueSpec<String> HOLDER =
            optional("holder", NAME, "Only leases that the thread of this name has acquired.", "worker-3");
    private static final ValueSpec<String> CONNECTION =
            optional("connection", NAME, "Only the lease of the connection of this name.", CONNECTION_NAME);
    private static final ValueSpec<Duration> HELD_FOR =
            optional("heldFor", Values.DURATION, "Only leases that were acquired at least this time ago.", "30s");

    private static final ValueSpec<Integer> AT_ONCE = optional(
                    "atOnce", Pace.AT_ONCE, "Maximum connections that are replaced at the same time.", "2")
            .or(1, "1");
    private static final ValueSpec<Double> PER_SECOND = optional(
                    "perSecond",
                    Pace.PER_SECOND,
                    "Maximum connections that are created in a second; 0 for no limit.",
                    "5")
            .or(0.0, "0");
    private static final ValueSpec<Integer> MOST_FAILURES = optional(
                    "mostFailures",
                    Pace.MOST_FAILURES,
                    "Number of failed creations after which the operation stops.",
                    "1")
            .or(0, "0");

    private static final ValueSpec<Integer> FILL_TARGET = optional(
                    "target", SIZE, "Number of connections that exist afterwards, up to the maximum.", "15")
            .orElse("the maximum");
    private static final ValueSpec<Integer> WARM_UP_TARGET = optional(
                    "target", SIZE, "Number of connections that exist afterwards, up to the maximum.", "15")
            .orElse("the minimum");
    private static final ValueSpec<Integer> CREATED_AT_ONCE = optional(
                    "atOnce", Pace.AT_ONCE, "Maximum connections that are created at the same time.", "2")
            .or(2, "2");

    private static final ValueSpec<Commands.Flush> FLUSH_MODE = required(
            "mode",
            Values.choice(Commands.Flush.class),
            "ALL closes every connection, under its holder too; GRACEFUL resets; IDLE closes idle connections; INVALID"
                    + " validates idle connections; LEAK breaks leases beyond the leak threshold; FILL creates up to"
                    + " the minimum.",
            "GRACEFUL");
    private static final ValueSpec<CloseMode> CLOSE_MODE = optional(
                    "mode",
                    Values.choice(CloseMode.class),
                    "DRAIN waits for leases until the patience ends, then breaks the rest; IDLE_ONLY leaves them to their holders;"
                            + " FORCE breaks them at once.",
                    "DRAIN")
            .or(CloseMode.DRAIN, "DRAIN");
    private static final ValueSpec<Duration> PATIENCE = optional(
                    "patience", Values.DURATION, "Maximum wait for leases to end.", "30s")
            .or(Commands.PATIENCE, "30s");

    private static final ValueSpec<Integer> MIN =
            optional("min", SIZE, "Connections that are kept.", "5").orElse("as it is");
    private static final ValueSpec<Integer> MAX = optional(
                    "max", ConfigSettings.MAX_SIZE.type(), "Maximum connections.", "30")
            .orElse("as it is");

    private static final ValueSpec<String> URL =
            required("url", Values.text(), "JDBC URL of the target.", "jdbc:postgresql://db2.example.com/orders");
    private static final ValueSpec<String> USERNAME = optional(
                    "username", Values.text(), "User at the target.", "orders_b")
            .orElse("the stored one");
    private static final ValueSpec<String> PASSWORD = optional("password", Values.text(), "Password of the user.", "…")
            .orElse("the stored one")
            .secret();
    private static final ValueSpec<Boolean> WRITABLE = optional(
                    "writable", Values.FLAG, "Whether a read-only target is refused.", "true")
            .or(true, "true");

    private static final ValueSpec<Boolean> KEEP = optional(
                    "persist",
                    Values.FLAG,
                    "Whether the pool is kept in sluice.pools-file for the next start.",
                    "false")
            .or(false, "false");
    private static final ValueSpec<Boolean> FORGET = optional(
                    "persist",
                    Values.FLAG,
                    "Whether a pool that is kept in sluice.pools-file is removed from it.",
                    "false")
            .or(false, "false");

    private static final Map<String, OperationEntry> ENTRIES = Collections.synchronizedMap(new LinkedHashMap<>());

    static {
        replacing();
        sizing();
        admitting();
        moving();
        comingAndGoing();
    }

    private OperationCatalogue() {}

    private static void replacing() {
        breaking(
                OperationName.RESET,
                "Replace all connections",
                "Begins a new generation: closes idle connections now and leased connections when they are released,"
                        + " then refills the pool to its minimum. Callers wait as usual. With force, leased"
                        + " connections are closed at once.",
                arguments -> Commands.reset(arguments.need(FORCE)),
                FORCE);
        entry(
                OperationName.EXPIRE,
                "Retire selected connections",
                "Retires the connections that meet every given condition; without conditions, those past their"
                        + " lifetime. Idle connections are closed now, leased ones when they are released. The pool is"
                        + " refilled to its minimum. Tag, tenant and holder select leased connections only.",
                arguments -> Commands.expire(new Selector(
                        arguments.get(OLDER_THAN),
                        arguments.get(IDLE_FOR),
                        arguments.get(ONE_NAME),
                        tags(arguments),
                        arguments.get(TENANT),
                        arguments.get(GENERATION),
                        arguments.get(HOLDER))),
                OLDER_THAN,
                IDLE_FOR,
                ONE_NAME,
                TAG,
                TENANT,
                GENERATION,
                HOLDER);
        entry(
                OperationName.RENEW,
                "Replace all connections at a pace",
                "Replaces each connection, the new one before the old one where there is room, so that the pool never"
                        + " shrinks. Stops when more creations fail than allowed; connections that were not replaced"
                        + " stay in use.",
                arguments -> Commands.renew(pace(arguments)),
                AT_ONCE,
                PER_SECOND,
                MOST_FAILURES);
        entry(
                OperationName.VALIDATE,
                "Validate idle connections",
                "Validates all idle connections now. Connections that do not work are closed, and the pool is refilled"
                        + " to its minimum. Leased connections are not touched.",
                arguments -> Commands.validate());
        breaking(
                OperationName.FLUSH,
                "Flush by a mode of Agroal",
                "Does one of the six flushes that Agroal has.",
                arguments -> Commands.flush(arguments.need(FLUSH_MODE)),
                FLUSH_MODE);
        breaking(
                OperationName.RELEASE,
                "Take connections from their holders",
                "Breaks the leases that meet every given condition; at least one condition is required. The running"
                        + " statement is cancelled on the server and the connection is closed; the holder's own release"
                        + " does no harm afterwards. brokenLeases lists each lease, its holder, and whether its"
                        + " statement may still run on the server.",
                arguments -> Commands.release(new LeaseSelector(
                        arguments.get(CONNECTION),
                        arguments.get(HELD_FOR),
                        tags(arguments),
                        arguments.get(TENANT),
                        arguments.get(HOLDER))),
                CONNECTION,
                HELD_FOR,
                TAG,
                TENANT,
                HOLDER);
    }

    private static void sizing() {
        entry(
                OperationName.FILL,
                "Create connections ahead of demand",
                "Creates connections until the pool has the target number.",
                arguments -> Commands.fill(arguments.get(FILL_TARGET)),
                FILL_TARGET);
        put(OperationEntry.of(OperationName.WARM_UP.text())
                .aliases("warmup")
                .title("Create connections ahead of demand, a few at a time")
                .description(
                        "Creates connections until the pool has the target number, with a limit for those created at the same"
                                + " time.")
                .parameters(List.of(WARM_UP_TARGET, CREATED_AT_ONCE))
                .build(reader(
                        arguments -> Commands.warmUp(arguments.get(WARM_UP_TARGET), arguments.need(CREATED_AT_ONCE)))));
        entry(
                OperationName.RESIZE,
                "Change the sizes",
                "Changes minimum and maximum together, or neither. Connections up to a larger minimum are created"
                        + " before the answer, as far as the deadline allows. Connections beyond a smaller maximum are"
                        + " closed when they are released.",
                arguments -> Commands.resize(arguments.get(MIN), arguments.get(MAX)),
                MIN,
                MAX);
    }

    private static void admitting() {
        entry(
                OperationName.PAUSE,
                "Let callers wait",
                "Callers wait, up to their deadlines, until the pool is resumed. Leases continue, and no connection is"
                        + " closed. The pool stays ready. A second pause changes nothing.",
                arguments -> Commands.pause());
        entry(
                OperationName.RESUME,
                "End a pause",
                "Admits the waiting callers in the order of their turns. Changes nothing if the pool is not paused.",
                arguments -> Commands.resume());
        entry(
                OperationName.DISABLE,
                "Refuse callers",
                "Refuses callers, also those that wait, until the pool is enabled. Leases continue, and no connection"
                        + " is closed. The pool is not ready.",
                arguments -> Commands.disable());
        entry(
                OperationName.ENABLE,
                "Admit callers again",
                "Admits callers after disable or drain. A drained pool is refilled to its minimum.",
                arguments -> Commands.enable());
        entry(
                OperationName.DRAIN,
                "Empty the pool",
                "Refuses callers, closes idle connections and waits for leases. The report names the holders of leases"
                        + " that are left. Afterwards the pool is disabled, and empty until it is enabled.",
                arguments -> Commands.drain(arguments.need(PATIENCE)),
                PATIENCE);
        breaking(
                OperationName.CLOSE,
                "Close the pool",
                "Refuses callers and closes all connections, for leased ones as the mode says. Only a restart of the"
                        + " service opens the pool again.",
                arguments -> Commands.close(arguments.need(CLOSE_MODE), arguments.need(PATIENCE)),
                CLOSE_MODE,
                PATIENCE);
        entry(
                OperationName.RESET_STATISTICS,
                "Reset the counters",
                "Sets all counters to zero. Metrics see a restart of the counters. A lease that is held at that moment is not"
                        + " counted, also when it ends: released is never greater than acquired.",
                arguments -> Commands.resetStatistics());
    }

    private static void moving() {
        put(OperationEntry.of(OperationName.SWITCH_ENDPOINT.text())
                .title("Move to another database server")
                .description(
                        "Tries the target, lets callers wait, waits for leases, opens connections at the target and admits the"
                                + " callers again. Each failure leads back to the old endpoint. A host that the configuration"
                                + " does not name for the pool needs username and password.")
                .role(Role.ADMIN)
                .place(Place.BODY)
                .parameters(List.of(URL, USERNAME, PASSWORD, WRITABLE, PATIENCE))
                .build(reader(arguments -> Commands.switchEndpoint(
                        new Target(
                                arguments.need(URL),
                                arguments.get(USERNAME),
                                arguments.get(PASSWORD),
                                arguments.need(WRITABLE)),
                        arguments.need(PATIENCE)))));
        put(OperationEntry.of(OperationName.ROTATE_CREDENTIALS.text())
                .title("Change the user or the password")
                .description(
                        "Tries the new credentials, uses them for new connections, and replaces the others at a pace. Each"
                                + " failure leads back to the old credentials.")
                .role(Role.ADMIN)
                .place(Place.BODY)
                .parameters(List.of(USERNAME, PASSWORD, AT_ONCE, PER_SECOND, MOST_FAILURES, PATIENCE))
                .build(reader(arguments -> Commands.rotateCredentials(
                        new Target(null, arguments.get(USERNAME), arguments.get(PASSWORD), false),
                        pace(arguments),
                        arguments.need(PATIENCE)))));
    }

    private static void comingAndGoing() {
        put(OperationEntry.of(OperationName.CREATE_POOL.text())
                .title("Create a pool")
                .description(
                        "Creates a pool with the settings that a configuration would have under sluice.pools.<name>, by their"
                                + " names in JSON. Settings that run statements or load classes are taken from the"
                                + " configuration only. The pool exists as soon as it has its first connection; without one,"
                                + " nothing has changed. The pool ends with the service, unless persist is true; a kept pool"
                                + " takes its password from sluice.secrets.")
                .role(Role.ADMIN)
                .place(Place.CREATE)
                .parameters(creation())
                .build(OperationCatalogue::createPool));
        put(OperationEntry.of(OperationName.DELETE_POOL.text())
                .title("Delete a pool")
                .description(
                        "Closes the pool, as close does, and removes it. A pool of the configuration is there again after the"
                                + " next start, and so is a kept pool unless persist is true. A pool behind a data source of"
                                + " the application cannot be deleted.")
                .role(Role.ADMIN)
                .breaksLeases(true)
                .place(Place.DELETE)
                .parameters(List.of(CLOSE_MODE, PATIENCE, FORGET))
                .build(reader(arguments -> Commands.deletePool(
                        arguments.need(CLOSE_MODE), arguments.need(PATIENCE), arguments.need(FORGET)))));
    }

    /** Returns the settings of a new pool that a request may give, of which the URL is required. */
    private static List<ValueSpec<?>> creation() {
        List<ValueSpec<?>> parameters = new ArrayList<>(List.of(KEEP));
        SettingCatalogue.all().stream()
                .filter(PoolSetting::isForRequests)
                .map(PoolSetting::spec)
                .forEach(spec -> parameters.add(spec.name().equals(URL.name()) ? spec.asRequired() : spec));
        return parameters;
    }

    /** Reads the settings of a new pool by their names or their keys. Other keys are checked later. */
    private static Command createPool(Map<String, String> given) {
        Map<String, String> settings = new LinkedHashMap<>();
        given.forEach((name, value) -> {
            String key = SettingCatalogue.keyOf(name);
            if (!name.equals(KEEP.name()) && settings.put(key, value) != null) {
                throw new BadSetting(key, "is given twice, in two spellings");
            }
        });
        return Commands.createPool(settings, new Arguments(given).need(KEEP));
    }

    private static Map<String, String> tags(Arguments arguments) {
        Map<String, String> tags = arguments.get(TAG);
        return tags == null ? Map.of() : tags;
    }

    private static Pace pace(Arguments arguments) {
        return new Pace(arguments.need(AT_ONCE), arguments.need(PER_SECOND), arguments.need(MOST_FAILURES));
    }

    private static void entry(
            OperationName name,
            String title,
            String description,
            Function<Arguments, Command> command,
            ValueSpec<?>... parameters) {
        put(OperationEntry.of(name.text())
                .title(title)
                .description(description)
                .parameters(List.of(parameters))
                .build(reader(command)));
    }

    private static void breaking(
            OperationName name,
            String title,
            String description,
            Function<Arguments, Command> command,
            ValueSpec<?>... parameters) {
        put(OperationEntry.of(name.text())
                .title(title)
                .description(description)
                .breaksLeases(true)
                .parameters(List.of(parameters))
                .build(reader(command)));
    }

    private static Function<Map<String, String>, Command> reader(Function<Arguments, Command> command) {
        return given -> command.apply(new Arguments(given));
    }

    private static void put(OperationEntry entry) {
        ENTRIES.put(entry.name(), entry);
    }

    /** Declares one more operation until the result is closed, for the test that nothing else is needed. */
    static Declared declare(OperationEntry entry) {
        put(entry);
        return () -> ENTRIES.remove(entry.name());
    }

    /** An operation that is declared for a while. */
    interface Declared extends AutoCloseable {
        @Override
        void close();
    }

    /** Returns all entries, in the order of the documentation. */
    public static List<OperationEntry> all() {
        synchronized (ENTRIES) {
            return new ArrayList<>(ENTRIES.values());
        }
    }

    /**
     * Returns the entry of an operation.
     *
     * @throws IllegalArgumentException if the catalogue does not have it
     */
    public static OperationEntry entry(OperationName operation) {
        return find(operation.text())
                .orElseThrow(() -> new IllegalArgumentException("not in the catalogue: " + operation));
    }

    /** Returns the entry of this name or alias. */
    public static Optional<OperationEntry> find(String name) {
        OperationEntry entry = ENTRIES.get(name);
        return entry != null
                ? Optional.of(entry)
                : all().stream().filter(each -> each.aliases().contains(name)).findFirst();
    }
}
