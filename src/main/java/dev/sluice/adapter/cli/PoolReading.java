package dev.sluice.adapter.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The statistics of one pool from the service; missing values are zero or empty. */
record PoolReading(String text, JsonNode stats) {

    /** Reads the answer to {@code …/stats}. */
    static PoolReading of(ServiceResponse answer) throws RemoteProblem {
        JsonNode stats = answer.json();
        if (!stats.path("name").isTextual() || !stats.path("counters").isObject()) {
            throw RemoteProblem.notSluice("it has no statistics of a pool");
        }
        return new PoolReading(answer.text(), stats);
    }

    /** Returns all pools, in the order of the service, without pools that are deleted meanwhile. */
    static List<PoolReading> all(Remote remote) throws RemoteFailure, InterruptedException {
        ServiceResponse pools = remote.get(ApiPaths.POOLS);
        if (!pools.json().isArray()) {
            throw RemoteProblem.notSluice("it is no list of pools");
        }
        List<PoolReading> readings = new ArrayList<>();
        for (JsonNode pool : pools.json()) {
            try {
                readings.add(of(remote.get(ApiPaths.of(pool.path("name").asText(), "stats"))));
            } catch (RemoteProblem e) {
                if (!e.isUnknownPool()) {
                    throw e;
                }
            }
        }
        return readings;
    }

    String name() {
        return stats.path("name").asText();
    }

    String state() {
        return stats.path("state").asText("?");
    }

    /**
     * Returns the state, with the kind of failure while the database keeps the pool from serving: {@code FAILED
     * NO_ANSWER}.
     */
    String stateAndReason() {
        String reason = stats.path("stateReason").asText("");
        return reason.isEmpty() || stats.path("stateReason").isNull() ? state() : state() + " " + reason;
    }

    /** Returns the cause that keeps the pool from serving, in words; empty if the pool serves. */
    String detail() {
        return stats.path("stateDetail").isTextual() ? stats.path("stateDetail").asText() : "";
    }

    /** Returns the time since a connection was last proven to work: {@code 35s}, or {@code never}. */
    String proven() {
        JsonNode seconds = stats.path("provenSecondsAgo");
        return seconds.isNumber() ? SpanFormat.of(seconds.asDouble()) : "never";
    }

    long number(String key) {
        return stats.path(key).asLong();
    }

    /** Returns whether the service is in the demonstration mode. */
    boolean isDemonstration() {
        return stats.path("demonstration").asBoolean();
    }

    /** Returns whether faults are injected into the pool now. */
    boolean isFaulty() {
        return stats.path("faultInjection").asBoolean();
    }

    /** Returns the injected faults in words. */
    String faultRules() {
        List<String> rules = new ArrayList<>();
        stats.path("faultRules").forEach(rule -> rules.add(rule.asText()));
        return String.join("; ", rules);
    }

    double seconds(String key) {
        return stats.path(key).asDouble();
    }

    long count(String counter) {
        return stats.path("counters").path(counter).asLong();
    }

    double counted(String counter) {
        return stats.path("counters").path(counter).asDouble();
    }

    /** Returns the number of waiters by lane: {@code HIGH 1, LOW 3}; {@code -} if no caller waits. */
    String lanes() {
        String lanes = stats.path("waitingByLane").properties().stream()
                .filter(lane -> lane.getValue().asLong() > 0)
                .map(lane -> lane.getKey() + " " + lane.getValue().asLong())
                .collect(Collectors.joining(", "));
        return lanes.isEmpty() ? "-" : lanes;
    }

    /** Returns the mean wait of the callers that had to wait. */
    String meanWait() {
        long waits = count("waits");
        return waits == 0 ? "-" : SpanFormat.of(counted("waitedSeconds") / waits);
    }

    String longestWait() {
        return count("waits") == 0 ? "-" : SpanFormat.of(counted("longestWaitSeconds"));
    }

    /** Returns the connections, oldest first. */
    List<JsonNode> connections() {
        return list(stats.path("connections"));
    }

    /** Returns the connection with the longest lease. */
    Optional<JsonNode> oldestLease() {
        return connections().stream()
                .filter(connection -> connection.path("inUse").asBoolean())
                .max(Comparator.comparingDouble(
                        connection -> connection.path("heldSeconds").asDouble()));
    }

    /** Returns the numbers that only this kind of pool has. */
    Set<Map.Entry<String, JsonNode>> specifics() {
        return stats.path("specifics").properties();
    }

    /** Returns the state of each policy that is on, in words, by its name in JSON. */
    Set<Map.Entry<String, JsonNode>> policies() {
        return stats.path("policies").properties();
    }

    private static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }
}
