package dev.sluice.jdbc;

import dev.sluice.pool.AcquireContext;
import dev.sluice.pool.AcquireRequest;
import dev.sluice.pool.Lease;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.failure.CircuitOpen;
import dev.sluice.pool.failure.CreationFailed;
import dev.sluice.time.SpanText;
import dev.sluice.time.TimedCalls;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Checks whether the database of a pool answers. Thread-safe. */
final class DatabaseCheck {

    /** Maximum wait for a connection of a pool that has connections. */
    private static final Duration GLANCE = Duration.ofMillis(1);

    /** An acquisition timeout from which the check has no limit. */
    private static final Duration UNBOUNDED = Duration.ofDays(1);

    private final ManagedPool<PhysicalConnection> pool;
    private final AgroalStore store;
    private final TimedCalls logins;

    /**
     * Creates the check of a pool.
     *
     * @param logins runs the logins of checks with a new session, each within a limit
     */
    DatabaseCheck(ManagedPool<PhysicalConnection> pool, AgroalStore store, TimedCalls logins) {
        this.pool = pool;
        this.store = store;
        this.logins = logins;
    }

    /**
     * Returns whether a new session, in addition to the sessions of the pool, can be opened and answers. The session is
     * closed afterwards. As with Agroal, the check takes no longer than an acquire may.
     *
     * @throws SQLException if no session can be opened within the acquisition timeout
     */
    boolean opens() throws SQLException {
        Duration timeout = pool.config().acquisitionTimeout();
        boolean unbounded = timeout.isZero() || timeout.compareTo(UNBOUNDED) > 0;
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        Callable<Boolean> login = () -> !answer.isDone() && store.opens();
        logins.run(unbounded ? Duration.ZERO : timeout, login, (works, failure) -> {
            if (failure == null) {
                answer.complete(works);
            } else {
                answer.completeExceptionally(failure);
            }
        });
        try {
            return unbounded ? answer.get() : answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted", e);
        } catch (TimeoutException e) {
            throw noAnswer(timeout, e);
        } catch (ExecutionException e) {
            throw failureOf(e.getCause(), timeout);
        } finally {
            answer.cancel(false);
        }
    }

    private SQLException noAnswer(Duration timeout, Exception cause) {
        return new SQLTimeoutException(
                "pool '" + pool.name() + "': no new session for the health check within the acquisition timeout of "
                        + SpanText.of(timeout),
                cause);
    }

    private SQLException failureOf(@Nullable Throwable failure, Duration timeout) {
        if (failure instanceof SQLException sql) {
            return sql;
        }
        return failure instanceof TimedCalls.NoAnswer none ? noAnswer(timeout, none) : new SQLException(failure);
    }

    /**
     * Returns whether the database answers over an idle connection. A pool that refuses callers, or whose connections
     * are all leased, is healthy as long as it has any connection. The check therefore never grows such a pool, and
     * competes with callers only briefly.
     */
    boolean answers() throws SQLException {
        boolean hasAny = pool.stats().total() > 0 && pool.lastCreationFailure() == null;
        AcquireRequest request = AcquireContext.current();
        try (Lease<PhysicalConnection> lease = JdbcAcquire.from(pool, hasAny ? request.withTimeout(GLANCE) : request)) {
            boolean works = works(lease.resource());
            if (!works) {
                lease.invalidate();
                pool.suspectIdle();
            }
            return works;
        } catch (SQLTransientConnectionException e) {
            if (e.getCause() instanceof CreationFailed
                    || e.getCause() instanceof CircuitOpen
                    || pool.stats().total() == 0) {
                throw e;
            }
            return true;
        }
    }

    private boolean works(PhysicalConnection connection) {
        try {
            return store.validate(connection, pool.config().validationTimeout());
        } catch (SQLException e) {
            return false;
        }
    }
}
