package dev.sluice.pool;

import dev.sluice.time.ThreadTimer;
import dev.sluice.time.Ticker;
import dev.sluice.time.Timer;
import dev.sluice.time.Workers;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/**
 * The threads of one pool: its timer, its workers, and the threads that create and close resources and break leases. No
 * pool shares them with another, so nothing that holds up the housekeeping of one, be it a listener that does not return,
 * delays that of the others. Neither creations nor closes that hang delay validations. Thread-safe.
 */
public final class PoolThreads implements AutoCloseable {

    private static final int MIN_WORKERS = 2;
    private static final int MAX_WORKERS = 8;

    /** The number of leases that are broken at once; further breaks wait for a thread. */
    static final int MAX_BREAKERS = 256;

    private final Timer timer;
    private final ExecutorService workers;
    private final ExecutorService creators;
    private final ExecutorService closers;
    private final ExecutorService breakers; // without a break, it has no thread

    /** Creates the threads of a pool of that name and size; {@code onError} receives the failures of housekeeping. */
    public PoolThreads(String name, int maxSize, Consumer<Throwable> onError) {
        timer = new ThreadTimer("sluice-timer-" + name, onError);
        int size = Math.max(MIN_WORKERS, Math.min(MAX_WORKERS, maxSize));
        workers = Workers.named("sluice-" + name, size);
        creators = Workers.named("sluice-create-" + name, size);
        closers = Workers.named("sluice-close-" + name, size);
        breakers = Workers.named("sluice-break-" + name, MAX_BREAKERS);
    }

    /** Returns a runtime on these threads, with the time of the system. */
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

    /** Ends the threads after the tasks that they have begun. */
    @Override
    public void close() {
        timer.close();
        workers.shutdown();
        creators.shutdown();
        closers.shutdown();
        breakers.shutdown();
    }
}
