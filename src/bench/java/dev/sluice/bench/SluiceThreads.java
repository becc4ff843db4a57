package dev.sluice.bench;

import dev.sluice.pool.PoolRuntime;
import dev.sluice.time.ThreadTimer;
import dev.sluice.time.Ticker;
import dev.sluice.time.Workers;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadLocalRandom;

/** What a pool of Sluice runs on, as the service gives it. */
final class SluiceThreads implements AutoCloseable {

    private static final int WORKERS = 8;

    private final ThreadTimer timer = new ThreadTimer("sluice-timer", Throwable::printStackTrace);
    private final ExecutorService workers = Workers.named("sluice-worker", WORKERS);

    PoolRuntime runtime() {
        return new PoolRuntime(
                Ticker.system(),
                timer,
                workers,
                () -> ThreadLocalRandom.current().nextDouble());
    }

    @Override
    public void close() {
        timer.close();
        workers.shutdownNow();
    }
}
