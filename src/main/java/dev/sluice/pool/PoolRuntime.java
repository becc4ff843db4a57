package dev.sluice.pool;

import dev.sluice.time.Ticker;
import dev.sluice.time.Timer;
import java.util.concurrent.Executor;
import java.util.function.DoubleSupplier;

/**
 * The environment of a pool: time, threads and chance. With a fake environment, a pool is deterministic.
 *
 * @param ticker reads time
 * @param timer runs housekeeping
 * @param workers validate and reset
 * @param creators create: where connects hang, everything else goes on
 * @param closers close: where closes hang, everything else goes on
 * @param breakers break leases: many at once, so that none waits for the end of another
 * @param random numbers in [0, 1), for the jitter of lifetimes and retries
 */
public record PoolRuntime(
        Ticker ticker,
        Timer timer,
        Executor workers,
        Executor creators,
        Executor closers,
        Executor breakers,
        DoubleSupplier random) {

    /** Creates a runtime whose workers create, close and break leases, too. */
    public PoolRuntime(Ticker ticker, Timer timer, Executor workers, DoubleSupplier random) {
        this(ticker, timer, workers, workers, workers, workers, random);
    }
}
