package dev.sluice.keyed;

import dev.sluice.pool.PoolRuntime;
import dev.sluice.pool.PoolThreads;
import dev.sluice.time.Workers;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;

/**
 * The threads of one keyed pool: those of a managed pool, and others for pings, so that resources which do not answer
 * never keep others from being opened and closed. Thread-safe.
 */
final class KeyedThreads implements AutoCloseable {

    private static final int MOST_PINGS = 16;

    private final PoolThreads threads;
    private final ExecutorService pings;

    /**
     * Creates the threads of a pool of that name and size; {@code onError} receives the failures of its timer's tasks.
     */
    KeyedThreads(String name, int maxOpenResources, Consumer<Throwable> onError) {
        threads = new PoolThreads(name, maxOpenResources, onError);
        pings = Workers.named("sluice-ping-" + name, Math.min(MOST_PINGS, maxOpenResources));
    }

    /** Returns a runtime on these threads, with the time of the system. */
    PoolRuntime runtime() {
        return threads.runtime();
    }

    /** Returns the threads of pings. */
    ExecutorService pings() {
        return pings;
    }

    /** Stops the workers; begun calls end by themselves, and pings are interrupted. */
    @Override
    public void close() {
        pings.shutdownNow();
        threads.close();
    }
}
