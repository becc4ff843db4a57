package dev.sluice.batch.distributed;

import dev.sluice.batch.BatchListener;
import dev.sluice.batch.BatchPlan;
import dev.sluice.batch.Unreachable;
import dev.sluice.batch.jdbc.Connections;
import dev.sluice.batch.jdbc.SqlErrors;
import dev.sluice.time.Deadline;
import dev.sluice.time.Ticker;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The connection of one thread to a database that may be away. A lost call is tried again, at growing intervals, for
 * as long as the plan allows. Other threads may end the wait, or wake it.
 */
final class DatabaseLink {

    private static final int VALIDATION_SECONDS = 5;
    private static final String LOST = "08006";

    private final BatchPlan plan;
    private final BatchListener listener;
    private final Ticker ticker;
    private volatile @Nullable Thread thread;
    private volatile boolean left;
    private volatile boolean woken;
    private volatile boolean away;
    private long awaySince;
    private Duration backoff;

    DatabaseLink(BatchPlan plan, BatchListener listener, Ticker ticker) {
        this.plan = plan;
        this.listener = listener;
        this.ticker = ticker;
        backoff = plan.firstBackoff();
    }

    /** Signals that this process must leave the batch. */
    static final class Left extends Exception {

        private static final long serialVersionUID = 1L;
    }

    /** A call over a connection; after a lost connection it is made again, so it must tolerate repetition. */
    @FunctionalInterface
    interface RepeatableCall<R extends @Nullable Object> {
        R over(Connection connection) throws Exception;
    }

    /**
     * Makes the call, and repeats it after a lost connection.
     *
     * @throws Unreachable if the database was away for longer than the plan allows
     * @throws Left if {@link #leave} was called or the thread was interrupted
     * @throws Exception of the call
     */
    <R extends @Nullable Object> R call(Connections connections, RepeatableCall<R> call) throws Exception {
        while (true) {
            requireHere();
            try {
                R result = once(connections, call);
                away = false;
                backoff = plan.firstBackoff();
                return result;
            } catch (SQLException e) {
                switch (SqlErrors.kindOf(e)) {
                    case BUSY, AGAIN -> rest(plan.firstBackoff());
                    case AWAY, LOST, PASSING -> failed(e, connections);
                    case OVER, STATEMENT, OTHER -> throw e;
                }
            }
        }
    }

    private static <R extends @Nullable Object> R once(Connections connections, RepeatableCall<R> call)
            throws Exception {
        try (Connection connection = connections.acquire()) {
            connection.setAutoCommit(true); // the pool may have another default
            try {
                return call.over(connection);
            } catch (RuntimeException | Error e) {
                if (connection.isValid(VALIDATION_SECONDS)) {
                    throw e;
                }
                // pgjdbc throws an AssertionError if a batch loses its connection
                throw new SQLException(SqlErrors.words(e), LOST, e);
            }
        }
    }

    private void failed(SQLException e, Connections connections) throws Unreachable, Left {
        String reason = SqlErrors.words(e);
        listener.unreachable(0, reason);
        if (!away) {
            away = true;
            awaySince = ticker.nanos();
        }
        Duration patience = plan.giveUpAfter();
        if (!patience.isZero() && ticker.nanos() - awaySince >= patience.toNanos()) {
            throw new Unreachable(reason, e);
        }
        rest(backoff);
        Duration twice = backoff.multipliedBy(2);
        backoff = twice.compareTo(plan.longestBackoff()) < 0 ? twice : plan.longestBackoff();
        listener.connecting(0, connections.place());
    }

    /** Waits for the duration, or until {@link #wake}. */
    void rest(Duration duration) throws Left {
        thread = Thread.currentThread();
        Deadline enough = Deadline.in(duration, ticker);
        for (long left = enough.remainingNanos(); left > 0 && !woken; left = enough.remainingNanos()) {
            requireHere();
            ticker.park(this, left);
        }
        woken = false;
        requireHere();
    }

    private void requireHere() throws Left {
        if (Thread.currentThread().isInterrupted()) {
            left = true;
        }
        if (left) {
            throw new Left();
        }
    }

    /** Wakes the thread from its wait. */
    void wake() {
        woken = true;
        Thread resting = thread;
        if (resting != null) {
            ticker.unpark(resting);
        }
    }

    /** Ends all calls and waits. */
    void leave() {
        left = true;
        wake();
    }

    boolean isLeft() {
        return left;
    }

    boolean isAway() {
        return away;
    }
}
