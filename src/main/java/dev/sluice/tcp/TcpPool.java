package dev.sluice.tcp;

import dev.sluice.pool.AcquireRequest;
import dev.sluice.pool.CloseMode;
import dev.sluice.pool.Lease;
import dev.sluice.pool.Managed;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.PoolEvent;
import dev.sluice.pool.PoolListener;
import dev.sluice.pool.PoolStats;
import dev.sluice.pool.failure.AcquireTimeout;
import dev.sluice.pool.failure.PoolClosed;
import dev.sluice.pool.failure.ReleaseRefused;
import dev.sluice.pool.operation.OperationContext;
import dev.sluice.pool.operation.OperationReport;
import dev.sluice.time.Deadline;
import dev.sluice.time.Ticker;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A fixed number of connections to one endpoint, each of which is kept up. It is there at once, whether the endpoint is
 * or not: callers get connections that are being dialled, and wait in their first read or write, as long as they like.
 *
 * <pre>{@code
 * try (TcpPool pool = TcpPool.builder().address("cache.example:6379").open();
 *         Lease<TcpConnection> lease = pool.acquire()) {
 *     lease.resource().write("PING\r\n".getBytes(US_ASCII));
 *     byte[] answer = new byte[512];
 *     int length = lease.resource().read(answer, Duration.ofSeconds(1));
 * }
 * }</pre>
 *
 * <p>Connections are handed out in turn; one that is up comes before one that is not. Leases should come from here, not
 * from {@link #pool()}: only then does a lease that closes its connection, or gives up reading, leave none of that to
 * the next one, and only then are reset hooks run. Thread-safe.
 */
public final class TcpPool implements Managed, AutoCloseable {

    private final ManagedPool<TcpConnection> pool;
    private final TcpStore store;
    private final TcpCounters counters;
    private final Ticker ticker;
    private final boolean resets;

    TcpPool(ManagedPool<TcpConnection> pool, TcpStore store, TcpRuntime runtime, boolean resets) {
        this.pool = pool;
        this.store = store;
        this.counters = runtime.counters();
        this.ticker = runtime.ticker();
        this.resets = resets;
        pool.addListener(new Closing(store));
    }

    /** However the pool is closed, also as a managed one, its connections hear of it first. */
    private record Closing(TcpStore store) implements PoolListener {

        @Override
        public boolean wantsLeases() {
            return false;
        }

        @Override
        public void on(PoolEvent event) {
            if (event.type() == PoolEvent.Type.CLOSING) {
                store.dialNoMore();
            }
        }
    }

    /** Collects settings. */
    public static TcpPoolBuilder builder() {
        return new TcpPoolBuilder();
    }

    /** Returns the managed pool, to be registered, watched and operated. */
    @Override
    public ManagedPool<TcpConnection> pool() {
        return pool;
    }

    /** Leases a connection. See {@link #acquire(AcquireRequest)}. */
    public Lease<TcpConnection> acquire() throws InterruptedException {
        return acquire(AcquireRequest.DEFAULT);
    }

    /** Leases a connection, waiting no longer than that if all are leased. See {@link #acquire(AcquireRequest)}. */
    public Lease<TcpConnection> acquire(Duration timeout) throws InterruptedException {
        return acquire(AcquireRequest.DEFAULT.withTimeout(timeout));
    }

    /**
     * Leases a connection, waiting if all are leased. It may not be up yet: that shows in its first use.
     *
     * @throws AcquireTimeout if none became free in time
     * @throws PoolClosed if the pool is closed, or is closed during the wait
     * @throws InterruptedException if the thread is interrupted while it waits; it has no lease then
     */
    public Lease<TcpConnection> acquire(AcquireRequest request) throws InterruptedException {
        Deadline deadline = deadlineOf(request);
        AcquireRequest next = request;
        for (int tries = 1; ; tries++) {
            Lease<TcpConnection> lease = pool.acquire(next);
            TcpConnection connection = lease.resource();
            if (!connection.lentBy(lease)) {
                lease.invalidate(); // closed by an earlier holder: another connection replaces it
            } else if (connection.makeFresh() || deadline.isExpired() || !isAnyUp(tries)) {
                if (resets) {
                    lease.resetOnClose();
                }
                return lease;
            }
            lease.close();
            next = request.withTimeout(deadline.isNever() ? AcquireRequest.FOREVER : deadline.remaining());
        }
    }

    /** Returns whether another acquire makes sense after this number of connections that had to be dialled. */
    private boolean isAnyUp(int tries) {
        return tries <= pool.config().maxSize() && store.connected() > 0;
    }

    private Deadline deadlineOf(AcquireRequest request) {
        Duration asked = request.timeout();
        Duration timeout = asked == null ? pool.config().acquisitionTimeout() : asked;
        boolean forEver = asked == null ? timeout.isZero() : timeout.equals(AcquireRequest.FOREVER);
        return forEver ? Deadline.never(ticker) : Deadline.in(timeout, ticker);
    }

    /**
     * Gives a lease back, like {@link Lease#close()}, but insists that it is one.
     *
     * @throws ReleaseRefused if it is null, of another pool, or was given back
     */
    public void release(@Nullable Lease<TcpConnection> lease) {
        pool.release(lease);
    }

    /**
     * Changes the number of connections.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public OperationReport resize(int size) {
        return pool.resize(TcpPoolBuilder.checkSize(size), size, OperationContext.plain());
    }

    /** Returns the current statistics of the connections. */
    public TcpStats stats() {
        PoolStats stats = pool.stats();
        return new TcpStats(
                stats.total(),
                store.connected(),
                stats.inUse(),
                counters.reconnects.sum(),
                counters.dialFailures.sum(),
                counters.ioErrors.sum());
    }

    /** Closes what is not leased; what is leased goes on, and is closed when it is released. */
    @Override
    public void close() throws IOException {
        close(CloseMode.IDLE_ONLY, Duration.ZERO);
    }

    /**
     * Closes the pool; a second call waits for the first. Nothing is dialled any more: a connection that is leased and
     * breaks, or is not up, ends.
     *
     * @param drain how long to wait for leases in mode {@link CloseMode#DRAIN}
     * @throws IOException if connections could not be closed properly, with the words of all failures; they are gone all
     *     the same
     */
    public void close(CloseMode mode, Duration drain) throws IOException {
        pool.close(mode, drain);
        store.throwCloseFailures();
    }
}
