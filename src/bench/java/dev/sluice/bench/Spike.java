package dev.sluice.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * 50 callers at once on a pool of 5 that may grow to 20, when a connect takes 150 ms and a caller 2 ms: whoever waits
 * for new connections is slower than who waits for the old ones.
 */
final class Spike implements Program {

    private static final int CALLERS = 50;
    private static final int MIN = 5;
    private static final long HOLD_MICROS = 2_000;
    private static final long WARM_HOLD_MICROS = 200;
    private static final Duration CONNECT = Duration.ofMillis(150);
    private static final Duration SETTLING = Duration.ofMillis(200);
    private static final Duration LATER = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration QUICK = Duration.ofMillis(2);
    private static final int WARM_UPS = 3;
    private static final double NANOS_PER_MILLI = 1e6;

    @Override
    public String name() {
        return "spike";
    }

    @Override
    public List<Row> rows() {
        return List.of(
                Row.lower("millis", "spike: all are served, ms").goal("≤ best"),
                Row.lower("created", "spike: connections created beyond the 5").goal("≤ 1"),
                Row.lower("unneeded", "spike after quick connects: connections created beyond the 5")
                        .goal("≤ 1"),
                Row.lower("left", "spike after quick connects: connections beyond the 5 open two seconds later")
                        .goal("≤ 1"));
    }

    @Override
    public Figures run(Contender contender, Effort effort) throws Exception {
        compile(contender, effort);
        for (int i = 0; i < WARM_UPS; i++) {
            once(contender, Duration.ofMillis(5), Duration.ofMillis(5), SETTLING);
        }
        int times = effort.pick(3, 7);
        double[] millis = new double[times];
        double[] created = new double[times];
        double[] unneeded = new double[times];
        double[] left = new double[times];
        for (int i = 0; i < times; i++) {
            Outcome slow = once(contender, CONNECT, CONNECT, SETTLING);
            millis[i] = slow.millis();
            created[i] = slow.created();
            Outcome quick = once(contender, QUICK, CONNECT, LATER);
            unneeded[i] = quick.created();
            left[i] = quick.left();
        }
        return new Figures()
                .put("millis", median(millis))
                .put("created", median(created))
                .put("unneeded", median(unneeded))
                .put("left", median(left));
    }

    /** Has the code of acquires compiled, as in a service that has run for a while: a spike is too short for that. */
    private static void compile(Contender contender, Effort effort) throws Exception {
        FakeDriver.connectTime(Duration.ZERO);
        try (JdbcPeer peer = contender.open(PeerSettings.free(MIN, MIN))) {
            Filling.await(peer, MIN);
            new Crowd(Threads.PLATFORM, CALLERS, caller -> hold(peer, WARM_HOLD_MICROS))
                    .measure(effort.warmUp())
                    .stop();
        } finally {
            awaitOpen(0);
        }
    }

    private static void hold(JdbcPeer peer, long micros) throws Exception {
        AutoCloseable held = peer.acquire();
        try {
            Caller.parkMicros(micros);
        } finally {
            held.close();
        }
    }

    private static double median(double[] values) {
        return Arrays.stream(values).sorted().toArray()[values.length / 2];
    }

    /**
     * A spike.
     *
     * @param millis time from the start signal to the last release
     * @param created connects that began by 0.2 s after it
     * @param left connections beyond the minimum that are open at the end of the watch
     */
    private record Outcome(double millis, int created, int left) {}

    private static Outcome once(Contender contender, Duration before, Duration connect, Duration watch)
            throws Exception {
        FakeDriver.connectTime(before);
        try (JdbcPeer peer = contender.open(PeerSettings.free(MIN, PeerSettings.SIZE))) {
            awaitOpen(MIN);
            Filling.await(peer, MIN);
            TimeUnit.NANOSECONDS.sleep(SETTLING.toNanos());
            FakeDriver.forgetCreated();
            FakeDriver.connectTime(connect);
            double nanos = serve(peer);
            TimeUnit.NANOSECONDS.sleep(SETTLING.toNanos()); // late ones count, too
            int created = FakeDriver.created();
            TimeUnit.NANOSECONDS.sleep(watch.minus(SETTLING).toNanos());
            return new Outcome(nanos / NANOS_PER_MILLI, created, Math.max(0, FakeDriver.open() - MIN));
        } finally {
            awaitOpen(0);
        }
    }

    private static void awaitOpen(int count) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (FakeDriver.open() != count) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(FakeDriver.open() + " connections are open instead of " + count);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** Returns the time until the last caller has released its connection. */
    private static long serve(JdbcPeer peer) throws InterruptedException {
        CountDownLatch ready = new CountDownLatch(CALLERS);
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch served = new CountDownLatch(CALLERS);
        for (int i = 0; i < CALLERS; i++) {
            Threads.PLATFORM.start(() -> {
                try {
                    ready.countDown();
                    go.await();
                    hold(peer, HOLD_MICROS);
                    served.countDown();
                } catch (Exception e) {
                    e.printStackTrace();
                }
            });
        }
        ready.await();
        TimeUnit.MILLISECONDS.sleep(10); // the last of them is on its way to the latch
        long start = System.nanoTime();
        go.countDown();
        if (!served.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException(served.getCount() + " callers were not served");
        }
        return System.nanoTime() - start;
    }
}
