package dev.sluice.adapter.metrics;

import dev.sluice.pool.PoolStats;
import dev.sluice.pool.PoolStats.Counters;

/**
 * Metrics of an Agroal data source by the names, kinds and units that Quarkus uses, so that dashboards for Agroal
 * continue to work. Agroal's own metrics stay off, because they cost most of its speed.
 */
final class AgroalMeters {

    private AgroalMeters() {}

    static void register(StatsMeters meters) {
        connections(meters);
        retirements(meters);
        times(meters);
    }

    private static void connections(StatsMeters meters) {
        meters.gauge("active.count", "Connections in use", PoolStats::inUse);
        meters.gauge("available.count", "Idle connections, ready to be acquired", PoolStats::available);
        meters.gauge(
                "max.used.count",
                "The most connections that were ever in use at once",
                stats -> stats.counters().maxInUse());
        meters.gauge("awaiting.count", "Callers that wait for a connection", PoolStats::waiting);
        meters.counter("acquire.count", "Connections given out", Counters::acquired);
        meters.counter("creation.count", "Connections created", Counters::created);
        meters.counter("leak.detection.count", "Leases beyond the leak threshold", Counters::leaks);
    }

    private static void retirements(StatsMeters meters) {
        meters.counter("destroy.count", "Connections closed", Counters::closed);
        meters.counter("flush.count", "Connections closed that were neither invalid nor idle", AgroalMeters::flushed);
        meters.counter("invalid.count", "Connections closed because they did not work", Counters::validationFailures);
        meters.counter("reap.count", "Connections closed because they were idle", Counters::idleClosed);
    }

    private static void times(StatsMeters meters) {
        meters.millis(
                "blocking.time.average",
                "Average time that a caller waited for a connection",
                counters -> average(counters.waitedSeconds(), counters.acquired()));
        meters.millis(
                "blocking.time.max",
                "Longest time that a caller waited for a connection",
                Counters::longestWaitSeconds);
        meters.millis("blocking.time.total", "Time that callers waited for connections", Counters::waitedSeconds);
        meters.millis(
                "creation.time.average",
                "Average time that it took to create a connection",
                counters -> average(counters.creationSeconds(), counters.created() + counters.creationFailures()));
        meters.millis(
                "creation.time.max",
                "Longest time that it took to create a connection",
                Counters::longestCreationSeconds);
        meters.millis("creation.time.total", "Time spent creating connections", Counters::creationSeconds);
    }

    /** Never negative: a connection is counted as invalid or idle a moment before it is closed. */
    private static long flushed(Counters counters) {
        return Math.max(0, counters.closed() - counters.validationFailures() - counters.idleClosed());
    }

    private static double average(double seconds, long count) {
        return count == 0 ? 0 : seconds / count;
    }
}
