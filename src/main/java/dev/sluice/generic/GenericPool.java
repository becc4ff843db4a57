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
import dev.sluice.time.Ticker;
import dev.sluice.value.Values;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A pool of resources of any type. A factory creates a resource when a caller needs it, and a close function ends it.
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
 * <p><b>Guarantees.</b> The number of resources never exceeds the maximum; resources that are being created or closed
 * count. A resource has one owner at a time, and is closed once. Callers are served in their order, by a released or a
 * new resource. They wait no longer than their deadlines, because factory, ping and close function run on workers,
 * under no lock. A failure of the factory fails one caller, the next in turn; the next caller causes a new attempt. A
 * factory call without waiters is interrupted; a resource that it still returns is kept for the next caller.
 *
 * <p>{@link #pool()} has all other operations: reset, expire, renew, pause, resize. Thread-safe.
 *
 * @param <R> the type of the resources
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

    /** Returns a builder of a pool with this name. */
    public static <R> GenericPoolBuilder<R> builder(String name) {
        return new GenericPoolBuilder<>(name);
    }

    /** Returns the managed pool behind this one, for operations, statistics and registration. */
    @Override
    public ManagedPool<R> pool() {
        return pool;
    }

    /** Leases a resource. Waits for at most the pool's acquire timeout. See {@link #acquire(AcquireRequest)}. */
    public Lease<R> acquire() throws InterruptedException {
        return acquire(AcquireRequest.DEFAULT);
    }

    /**
     * Leases a resource. Waits for at most the timeout. See {@link #acquire(AcquireRequest)}.
     *
     * @param timeout zero accepts only an idle resource that needs no ping
     */
    public Lease<R> acquire(Duration timeout) throws InterruptedException {
        return acquire(AcquireRequest.DEFAULT.withTimeout(timeout));
    }

    /**
     * Leases a resource.
     *
     * @throws GetTimeout if no resource was available at the deadline
     * @throws CreationFailed at once after a failure of the factory, which is the cause
     * @throws PoolSaturated if the admission policy allows no more waiters
     * @throws PoolClosed if the pool is closed, or is closed during the wait
     * @throws InterruptedException if the thread is interrupted while it waits. An interrupt cancels the wait, and the
     *     thread has no lease
     */
    public Lease<R> acquire(AcquireRequest request) throws InterruptedException {
        try {
            return pool.acquire(request);
        } catch (AcquireTimeout e) {
            throw new GetTimeout(e);
        }
    }

    /**
     * Releases a lease, like {@link Lease#close()}, but refuses invalid leases. If the pool is closed, the resource is
     * closed.
     *
     * @throws InvalidConnection if the lease is null, of another pool, or already released; then nothing changes
     */
    public void release(@Nullable Lease<R> lease) {
        try {
            pool.release(lease);
        } catch (ReleaseRefused e) {
            throw rejected(e);
        }
    }

    /**
     * Releases a lease and closes its resource, like {@link Lease#invalidate()} and {@link Lease#close()}, but refuses
     * invalid leases.
     *
     * @throws InvalidConnection under the conditions of {@link #release}
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

    /** Closes the pool. Waits up to {@link ManagedPool#DEFAULT_DRAIN}; an interrupt ends the wait and is restored. */
    @Override
    public void close() {
        try {
            close(ManagedPool.DEFAULT_DRAIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Closes the pool: refuses newcomers and waiters at once, closes idle resources, and waits until the leased ones
     * are released and closed. The pool's own threads end with the last resource. A second call waits for the same end.
     *
     * @param patience maximum wait
     * @throws CloseTimeout if resources remain after that time. The pool is closed. Leases continue, and their
     *     resources are closed at their release
     * @throws InterruptedException if the thread is interrupted while it waits; the pool is closed
     */
    public void close(Duration patience) throws InterruptedException {
        Values.DURATION.check("patience", patience);
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
        return new CloseTimeout("pool '%s': not empty after %d ms (leased %d, creating %d, closing %d)"
                .formatted(pool.name(), patience.toMillis(), now.inUse(), now.creating(), now.closing()));
    }

    @Override
    public String toString() {
        return "GenericPool[" + pool.name() + ", " + pool.state() + "]";
    }
}
