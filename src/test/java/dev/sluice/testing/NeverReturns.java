package dev.sluice.testing;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Foreign code that never returns and ignores interrupts, until the test sets it free. */
public final class NeverReturns {

    private static final long LIMIT_SECONDS = 50;

    private final CountDownLatch freed = new CountDownLatch(1);
    private final AtomicInteger hanging = new AtomicInteger();

    /** Blocks the calling thread until {@link #free()}. */
    public void hang() {
        hanging.incrementAndGet();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (freed.getCount() > 0 && System.nanoTime() - end < 0) {
            try {
                freed.await(LIMIT_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                // ignored, as some drivers do
            }
        }
        hanging.decrementAndGet();
    }

    /** Waits until so many threads hang. */
    public void await(int count) {
        Await.until(count + " threads hang", () -> hanging.get() == count);
    }

    /** Lets all threads return. */
    public void free() {
        freed.countDown();
    }
}
