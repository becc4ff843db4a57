package dev.sluice.keyed;

import dev.sluice.pool.PoolRuntime;
import dev.sluice.pool.PoolThreads;
import dev.sluice.time.Workers;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;

/**
 * The threads of one keyed pool: the threads of a managed pool, and separate threads for pings. So resources that do
 * not answer never delay the opening and closing of other resources. Thread-safe.
 */
final class KeyedThreads implements AutoCloseable {

    private static final int MOST_PINGS = 16;

    private final PoolThreads threads;
    private final ExecutorService pings;

    /**
     * Creates the threads for a pool of the given name and size; {@code onError} receives the failures of timer tasks.
     */
    KeyedThreads(String name, int maxOpenResources, Consumer<Throwable> onError) {
        threads = new PoolThreads(name, maxOpenResources, onError);
        pings = Workers.named("sluice-ping-" + name, Math.min(MOST_PINGS, maxOpenResources));
    }

    /** Returns a runtime on these threads, with the system's clock. */
    PoolRuntime runtime() {
        return threads.runtime();
    }

    /** Returns the threads of pings. */
    ExecutorService pings() {
        return pings;
    }

    /** Stops the workers. Calls that have begun end by themselves; pings are interrupted. */
    @Override
    public void close() {
        pings.shutdownNow();
        threads.close();
    }
}
