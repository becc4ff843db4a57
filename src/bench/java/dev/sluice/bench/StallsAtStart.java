package dev.sluice.bench;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Pools are opened again and again while 50 callers wait at the door, with connects of several lengths. */
final class StallsAtStart implements Program {

    private static final int CALLERS = 50;
    private static final int CYCLES = 5;
    private static final long HOLD_NANOS = 500_000;
    private static final long[] CONNECT_MILLIS = {0, 1, 5, 20};
    private static final long PATIENCE_SECONDS = 60;

    @Override
    public String name() {
        return "starts";
    }

    @Override
    public List<Row> rows() {
        return List.of(
                Row.plain("stalls", "stalls ≥ 1 s while connections were free, at the start")
                        .goal("= 0"),
                Row.lower("longest", "longest wait at the start, ms"));
    }

    @Override
    public Figures run(Contender contender, Effort effort) throws Exception {
        int stalls = 0;
        double longest = 0;
        int starts = effort.pick(2, 10) * CONNECT_MILLIS.length;
        start(contender, 0); // loads the classes
        for (int i = 0; i < starts; i++) {
            StallWatch watch = start(contender, CONNECT_MILLIS[i % CONNECT_MILLIS.length]);
            stalls += watch.stalls();
            longest = Math.max(longest, watch.longestMillis());
        }
        return new Figures().put("stalls", stalls).put("longest", longest);
    }

    private static StallWatch start(Contender contender, long connectMillis) throws Exception {
        FakeDriver.connectTime(Duration.ofMillis(connectMillis));
        CountDownLatch opened = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(CALLERS);
        AtomicReference<JdbcPeer> door = new AtomicReference<>();
        try (StallWatch watch = new StallWatch(PeerSettings.SIZE)) {
            for (int i = 0; i < CALLERS; i++) {
                Threads.PLATFORM.start(() -> call(opened, door, watch, done));
            }
            try (JdbcPeer peer = contender.open(PeerSettings.free())) {
                door.set(peer);
                opened.countDown();
                if (!done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    throw new IllegalStateException(done.getCount() + " callers do not come back");
                }
            }
            return watch;
        }
    }

    private static void call(
            CountDownLatch opened, AtomicReference<JdbcPeer> door, StallWatch watch, CountDownLatch done) {
        try {
            opened.await();
            for (int i = 0; i < CYCLES; i++) {
                watch.cycle(door.get(), HOLD_NANOS);
            }
            done.countDown();
        } catch (Exception e) {
            e.printStackTrace();
        }
    }
}
