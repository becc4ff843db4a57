package dev.sluice.control.operation;

import dev.sluice.access.Role;
import dev.sluice.pool.operation.OperationName;
import dev.sluice.value.BadValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All operations on pools, each declared once, by theme. REST with its OpenAPI document, JMX, the command line and the
 * tables of the documentation are derived from these entries. Thread-safe.
 *
 * <p>A new operation needs an {@link OperationName} with its two texts for the log, an entry of its theme, such as {@link
 * CapacityOperations}, and the method that the entry calls. Reports, events, log lines and meters receive the name from
 * the entry.
 */
public final class OperationCatalogue {

    private static final Map<String, OperationEntry> ENTRIES = Collections.synchronizedMap(new LinkedHashMap<>());

    static {
        Stream.of(
                        ConnectionOperations.entries(),
                        CapacityOperations.entries(),
                        AdmissionOperations.entries(),
                        EndpointOperations.entries(),
                        FaultOperations.entries(),
                        LifecycleOperations.entries())
                .flatMap(List::stream)
                .forEach(OperationCatalogue::put);
    }

    private OperationCatalogue() {}

    private static void put(OperationEntry entry) {
        ENTRIES.put(entry.name(), entry);
    }

    /** Declares one more operation until the result is closed, for the test that nothing else is needed. */
    static Declared declare(OperationEntry entry) {
        put(entry);
        return () -> ENTRIES.remove(entry.name());
    }

    /** An operation that is declared until the handle is closed. */
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

    /** Returns the names of all operations. */
    public static List<String> names() {
        return all().stream().map(OperationEntry::name).toList();
    }

    /**
     * Returns the entry of an operation.
     *
     * @throws IllegalArgumentException if the catalogue does not have it
     */
    public static OperationEntry entry(OperationName operation) {
        return named(operation.text());
    }

    /**
     * Returns the entry of this name or alias.
     *
     * @throws IllegalArgumentException that lists the names, if the catalogue does not have this one
     */
    public static OperationEntry named(String name) {
        return find(name)
                .orElseThrow(() -> BadValue.ofText("operation", "must be one of " + String.join(", ", names()), name));
    }

    /** Returns the role that an operation needs; the highest if the catalogue does not have the operation. */
    public static Role roleOf(String name) {
        return find(name).map(OperationEntry::role).orElse(Role.ADMIN);
    }

    /**
     * Returns a command of an operation of the catalogue.
     *
     * @param operation the name of the operation, such as reset
     * @param namesAndTexts a name and a text for each parameter that is given
     * @throws IllegalArgumentException that names the operation or the parameter that is invalid
     */
    public static Command command(String operation, String... namesAndTexts) {
        GivenTexts given = new GivenTexts();
        for (int i = 0; i + 1 < namesAndTexts.length; i += 2) {
            given.add(namesAndTexts[i], namesAndTexts[i + 1]);
        }
        return named(operation).command(given.texts());
    }

    /** Returns the entry of this name or alias. */
    public static Optional<OperationEntry> find(String name) {
        OperationEntry entry = ENTRIES.get(name);
        return entry != null
                ? Optional.of(entry)
                : all().stream().filter(each -> each.aliases().contains(name)).findFirst();
    }
}
