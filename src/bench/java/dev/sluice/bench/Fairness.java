package dev.sluice.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.HdrHistogram.Histogram;

/** Measures starvation: 1,000 virtual threads on 20 connections, and the work of the slowest tenth of the threads. */
final class Fairness implements Program {

    private static final int CALLERS = 1_000;
    private static final int TENTH = CALLERS / 10;
    private static final double MICROS_PER_MILLI = 1000;

    @Override
    public String name() {
        return "fairness";
    }

    @Override
    public boolean isVirtual() {
        return true;
    }

    @Override
    public List<Row> rows() {
        return List.of(
                Row.higher("share", "1,000 virtual threads: cycles of the slowest tenth ÷ mean")
                        .goal("≥ 0.99"),
                Row.higher("rate", "1,000 virtual threads: k cycles/s").goal("≥ Tomcat"),
                Row.lower("p99", "1,000 virtual threads: wait p99, ms"),
                Row.lower("max", "1,000 virtual threads: longest wait, ms").goal("≤ Tomcat"));
    }

    @Override
    public Figures run(Contender contender, Effort effort) throws Exception {
        Duration time = Duration.ofMillis(effort.pick(2_500, 10_000));
        try (JdbcPeer peer = contender.openFree()) {
            Crowd crowd = new Crowd(Threads.VIRTUAL, CALLERS, caller -> cycle(peer, caller)).measure(effort.warmUp());
            long[] before = crowd.cyclesOfEach();
            double rate = crowd.rate(time);
            long[] after = crowd.cyclesOfEach();
            Histogram waits = crowd.stop().waits();
            return new Figures()
                    .put("share", share(before, after))
                    .put("rate", rate / MICROS_PER_MILLI)
                    .putWaits(waits, 99)
                    .putLongest(waits);
        }
    }

    private static double share(long[] before, long[] after) {
        long[] done = new long[CALLERS];
        Arrays.setAll(done, i -> after[i] - before[i]);
        Arrays.sort(done);
        double mean = Arrays.stream(done).average().orElseThrow();
        return Arrays.stream(done, 0, TENTH).average().orElseThrow() / mean;
    }

    private static void cycle(JdbcPeer peer, Caller caller) throws Exception {
        long start = System.nanoTime();
        AutoCloseable held = peer.acquire();
        try {
            caller.took(start);
            Caller.parkBetween(Contended.LEAST_HOLD, Contended.MOST_HOLD);
        } finally {
            held.close();
        }
    }
}
