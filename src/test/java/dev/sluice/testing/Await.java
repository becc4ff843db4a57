package dev.sluice.testing;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;

/** Waits for what must happen soon, with a limit that only a failure reaches. */
public final class Await {

    /** Far beyond what anything takes, on a machine that is busy with other things, too. */
    static final Duration LIMIT = Duration.ofSeconds(45);

    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(50);

    private Await() {}

    /**
     * Returns once the condition holds. The calling thread checks it: a new thread for each wait would take 50 times the
     * processor time.
     */
    public static void until(String what, BooleanSupplier condition) {
        AtomicReference<Duration> pause = new AtomicReference<>(SHORTEST_PAUSE);
        Awaitility.await(what)
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval((count, previous) -> pause.get())
                .atMost(LIMIT)
                .until(() -> {
                    long begin = System.nanoTime();
                    boolean holds = condition.getAsBoolean();
                    pause.set(pauseAfter(Duration.ofNanos(System.nanoTime() - begin)));
                    return holds;
                });
    }

    /** Returns three times the duration of a check, so that checks that ask a server take little of a processor. */
    private static Duration pauseAfter(Duration check) {
        Duration pause = check.multipliedBy(3);
        if (pause.compareTo(SHORTEST_PAUSE) < 0) {
            return SHORTEST_PAUSE;
        }
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }

    /** Returns once the latch is open. For code that stands in for a driver: an interrupt is a failure. */
    public static void open(CountDownLatch latch) {
        try {
            if (!latch.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("the latch was not opened within " + LIMIT);
            }
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted at the latch", e);
        }
    }
}
