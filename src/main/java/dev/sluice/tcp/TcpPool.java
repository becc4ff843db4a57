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
 * A fixed number of connections to one endpoint, each of which is kept up. The pool is open at once, even if the
 * endpoint is down. Callers then acquire connections that are being dialled, and wait in their first read or write, up
 * to their own timeout.
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
 * <p>Connections are leased in turn, connections that are up first. Applications should acquire from this object, not
 * from {@link #pool()}. Only then is the next holder unaffected by a lease that closed its connection or gave up a
 * read, and only then do reset hooks run. Thread-safe.
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
        pool.addListener(new CloseNotifier(store));
    }

    /** Notifies the connections before any close of the pool, including a close by the manager. */
    private record CloseNotifier(TcpStore store) implements PoolListener {

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

    /** Returns a builder with the default settings. */
    public static TcpPoolBuilder builder() {
        return new TcpPoolBuilder();
    }

    /** Returns the managed pool, for registration, monitoring and operations. */
    @Override
    public ManagedPool<TcpConnection> pool() {
        return pool;
    }

    /** Leases a connection. See {@link #acquire(AcquireRequest)}. */
    public Lease<TcpConnection> acquire() throws InterruptedException {
        return acquire(AcquireRequest.DEFAULT);
    }

    /** Leases a connection. Waits up to the timeout if all are leased. See {@link #acquire(AcquireRequest)}. */
    public Lease<TcpConnection> acquire(Duration timeout) throws InterruptedException {
        return acquire(AcquireRequest.DEFAULT.withTimeout(timeout));
    }

    /**
     * Leases a connection. Waits if all are leased. The connection may not be up yet; then its first use waits.
     *
     * @throws AcquireTimeout if no connection became free before the deadline
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

    /** Returns whether another acquire is useful after this number of connections that must be dialled. */
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
     * Releases a lease like {@link Lease#close()}, but refuses an invalid argument.
     *
     * @throws ReleaseRefused if the lease is null, of another pool, or already released
     */
    public void release(@Nullable Lease<TcpConnection> lease) {
        pool.release(lease);
    }

    /**
     * Changes the number of connections.
     *
     * @throws IllegalArgumentException if the number is not positive
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

    /** Closes the pool. Idle connections are closed at once, leased connections when they are released. */
    @Override
    public void close() throws IOException {
        close(CloseMode.IDLE_ONLY, Duration.ZERO);
    }

    /**
     * Closes the pool; a second call waits for the first. Dialling stops: a leased connection that breaks, or is not
     * up, ends.
     *
     * @param drain maximum wait for leases in mode {@link CloseMode#DRAIN}
     * @throws IOException if connections failed to close, with the messages of all failures; they are gone nevertheless
     */
    public void close(CloseMode mode, Duration drain) throws IOException {
        pool.close(mode, drain);
        store.throwCloseFailures();
    }
}
