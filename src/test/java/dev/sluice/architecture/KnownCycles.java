package dev.sluice.architecture;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The classes of one package that may know each other, each set with the reason. No other cycle may come. */
final class KnownCycles {

    /** A set of classes that may know each other. */
    record Known(String home, List<String> names, String reason) {

        Set<String> classes() {
            return new TreeSet<>(names.stream()
                    .map(name -> "dev.sluice." + home + "." + name)
                    .toList());
        }
    }

    private KnownCycles() {}

    static List<Known> all() {
        return Stream.concat(byNature().stream(), untilUntied().stream()).toList();
    }

    /** Types with their builders, and types with the one implementation that they offer. */
    private static List<Known> byNature() {
        return List.of(
                known("a type with its builder", "generic", "GenericPool GenericPoolBuilder"),
                known("a type with its builder", "tcp", "TcpPool TcpPoolBuilder"),
                known("a type with its usual implementation", "time", "Ticker SystemTicker"),
                known("a type with its usual implementation", "batch.jdbc", "Connections PoolConnections"),
                known("a command with its application", "adapter.cli", "BatchApplication BatchCommand Main"),
                known("views of one JDBC object each", "jdbc.leased", LEASED));
    }

    private static final String LEASED = "Leased LeasedPreparedStatement LeasedProxy LeasedResultSet LeasedStatement";

    /** Cycles that are still to be untied. This list only becomes shorter. */
    private static List<Known> untilUntied() {
        String later = "not untied yet";
        return List.of(known(later, "adapter.quarkus", "AdoptedDataSources ManagedDataSources Pools"));
    }

    private static Known known(String reason, String home, String names) {
        return new Known(home, List.of(names.split(" ")), reason);
    }
}
