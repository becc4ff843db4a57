package dev.sluice.pool;

import dev.sluice.time.ThreadTimer;
import dev.sluice.time.Ticker;
import dev.sluice.time.Timer;
import dev.sluice.time.Workers;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/**
 * The threads of one pool: its timer, its workers, and the threads that create and close resources and break leases.
 * Pools share no threads. So a listener that does not return, for example, delays the maintenance of its own pool only.
 * Neither creations nor closes that hang delay validations. Thread-safe.
 */
public final class PoolThreads implements AutoCloseable {

    private static final int MIN_WORKERS = 2;
    private static final int MAX_WORKERS = 8;

    /** Maximum number of leases that are broken at the same time; further breaks wait for a thread. */
    static final int MAX_BREAKERS = 256;

    private final Timer timer;
    private final ExecutorService workers;
    private final ExecutorService creators;
    private final ExecutorService closers;
    private final ExecutorService breakers; // has no thread while no lease is broken

    /** Creates the threads of a pool. {@code onError} receives the failures of tasks of the timer. */
    public PoolThreads(String name, int maxSize, Consumer<Throwable> onError) {
        timer = new ThreadTimer("sluice-timer-" + name, onError);
        int size = Math.max(MIN_WORKERS, Math.min(MAX_WORKERS, maxSize));
        workers = Workers.named("sluice-" + name, size);
        creators = Workers.named("sluice-create-" + name, size);
        closers = Workers.named("sluice-close-" + name, size);
        breakers = Workers.named("sluice-break-" + name, MAX_BREAKERS);
    }

    /** Returns a runtime on these threads, with the clocks of the system. */
    public PoolRuntime runtime() {
        return new PoolRuntime(
                Ticker.system(),
                timer,
                workers,
                creators,
                closers,
                breakers,
                () -> ThreadLocalRandom.current().nextDouble());
    }

    /** Ends the threads. Workers first finish their tasks. */
    @Override
    public void close() {
        timer.close();
        workers.shutdown();
        creators.shutdown();
        closers.shutdown();
        breakers.shutdown();
    }
}
