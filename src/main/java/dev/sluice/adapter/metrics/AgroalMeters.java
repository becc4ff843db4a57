package dev.sluice.adapter.metrics;

import dev.sluice.pool.PoolStats.Counters;

/**
 * Metrics of an Agroal data source with the names, kinds and units of Quarkus, so that dashboards for Agroal continue
 * to work. Agroal's own metrics stay off, because they cost most of its speed.
 */
final class AgroalMeters {

    private AgroalMeters() {}

    static void register(StatsMeters meters) {
        meters.named("active.count", "inUse");
        meters.named("available.count", "available");
        meters.named("max.used.count", "maxInUse");
        meters.named("awaiting.count", "waiting");
        meters.named("acquire.count", "acquired");
        meters.named("creation.count", "created");
        meters.named("leak.detection.count", "leaks");
        meters.named("destroy.count", "closed");
        meters.named("invalid.count", "validationFailures");
        meters.named("reap.count", "idleClosed");
        meters.counter(
                "flush.count",
                "Connections closed that were neither invalid nor idle.",
                stats -> flushed(stats.counters()));
        times(meters);
    }

    private static void times(StatsMeters meters) {
        meters.millis("blocking.time.max", "longestWaitSeconds");
        meters.millis("blocking.time.total", "waitedSeconds");
        meters.millis("blocking.time.average", "Mean wait of all acquires, in milliseconds.", stats -> {
            Counters counters = stats.counters();
            return average(counters.waitedSeconds(), counters.acquired());
        });
        meters.millis("creation.time.max", "longestCreationSeconds");
        meters.millis("creation.time.total", "creationSeconds");
        meters.millis(
                "creation.time.average",
                "Mean duration of creations, failed attempts included, in milliseconds.",
                stats -> {
                    Counters counters = stats.counters();
                    return average(counters.creationSeconds(), counters.created() + counters.creationFailures());
                });
    }

    /**
     * Returns the flushed connections, never a negative number: a connection counts as invalid or idle before its
     * close.
     */
    private static long flushed(Counters counters) {
        return Math.max(0, counters.closed() - counters.validationFailures() - counters.idleClosed());
    }

    private static double average(double seconds, long count) {
        return count == 0 ? 0 : seconds / count;
    }
}
