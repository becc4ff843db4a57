package dev.sluice.adapter.jmx;

import static javax.management.MBeanOperationInfo.ACTION;

import dev.sluice.adapter.jmx.OpenOperation.Parameter;
import dev.sluice.control.PoolControl;
import dev.sluice.control.operation.Command;
import dev.sluice.control.operation.CommandParser;
import dev.sluice.control.operation.Commands;
import dev.sluice.control.operation.OperationCatalogue;
import dev.sluice.control.operation.OperationEntry;
import dev.sluice.control.operation.Order;
import dev.sluice.pool.CloseMode;
import dev.sluice.pool.operation.OperationName;
import dev.sluice.pool.operation.OperationReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.management.openmbean.SimpleType;
import org.jspecify.annotations.Nullable;

/** Operations of the manager: pools are created and deleted, and all other operations name their pool. */
final class ManagerOperations {

    private static final Parameter NAME = new Parameter(
            "pool",
            "Name of the pool: at most 63 letters, digits, '.', '_' and '-', the first a letter " + "or a digit.",
            SimpleType.STRING);
    private static final Parameter URL = new Parameter("url", "The JDBC URL.", SimpleType.STRING);
    private static final Parameter USERNAME = new Parameter("username", "The user; may be empty.", SimpleType.STRING);
    private static final Parameter PASSWORD =
            new Parameter("password", "The password; may be empty.", SimpleType.STRING);
    private static final Parameter SETTINGS = new Parameter(
            "settings",
            "Other settings as key=value, separated by commas, with the keys of the configuration: max-size=5,"
                    + " acquisition-timeout=2s. persist=true keeps the pool after a restart. Settings that run statements"
                    + " or load classes can be set in the configuration only. May be empty.",
            SimpleType.STRING);

    private ManagerOperations() {}

    static List<OpenOperation> on(PoolControl control) {
        List<OpenOperation> all = new ArrayList<>(PoolOperations.byName(control));
        all.add(new OpenOperation(
                "createPool",
                "Adds a pool when it has its first connection; if no connection can be created, " + "nothing changes.",
                ACTION,
                PoolOperations.REPORT,
                List.of(NAME, URL, USERNAME, PASSWORD, SETTINGS),
                given -> perform(control, given, create(given))));
        all.add(new OpenOperation(
                "deletePool",
                "Waits for leases, closes the pool and removes it.",
                ACTION,
                PoolOperations.REPORT,
                List.of(NAME, PoolOperations.PATIENCE),
                given -> perform(
                        control,
                        given,
                        Commands.deletePool(
                                CloseMode.DRAIN, Duration.ofSeconds((Long) PoolOperations.given(given, 1)), false))));
        all.add(declared(control, OperationName.CREATE_POOL));
        all.add(declared(control, OperationName.DELETE_POOL));
        return all;
    }

    /** Returns the operation with a parameter for each one of the catalogue. */
    private static OpenOperation declared(PoolControl control, OperationName operation) {
        OperationEntry entry = OperationCatalogue.entry(operation);
        List<Parameter> parameters = new ArrayList<>(List.of(NAME));
        parameters.addAll(DeclaredParameters.of(entry.parameters()));
        return new OpenOperation(
                entry.methodName(),
                entry.description(),
                ACTION,
                PoolOperations.REPORT,
                parameters,
                given -> perform(
                        control,
                        given,
                        entry.command(DeclaredParameters.texts(entry.parameters(), given.subList(1, given.size())))));
    }

    private static Command create(List<@Nullable Object> given) {
        Map<String, String> settings = new LinkedHashMap<>();
        put(settings, "url", given.get(1));
        put(settings, "username", given.get(2));
        put(settings, "password", given.get(3));
        return CommandParser.createPool(settings, PoolOperations.text(given, 4));
    }

    private static void put(Map<String, String> settings, String key, @Nullable Object value) {
        if (value instanceof String text && !text.isBlank()) {
            settings.put(key, text);
        }
    }

    private static OperationReport perform(PoolControl control, List<@Nullable Object> given, Command command) {
        return control.perform(Order.of(PoolOperations.pool(given), command, PoolOperations.ACTOR));
    }
}
