package dev.sluice.bench;

import dev.sluice.admission.Priority;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.HdrHistogram.Histogram;

/**
 * A flood: 200 background callers on 20 connections, holding each for 5 ms, and one urgent caller that comes every
 * 10 ms and holds its connection for 0.1 ms. The flood is watched with and without the urgent caller, in turns, so that
 * what it costs is not the drift of the machine.
 */
final class Saturated implements Program {

    private static final int CALLERS = 200;
    private static final long HOLD_MICROS = 5_000;
    private static final double PERCENT = 100;
    private static final double NANOS_PER_MILLI = 1e6;

    /** Four lanes above the background, an aging interval of 1 s each, and a queue of all callers. */
    private static final String AGING_BOUND = "≤ 4100";

    private final boolean reserved;
    private volatile boolean beside; // whether the urgent caller is present

    /**
     * Creates the scenario; {@code reserved} makes Sluice keep one connection for the top lane, which no other pool
     * can.
     */
    Saturated(boolean reserved) {
        this.reserved = reserved;
    }

    @Override
    public String name() {
        return reserved ? "saturated-reserved" : "saturated";
    }

    @Override
    public List<Contender> contenders() {
        return reserved ? List.of(Contender.SLUICE) : Contender.JDBC;
    }

    @Override
    public List<Row> rows() {
        String label = reserved ? "saturated, one connection reserved" : "saturated";
        List<Row> rows = new ArrayList<>(List.of(
                Row.lower("urgent-p50", label + ": urgent caller's wait p50, ms"),
                Row.lower("urgent-p99", label + ": urgent caller's wait p99, ms")
                        .goal(reserved ? "≤ 0.05" : "≤ 5, ≤ 1/10 × best"),
                Row.higher("rate", label + ": background leases/s, with the urgent caller"),
                Row.plain("lost", label + ": background throughput lost to the urgent caller, %")
                        .goal(reserved ? "" : "≤ 0.5"),
                Row.lower("crowd-p99", label + ": background wait p99, with the urgent caller, ms")
                        .goal(reserved ? "" : "≤ 1.1 × best"),
                Row.lower("max", label + ": longest background wait, with the urgent caller, ms")
                        .goal(AGING_BOUND)));
        if (reserved) {
            rows.add(2, Row.lower("own-p50", label + ": p50 of one with a lock of its own in its place, ms"));
            rows.add(3, Row.lower("own-p99", label + ": p99 of one with a lock of its own in its place, ms"));
        }
        return rows;
    }

    @Override
    public Figures run(Contender contender, Effort effort) throws Exception {
        try (JdbcPeer peer = open(contender)) {
            Filling.await(peer, reserved ? PeerSettings.SIZE - 1 : PeerSettings.SIZE); // by callers of no top lane
            Crowd crowd = new Crowd(Threads.PLATFORM, CALLERS, caller -> cycle(peer, caller)).measure(effort.warmUp());
            UrgentCaller urgent = new UrgentCaller(peer);
            Duration turn = effort.measured().multipliedBy(3).dividedBy(4);
            int turns = effort.pick(4, 8);
            double without = 0;
            double with = 0;
            for (int i = 0; i < turns; i++) {
                boolean present = i % 4 == 1 || i % 4 == 2; // without, with, with, without: a drift cancels out
                if (present) {
                    urgent.begin();
                    beside = true;
                    with += 2 * crowd.rate(turn) / turns;
                    beside = false;
                    urgent.pause();
                } else {
                    without += 2 * crowd.rate(turn) / turns;
                }
            }
            Figures figures = reserved ? besideTheFlood(turn.multipliedBy(turns / 2)) : new Figures();
            Histogram background = crowd.stop().waits();
            return figures.put("urgent-p50", urgent.millisAt(50))
                    .put("urgent-p99", urgent.millisAt(99))
                    .put("rate", with)
                    .put("lost", (1 - with / without) * PERCENT)
                    .put("crowd-p99", background.getValueAtPercentile(99) / NANOS_PER_MILLI)
                    .putLongest(background);
        }
    }

    /** Measures the same caller beside the same flood, without another caller for the connection that it waits for. */
    private static Figures besideTheFlood(Duration time) throws Exception {
        UrgentCaller alone = new UrgentCaller(new OwnLock());
        alone.begin();
        Thread.sleep(time.toMillis());
        alone.pause();
        return new Figures().put("own-p50", alone.millisAt(50)).put("own-p99", alone.millisAt(99));
    }

    /** No pool at all. */
    private static final class OwnLock implements Peer {

        private final ReentrantLock lock = new ReentrantLock();

        @Override
        public AutoCloseable acquire() {
            lock.lock();
            return lock::unlock;
        }

        @Override
        public void close() {
            // nothing to close
        }
    }

    private JdbcPeer open(Contender contender) throws Exception {
        PeerSettings settings = PeerSettings.free();
        return reserved ? SluicePeer.reserved(settings, Priority.CRITICAL, 1) : contender.open(settings);
    }

    private void cycle(JdbcPeer peer, Caller caller) throws Exception {
        long start = System.nanoTime();
        AutoCloseable held = peer.acquireInBackground();
        try {
            if (beside) {
                caller.took(start);
            }
            Caller.parkMicros(HOLD_MICROS);
        } finally {
            held.close();
        }
    }
}
