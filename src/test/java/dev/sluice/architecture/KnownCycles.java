package dev.sluice.architecture;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

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

    /** Types with their builders, and types with the one implementation that they offer. */
    static List<Known> all() {
        return List.of(
                known("a type with its builder", "generic", "GenericPool GenericPoolBuilder"),
                known("a type with its builder", "tcp", "TcpPool TcpPoolBuilder"),
                known("a type with its usual implementation", "time", "Ticker SystemTicker"),
                known("a type with its usual implementation", "batch.jdbc", "Connections PoolConnections"),
                known(
                        "a command with its application",
                        "adapter.cli",
                        "BatchApplication BatchCommand CommandNames CompletionCommand Main"),
                known("views of one JDBC object each", "jdbc.leased", LEASED));
    }

    private static final String LEASED =
            "Leased LeasedPreparedStatement LeasedProxy LeasedResultSet LeasedRow LeasedStatement";

    private static Known known(String reason, String home, String names) {
        return new Known(home, List.of(names.split(" ")), reason);
    }
}
