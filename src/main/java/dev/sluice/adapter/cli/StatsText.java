package dev.sluice.adapter.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Statistics as tables. */
final class StatsText {

    private static final String FAULTS = "FAULT INJECTION";
    private static final String DEMONSTRATION = "local programs need no credentials";

    private StatsText() {}

    /** Returns the numbers of one pool, then its connections. */
    static List<String> one(PoolReading pool, boolean hasColours) {
        List<String> lines = new ArrayList<>(numbers(pool).lines());
        if (!pool.connections().isEmpty()) {
            lines.add("");
            lines.addAll(connections(pool).lines(hasColours));
        }
        return lines;
    }

    /** Returns a line for each pool. */
    static List<String> all(List<PoolReading> pools, boolean hasColours) {
        TextTable table = new TextTable(
                "POOL",
                "STATE",
                ">PROVEN",
                ">TOTAL",
                ">MAX",
                ">LEASED",
                ">IDLE",
                ">WAITING",
                ">ACQUIRED",
                ">WAITED",
                ">MEAN WAIT",
                ">LONGEST",
                ">TIMEOUTS");
        for (PoolReading pool : pools) {
            table.row(
                            pool.name(),
                            pool.stateAndReason(),
                            pool.proven(),
                            pool.number("total"),
                            pool.number("maxConnections"),
                            pool.number("inUse"),
                            pool.number("available"),
                            pool.number("waiting"),
                            pool.count("acquired"),
                            pool.count("waits"),
                            pool.meanWait(),
                            pool.longestWait(),
                            pool.count("timeouts"))
                    .painted(Paint.of(pool.state()));
        }
        List<String> lines = new ArrayList<>(table.lines(hasColours));
        pools.stream()
                .filter(PoolReading::isFaulty)
                .forEach(pool -> lines.add(FAULTS + " on " + pool.name() + ": " + pool.faultRules()));
        if (pools.stream().anyMatch(PoolReading::isDemonstration)) {
            lines.add("demonstration: " + DEMONSTRATION);
        }
        return lines;
    }

    private static TextTable numbers(PoolReading pool) {
        long waiting = pool.number("waiting");
        TextTable table = new TextTable("pool", pool.name());
        if (pool.isFaulty()) {
            table.sentence(FAULTS, pool.faultRules());
        }
        table.row("state", pool.stateAndReason())
                .row("proven", pool.proven() + (pool.proven().equals("never") ? "" : " ago"))
                .row("up", SpanFormat.of(pool.seconds("uptimeSeconds")))
                .row("generation", pool.number("generation"))
                .row("connections", pool.number("total") + " (" + limits(pool) + ")")
                .row("leased", pool.number("inUse") + " (at most " + pool.count("maxInUse") + " at once)")
                .row("idle", pool.number("available"))
                .row("being created", pool.number("creating"))
                .row("being closed", pool.number("closing"))
                .row("waiting", waiting == 0 ? "0" : waiting + " (" + pool.lanes() + ")")
                .row("acquired", pool.count("acquired"))
                .row("waited", waits(pool))
                .row("timeouts", pool.count("timeouts"))
                .row("refused", pool.count("refused"))
                .row("created", pool.count("created") + " (" + pool.count("creationFailures") + " failed)")
                .row("closed", pool.count("closed"))
                .row("leaks", pool.count("leaks") + " (" + pool.number("leakSuspects") + " still out)");
        long stuck = pool.number("stuckThreads");
        if (stuck > 0) {
            table.row("stuck threads", stuck + " (given up at a limit, have not returned)");
        }
        if (pool.isDemonstration()) {
            table.row("demonstration", DEMONSTRATION);
        }
        String detail = pool.detail();
        if (!detail.isEmpty()) {
            table.sentence("why", detail);
        }
        pool.policies()
                .forEach(policy -> table.sentence(
                        "policy " + policy.getKey(), policy.getValue().asText()));
        pool.specifics().forEach(own -> table.row(own.getKey(), own.getValue().asText()));
        return table;
    }

    private static String limits(PoolReading pool) {
        return "min " + pool.number("minConnections") + ", max " + pool.number("maxConnections");
    }

    private static String waits(PoolReading pool) {
        long waits = pool.count("waits");
        return waits == 0 ? "0" : waits + " (mean " + pool.meanWait() + ", longest " + pool.longestWait() + ")";
    }

    private static TextTable connections(PoolReading pool) {
        TextTable table = new TextTable("CONNECTION", "STATE", ">FOR", ">AGE", "HOLDER", "TENANT", "TAGS");
        for (JsonNode connection : pool.connections()) {
            boolean leased = connection.path("inUse").asBoolean();
            double since =
                    connection.path(leased ? "heldSeconds" : "idleSeconds").asDouble();
            table.row(
                    connection.path("id").asText(),
                    leased ? "leased" : "idle",
                    SpanFormat.of(since),
                    SpanFormat.of(connection.path("ageSeconds").asDouble()),
                    connection.path("holder").asText("-"),
                    connection.path("tenant").asText("-"),
                    tags(connection.path("tags")));
        }
        return table;
    }

    private static String tags(JsonNode tags) {
        String text = tags.properties().stream()
                .map(tag -> tag.getKey() + "=" + tag.getValue().asText())
                .collect(Collectors.joining(","));
        return text.isEmpty() ? "-" : text;
    }
}
