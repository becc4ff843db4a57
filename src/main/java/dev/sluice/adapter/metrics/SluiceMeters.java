package dev.sluice.adapter.metrics;

import dev.sluice.admission.Priority;
import dev.sluice.pool.PoolState;
import dev.sluice.pool.PoolStats;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/** Metrics that only pools of Sluice have: the declared statistics, and statistics divided by a tag. */
final class SluiceMeters {

    private SluiceMeters() {}

    static void register(StatsMeters meters, Set<String> specifics, Predicate<PoolStats> ready) {
        PoolStats.STATISTICS.forEach(meters::own);
        meters.gauge("ready", "1 if callers can be sent to the pool.", stats -> ready.test(stats) ? 1 : 0);
        for (String name : specifics) {
            meters.tagged("number", name)
                    .gauge(
                            "specific",
                            "A number that only this kind of pool has.",
                            stats -> stats.specifics().getOrDefault(name, 0L));
        }
        meters.gauge(
                "concurrent",
                "Callers that have or want a connection: leased connections plus callers that wait.",
                stats -> stats.inUse() + stats.waiting());
        for (PoolState state : PoolState.values()) {
            meters.tagged("state", lowerCase(state))
                    .gauge("state", "1 for the state that the pool is in.", stats -> stats.state() == state ? 1 : 0);
        }
        meters.gauge(
                "paused",
                "1 while callers wait because the pool was paused.",
                stats -> stats.state() == PoolState.PAUSED ? 1 : 0);
        for (Priority lane : Priority.values()) {
            meters.tagged("lane", lowerCase(lane))
                    .gauge(
                            "waiting",
                            "Callers that wait in the lane.",
                            stats -> stats.waitingByLane().getOrDefault(lane, 0));
        }
    }

    private static String lowerCase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
