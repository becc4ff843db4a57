package dev.sluice.bench;

import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * Eight threads that make one request after the other, each with a pause of one to five milliseconds behind it. The
 * requests seen by {@link #watch} are written down, all turns together.
 */
final class LiveTraffic {

    private static final int CALLERS = 8;
    private static final long LEAST_PAUSE = 1_000_000;
    private static final long MOST_PAUSE = 5_000_000;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double PERCENT = 100;

    private final JdbcPeer peer;
    private final Server server;
    private final Histogram requests = new Histogram(3);
    private final Histogram leases = new Histogram(3);
    private final LongAdder held = new LongAdder();
    private long watched;

    LiveTraffic(JdbcPeer peer, Server server) {
        this.peer = peer;
        this.server = server;
    }

    /** Waits for a while. */
    @FunctionalInterface
    interface Meanwhile {
        void happens() throws InterruptedException;
    }

    /** Lets them come, for as long as that lasts, and go. */
    void watch(Duration warmUp, Meanwhile meanwhile) throws InterruptedException {
        List<Histogram> waits =
                Stream.generate(() -> new Histogram(3)).limit(CALLERS).toList();
        Crowd crowd = new Crowd(Threads.PLATFORM, CALLERS, caller -> request(caller, waits.get(caller.index())))
                .measure(warmUp);
        long start = System.nanoTime();
        meanwhile.happens();
        watched += System.nanoTime() - start;
        requests.add(crowd.stop().waits());
        waits.forEach(leases::add);
    }

    private void request(Caller caller, Histogram waits) throws Exception {
        long start = System.nanoTime();
        long leased;
        try (Connection connection = peer.acquire()) {
            leased = System.nanoTime();
            server.ask(connection);
        }
        if (caller.isMeasured()) {
            waits.recordValue(leased - start);
            held.add(System.nanoTime() - leased);
        }
        caller.took(start);
        Caller.parkBetween(LEAST_PAUSE, MOST_PAUSE);
    }

    /** Of whole requests, in milliseconds. */
    double requestMillis(double percentile) {
        return requests.getValueAtPercentile(percentile) / NANOS_PER_MILLI;
    }

    /** Of the waits for a connection, in milliseconds. */
    double leaseMillis(double percentile) {
        return leases.getValueAtPercentile(percentile) / NANOS_PER_MILLI;
    }

    /** Requests per second. */
    double rate() {
        return requests.getTotalCount() * NANOS_PER_SECOND / watched;
    }

    /** Returns the mean share of a pool of the given size that the callers held, in percent. */
    double usedPercent(int size) {
        return held.sum() * PERCENT / watched / size;
    }
}
