package dev.sluice.jdbc;

import static dev.sluice.jdbc.PostgresPool.ask;

import dev.sluice.faults.Lag;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAccumulator;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * Threads that acquire, run one statement and release, again and again, until they are told to stop; and what they
 * met: answers, errors, the longest time to an answer of the pool.
 */
final class Clients implements AutoCloseable {

    /** From this on, an acquire is so long that the machine may have withheld some of it. */
    private static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final DataSource dataSource;
    private final String statement;
    private final @Nullable Lag lag;
    private final ExecutorService threads;
    private final List<Future<?>> running = new ArrayList<>();
    private final AtomicLong answers = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final LongAccumulator longestAcquire = new LongAccumulator(Math::max, 0);
    private final Map<String, SQLException> kinds = new ConcurrentHashMap<>();
    private volatile boolean stop;

    private Clients(int count, DataSource dataSource, String statement, @Nullable Lag lag) {
        this.dataSource = dataSource;
        this.statement = statement;
        this.lag = lag;
        this.threads = Executors.newFixedThreadPool(count);
        for (int i = 0; i < count; i++) {
            running.add(threads.submit(this::loop));
        }
    }

    /** Starts the given number of clients, each of which holds its connection for a moment. */
    static Clients start(int count, DataSource dataSource) {
        return new Clients(count, dataSource, "select pg_sleep(0.002)", null);
    }

    /** The same, which do not count what the machine withheld as a wait at the pool. */
    static Clients start(int count, DataSource dataSource, Lag lag) {
        return new Clients(count, dataSource, "select pg_sleep(0.002)", lag);
    }

    /** Starts the given number of clients, each of which holds its connection for the time of the statement. */
    static Clients start(int count, DataSource dataSource, String statement) {
        return new Clients(count, dataSource, statement, null);
    }

    private void loop() {
        while (!stop) {
            long begin = System.nanoTime();
            Connection acquired = null;
            try (Connection connection = dataSource.getConnection()) {
                acquired = connection;
                acquireEnded(begin);
                ask(connection, statement);
                answers.incrementAndGet();
            } catch (SQLException e) {
                if (acquired == null) {
                    acquireEnded(begin);
                }
                failures.incrementAndGet();
                kinds.putIfAbsent(e.getClass().getSimpleName() + " " + e.getSQLState(), e);
            }
        }
    }

    private void acquireEnded(long begin) {
        long end = System.nanoTime();
        long took = end - begin;
        longestAcquire.accumulate(lag == null || took < LONG_NANOS ? took : took - lag.withheld(begin, end));
    }

    long answers() {
        return answers.get();
    }

    long failures() {
        return failures.get();
    }

    /** Returns an error of each kind. */
    Map<String, SQLException> kinds() {
        return kinds;
    }

    /** The longest time that {@code getConnection()} took to answer, with a connection or an error. */
    Duration longestAcquire() {
        return Duration.ofNanos(longestAcquire.get());
    }

    /** Waits for so many more answers from the database. */
    void awaitAnswers(long more) {
        awaitMore(answers, more, "answers");
    }

    /** Waits for so many more errors, of the pool or the database. */
    void awaitFailures(long more) {
        awaitMore(failures, more, "errors");
    }

    private static void awaitMore(AtomicLong count, long more, String what) {
        long goal = count.get() + more;
        Awaitility.await(more + " more " + what)
                .atMost(Duration.ofSeconds(45))
                .pollInterval(Duration.ofMillis(2))
                .until(() -> count.get() >= goal);
    }

    /** Tells them to stop, and waits for each: what one of them threw beside SQLExceptions comes out here. */
    void stop() throws Exception {
        stop = true;
        for (Future<?> each : running) {
            each.get(30, TimeUnit.SECONDS);
        }
    }

    @Override
    public void close() {
        stop = true;
        threads.shutdownNow();
    }
}
