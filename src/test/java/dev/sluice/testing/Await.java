package dev.sluice.testing;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;

/** Waits for what must happen soon, with a limit that only a failure reaches. */
public final class Await {

    /** Far beyond what anything takes, on a machine that is busy with other things, too. */
    static final Duration LIMIT = Duration.ofSeconds(45);

    private Await() {}

    /** Returns once the condition holds. */
    public static void until(String what, BooleanSupplier condition) {
        Awaitility.await(what)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .atMost(LIMIT)
                .until(condition::getAsBoolean);
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
