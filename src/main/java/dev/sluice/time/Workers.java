package dev.sluice.time;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes the threads that do a pool's slow work: connecting, closing, validating. */
public final class Workers {

    private static final long IDLE_SECONDS = 30;

    private Workers() {}

    /**
     * At most {@code size} daemon threads that end after half a minute without work, so that a quiet pool
     * holds none. Tasks beyond that wait in order.
     */
    public static ExecutorService named(String name, int size) {
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                size, size, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads(name));
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    static ThreadFactory threads(String name) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
