package dev.sluice.pool;

import dev.sluice.pool.store.ResourceCheck;
import dev.sluice.time.Ticker;
import dev.sluice.time.Timer;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.DoubleSupplier;

/**
 * The environment of a pool: time, threads and chance. With a fake environment, a pool is deterministic.
 *
 * @param ticker the clocks
 * @param timer runs the maintenance and delayed actions
 * @param workers threads that validate and reset resources
 * @param creators threads that create resources; a creation that hangs delays no other work. For connections, never the
 *     ordering thread: this may be Agroal's own thread, and a creation waits for that thread
 * @param closers threads that close resources; a close that hangs delays no other work
 * @param breakers threads that break leases, many at once, so that no break waits for another
 * @param random numbers in [0, 1), for the jitter of lifetimes and retries
 * @param checks the checks of the application by the names for the policy {@code checks}
 */
public record PoolRuntime(
        Ticker ticker,
        Timer timer,
        Executor workers,
        Executor creators,
        Executor closers,
        Executor breakers,
        DoubleSupplier random,
        Map<String, ResourceCheck<?>> checks) {

    /** Copies the map. */
    public PoolRuntime {
        checks = Map.copyOf(checks);
    }

    /** Creates a runtime without checks of the application. */
    public PoolRuntime(
            Ticker ticker,
            Timer timer,
            Executor workers,
            Executor creators,
            Executor closers,
            Executor breakers,
            DoubleSupplier random) {
        this(ticker, timer, workers, creators, closers, breakers, random, Map.of());
    }

    /** Returns the same runtime with these checks of the application. */
    public PoolRuntime withChecks(Map<String, ResourceCheck<?>> named) {
        return new PoolRuntime(ticker, timer, workers, creators, closers, breakers, random, named);
    }

    /** Creates a runtime whose workers create, close and break leases, too. */
    public PoolRuntime(Ticker ticker, Timer timer, Executor workers, DoubleSupplier random) {
        this(ticker, timer, workers, workers, workers, workers, random);
    }
}
