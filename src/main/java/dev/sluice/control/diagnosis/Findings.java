package dev.sluice.control.diagnosis;

import dev.sluice.pool.PoolQueue;
import dev.sluice.pool.PoolStats;
import dev.sluice.value.Plural;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The numbers about a pool, in sentences. */
final class Findings {

    private Findings() {}

    static List<String> of(Evidence evidence) {
        PoolStats stats = evidence.stats();
        List<String> findings = new ArrayList<>();
        findings.add(stats.inUse() + " of " + Plural.of(stats.maxConnections(), "connection") + " leased, "
                + Plural.of(stats.waiting(), "caller waits", "callers wait") + ", "
                + Plural.of(stats.creating(), "connection is", "connections are") + " being created");
        findings.add("leases last " + CauseRules.span(evidence.usualHoldSeconds()) + " on average, creations "
                + CauseRules.span(evidence.usualCreationSeconds()));
        evidence.queue().holders().stream()
                .max(Comparator.comparingDouble(PoolQueue.Holder::heldSeconds))
                .ifPresent(longest -> findings.add("the longest lease is held for "
                        + CauseRules.span(longest.heldSeconds()) + " by thread " + longest.thread() + " (connection "
                        + longest.connection() + ")"));
        long nested = evidence.queue().holders().stream()
                .filter(PoolQueue.Holder::waits)
                .count();
        count(
                findings,
                nested,
                "holder waits for another connection of the same pool",
                "holders wait for another connection of the same pool");
        count(
                findings,
                stats.leakSuspects(),
                "lease is held longer than the leak threshold",
                "leases are held longer than the leak threshold");
        count(
                findings,
                stats.stuckThreads(),
                "thread is stuck in a call of the driver",
                "threads are stuck in calls of the driver");
        count(
                findings,
                evidence.recent().timeouts(),
                "caller was late in the last 30 s",
                "callers were late in the last 30 s");
        count(
                findings,
                evidence.recent().refused(),
                "caller was refused in the last 30 s",
                "callers were refused in the last 30 s");
        count(
                findings,
                evidence.recent().creationFailures(),
                "creation failed in the last 30 s",
                "creations failed in the last 30 s");
        if (stats.faultInjection()) {
            findings.add("faults are injected: " + String.join("; ", stats.faultRules()));
        }
        stats.policies().forEach((policy, state) -> findings.add("policy " + policy + ": " + state));
        return findings;
    }

    private static void count(List<String> findings, long number, String one, String many) {
        if (number > 0) {
            findings.add(Plural.of(number, one, many));
        }
    }
}
