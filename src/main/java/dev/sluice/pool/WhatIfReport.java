package dev.sluice.pool;

import dev.sluice.pool.statistic.Statistic;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The answer to the question how recent callers would have fared with another size or other rules. Immutable.
 *
 * @param pool the name of the pool
 * @param from the begin of the recorded time
 * @param seconds the length of the recorded time
 * @param summary the prediction in words, compared with the present settings
 * @param happened the past: the callers as they were served, by the settings of that time
 * @param present the replay with the present size and the present rules
 * @param predicted the replay with the size and the rules of the question
 */
public record WhatIfReport(
        String pool,

        @Statistic("Begin of the recorded time.") Instant from,

        @Statistic(value = "Length of the recorded time.", unit = Statistic.SECONDS)
        double seconds,

        @Statistic("The prediction in words, compared with the present settings.")
        String summary,

        @Statistic("The callers as they were served, by the settings of that time.")
        ServedCallers happened,

        @Statistic("The replay with the present size and the present rules.")
        ServedCallers present,

        @Statistic("The replay with the size and the rules of the question.")
        ServedCallers predicted) {

    /**
     * The callers of the recorded time, as they were served or would have been served. Waits are those of callers with a
     * lease.
     *
     * @param maxSize maximum number of connections
     * @param callers number of callers that arrived in the recorded time
     * @param leases number of callers that received a lease
     * @param timeouts number of callers whose deadline passed
     * @param refused numbers of other refusals by their kind, such as SATURATED
     * @param p50WaitSeconds the wait that half of the callers did not exceed
     * @param p95WaitSeconds the wait that 95 % of the callers did not exceed
     * @param p99WaitSeconds the wait that 99 % of the callers did not exceed
     * @param longestWaitSeconds the longest wait
     * @param utilisation part of the maximum that was leased on average, 0 to 1
     */
    public record ServedCallers(
            @Statistic("Maximum connections.") int maxSize,

            @Statistic("Callers that arrived in the recorded time.")
            long callers,

            @Statistic("Callers that received a lease.") long leases,

            @Statistic("Callers whose deadline passed.") long timeouts,

            @Statistic("Other refused callers by the kind of the refusal, such as SATURATED.")
            Map<String, Long> refused,

            @Statistic(value = "Wait that half of the callers did not exceed.", unit = Statistic.SECONDS)
            double p50WaitSeconds,

            @Statistic(value = "Wait that 95 % of the callers did not exceed.", unit = Statistic.SECONDS)
            double p95WaitSeconds,

            @Statistic(value = "Wait that 99 % of the callers did not exceed.", unit = Statistic.SECONDS)
            double p99WaitSeconds,

            @Statistic(value = "Longest wait.", unit = Statistic.SECONDS)
            double longestWaitSeconds,

            @Statistic("Part of the maximum that was leased on average (0–1).")
            double utilisation) {

        /** Copies the map. */
        public ServedCallers {
            refused = Collections.unmodifiableMap(new TreeMap<>(refused));
        }

        /** Returns the number of callers that were refused for another reason than their deadline. */
        public long otherRefusals() {
            return refused.values().stream().mapToLong(Long::longValue).sum();
        }
    }
}
