package dev.sluice.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Measures starvation: 1,000 virtual threads on 20 connections, and the work of the slowest tenth of the threads. */
final class Fairness implements Program {

    private static final int CALLERS = 1_000;
    private static final int TENTH = CALLERS / 10;
    private static final double MICROS_PER_MILLI = 1000;
    private static final double NANOS_PER_MILLI = 1e6;

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
                Row.lower("max", "1,000 virtual threads: longest wait, ms").goal("≤ Tomcat"));
    }

    @Override
    public Figures run(Contender contender, Effort effort) throws Exception {
        Duration time = Duration.ofMillis(effort.pick(2_500, 10_000));
        long[] longest = new long[CALLERS]; // each is written by its caller; read after the end of all
        try (JdbcPeer peer = contender.openFree()) {
            Crowd crowd = new Crowd(Threads.VIRTUAL, CALLERS, caller -> cycle(peer, caller, longest))
                    .measure(effort.warmUp());
            long[] before = crowd.cyclesOfEach();
            double rate = crowd.rate(time);
            long[] after = crowd.cyclesOfEach();
            crowd.stop();
            return new Figures()
                    .put("share", share(before, after))
                    .put("rate", rate / MICROS_PER_MILLI)
                    .put("max", Arrays.stream(longest).max().orElseThrow() / NANOS_PER_MILLI);
        }
    }

    private static double share(long[] before, long[] after) {
        long[] done = new long[CALLERS];
        Arrays.setAll(done, i -> after[i] - before[i]);
        Arrays.sort(done);
        double mean = Arrays.stream(done).average().orElseThrow();
        return Arrays.stream(done, 0, TENTH).average().orElseThrow() / mean;
    }

    /** Records the longest wait only: a histogram for each of so many callers would fill the caches. */
    private static void cycle(JdbcPeer peer, Caller caller, long[] longest) throws Exception {
        long start = System.nanoTime();
        AutoCloseable held = peer.acquire();
        try {
            if (caller.isMeasured()) {
                longest[caller.index()] = Math.max(longest[caller.index()], System.nanoTime() - start);
            }
            Caller.parkBetween(Contended.LEAST_HOLD, Contended.MOST_HOLD);
        } finally {
            held.close();
        }
    }
}
