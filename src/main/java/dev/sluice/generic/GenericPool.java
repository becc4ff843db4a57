package dev.sluice.generic;

import dev.sluice.pool.AcquireRequest;
import dev.sluice.pool.Lease;
import dev.sluice.pool.Managed;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.PoolListener;
import dev.sluice.pool.PoolRuntime;
import dev.sluice.pool.PoolStats;
import dev.sluice.pool.failure.AcquireTimeout;
import dev.sluice.pool.failure.CreationFailed;
import dev.sluice.pool.failure.GetTimeout;
import dev.sluice.pool.failure.InvalidConnection;
import dev.sluice.pool.failure.PoolClosed;
import dev.sluice.pool.failure.PoolSaturated;
import dev.sluice.pool.failure.ReleaseRefused;
import dev.sluice.time.Deadline;
import dev.sluice.time.SpanText;
import dev.sluice.time.Ticker;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A pool of anything: a factory makes the resources when somebody needs one, a close function ends them.
 *
 * <pre>{@code
 * try (GenericPool<Session> pool = GenericPool.<Session>builder("sessions")
 *                 .factory(server::connect)
 *                 .closer(Session::disconnect)
 *                 .maxSize(10)
 *                 .build();
 *         Lease<Session> lease = pool.acquire(Duration.ofSeconds(1))) {
 *     lease.resource().send("hello");
 * }
 * }</pre>
 *
 * <p><b>Guarantees.</b> Never more than the maximum exist, those being made or closed included. A resource has one owner
 * at a time, and is closed once. Callers are served in their order, by whatever comes first, a resource that is given
 * back or a new one, and wait no longer than their deadlines, whatever factory, ping and close function do: those run on
 * workers, under no lock. A factory that fails fails one caller, the one whose turn it is, and the next one calls it
 * anew. A factory that nobody waits for any more is interrupted; what it makes all the same is kept for the next caller.
 *
 * <p>Everything else that can be done to a pool is done to {@link #pool()}: reset, expire, renew, pause, resize. Thread-safe.
 *
 * @param <R> the resource
 */
public final class GenericPool<R> implements Managed, AutoCloseable {

    private final ManagedPool<R> pool;
    private final Ticker ticker;
    private final LongAdder rejects = new LongAdder();
    private final LongAdder closeTimeouts = new LongAdder();

    /** Creates a pool that is not started. */
    GenericPool(String name, PoolConfig config, GenericStore<R> store, PoolRuntime runtime, PoolListener listener) {
        ticker = runtime.ticker();
        pool = new ManagedPool<>(name, config, store, runtime);
        pool.addListener(listener);
    }

    /** Starts to configure a pool of that name. */
    public static <R> GenericPoolBuilder<R> builder(String name) {
        return new GenericPoolBuilder<>(name);
    }

    /** The pool behind this, to be operated, watched and registered. */
    @Override
    public ManagedPool<R> pool() {
        return pool;
    }

    /** Leases a resource, waiting for as long as the pool was told. See {@link #acquire(AcquireRequest)}. */
    public Lease<R> acquire() throws InterruptedException {
        return acquire(AcquireRequest.DEFAULT);
    }

    /**
     * Leases a resource, waiting so long at most. See {@link #acquire(AcquireRequest)}.
     *
     * @param timeout zero takes only what lies ready, and needs no ping
     */
    public Lease<R> acquire(Duration timeout) throws InterruptedException {
        return acquire(AcquireRequest.DEFAULT.withTimeout(timeout));
    }

    /**
     * Leases a resource.
     *
     * @throws GetTimeout if there was none at the deadline
     * @throws CreationFailed at once, if the factory failed; with its failure as the cause
     * @throws PoolSaturated if the admission policy lets no more callers wait
     * @throws PoolClosed if the pool is closed, or is closed during the wait
     * @throws InterruptedException if the thread is interrupted while it waits, which is how a wait is cancelled; it has
     *     no lease then
     */
    public Lease<R> acquire(AcquireRequest request) throws InterruptedException {
        try {
            return pool.acquire(request);
        } catch (AcquireTimeout e) {
            throw new GetTimeout(e);
        }
    }

    /**
     * Gives a lease back, like {@link Lease#close()}, but insists that it is one. Of a closed pool, the resource is closed.
     *
     * @throws InvalidConnection if it is null, of another pool, or was given back before; nothing has changed then
     */
    public void release(@Nullable Lease<R> lease) {
        try {
            pool.release(lease);
        } catch (ReleaseRefused e) {
            throw rejected(e);
        }
    }

    /**
     * Gives a lease back whose resource is to be closed: like {@link Lease#invalidate()} and {@link Lease#close()}, but
     * insists that it is one.
     *
     * @throws InvalidConnection as {@link #release} does
     */
    public void discard(@Nullable Lease<R> lease) {
        try {
            pool.discard(lease);
        } catch (ReleaseRefused e) {
            throw rejected(e);
        }
    }

    private InvalidConnection rejected(ReleaseRefused refusal) {
        rejects.increment();
        return new InvalidConnection(refusal);
    }

    /** Returns the number of resources, idle or leased. */
    public int len() {
        return pool.stats().total();
    }

    /** Returns the number of idle resources. */
    public int idleLen() {
        return pool.stats().available();
    }

    /** Returns the maximum number of idle resources. */
    public int maxIdle() {
        PoolConfig config = pool.config();
        return Math.min(config.maxIdle(), config.maxSize());
    }

    /** Returns the counters and the current numbers. */
    public GenericStats stats() {
        return GenericStats.of(pool.stats(), closeTimeouts.sum(), rejects.sum());
    }

    /** Closes the pool, waiting up to {@link ManagedPool#DEFAULT_DRAIN}; an interrupt ends the wait and is kept. */
    @Override
    public void close() {
        try {
            close(ManagedPool.DEFAULT_DRAIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Closes the pool: refuses newcomers and waiters at once, closes what is idle, and waits until the rest was given
     * back and closed. Threads that belong to the pool end with the last resource. A second call waits for the same.
     *
     * @throws CloseTimeout if some are still there after that time. The pool is closed all the same; leases go on, and
     *     their resources are closed when they are given back
     * @throws InterruptedException if the thread is interrupted while it waits; the pool is closed all the same
     */
    public void close(Duration patience) throws InterruptedException {
        if (patience.isNegative()) {
            throw new IllegalArgumentException("patience must not be negative: " + SpanText.exact(patience));
        }
        Deadline deadline = Deadline.in(patience, ticker);
        Thread closer = Thread.currentThread();
        CompletableFuture<Void> ended = pool.beginClose();
        ended.thenRun(() -> ticker.unpark(closer));
        while (!ended.isDone()) {
            if (deadline.isExpired()) {
                closeTimeouts.increment();
                throw closeTimeout(patience);
            }
            if (Thread.interrupted()) {
                throw new InterruptedException("pool '" + pool.name() + "': interrupted while it was closing");
            }
            ticker.park(this, deadline.remainingNanos());
        }
    }

    private CloseTimeout closeTimeout(Duration patience) {
        PoolStats now = pool.stats();
        return new CloseTimeout("pool '%s': not empty after %d ms (leased %d, being made %d, being closed %d)"
                .formatted(pool.name(), patience.toMillis(), now.inUse(), now.creating(), now.closing()));
    }

    @Override
    public String toString() {
        return "GenericPool[" + pool.name() + ", " + pool.state() + "]";
    }
}
