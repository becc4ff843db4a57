package dev.sluice.pool;

import dev.sluice.time.Ticker;
import dev.sluice.time.Timer;
import java.util.concurrent.Executor;
import java.util.function.DoubleSupplier;

/**
 * What a pool takes from outside: time, threads and chance. With a fake one a pool is deterministic.
 *
 * @param ticker reads time
 * @param timer runs housekeeping
 * @param workers do the slow work: creating, closing, validating
 * @param random numbers in [0, 1), for the jitter of lifetimes and retries
 */
public record PoolRuntime(Ticker ticker, Timer timer, Executor workers, DoubleSupplier random) {}
