package dev.sluice.adapter.quarkus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.jdbc.ManagedDataSource;
import dev.sluice.pool.AcquireRequest;
import dev.sluice.testing.Await;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Clients of a PostgreSQL over the data source of the application: some without a tenant, some of two tenants. */
final class PolicyLoad implements AutoCloseable {

    static final int CLIENTS = 24;

    private static final AcquireRequest PATIENT = AcquireRequest.DEFAULT.withTimeout(Duration.ofMinutes(1));
    private static final List<String> TENANTS = List.of("acme", "other");

    private final ManagedDataSource dataSource;
    private final ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    private final List<Future<?>> running = new ArrayList<>();
    private final List<AtomicInteger> served = new ArrayList<>();
    private final Queue<Exception> failures = new ConcurrentLinkedQueue<>();
    private volatile @Nullable Class<? extends Exception> tolerated;
    private volatile boolean ended;

    PolicyLoad(ManagedDataSource dataSource) {
        this.dataSource = dataSource;
        for (int i = 0; i < CLIENTS; i++) {
            AtomicInteger turns = new AtomicInteger();
            AcquireRequest request = i % 3 == 0 ? PATIENT.withTenant(TENANTS.get(i % 2)) : PATIENT;
            boolean plain = i % 3 == 1;
            served.add(turns);
            running.add(threads.submit(() -> serve(plain ? null : request, turns)));
        }
    }

    private void serve(AcquireRequest request, AtomicInteger turns) {
        while (!ended) {
            try (Connection connection = request == null ? dataSource.getConnection() : dataSource.acquire(request);
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("select " + turns.get() + " from pg_sleep(0.03)")) {
                row.next();
                if (row.getInt(1) != turns.get()) {
                    failures.add(new IllegalStateException("the answer of another query"));
                }
                turns.incrementAndGet();
            } catch (SQLException e) {
                if (!isTolerated(e)) {
                    failures.add(e);
                }
            }
        }
    }

    private boolean isTolerated(SQLException failure) {
        Class<? extends Exception> expected = tolerated;
        return expected != null && (expected.isInstance(failure) || expected.isInstance(failure.getCause()));
    }

    /** Expects failures of this type, or with such a cause, until {@link #tolerateNone()}. */
    void tolerate(Class<? extends Exception> failure) {
        tolerated = failure;
    }

    /** Expects no failures, once all present turns have ended. */
    void tolerateNone() {
        allAreServed();
        tolerated = null;
        allAreServed();
    }

    /** Waits until each client has begun and ended a turn. */
    void allAreServed() {
        List<Integer> wanted = served.stream().map(turns -> turns.get() + 2).toList();
        Await.until("all clients are served", () -> {
            for (int i = 0; i < CLIENTS; i++) {
                if (served.get(i).get() < wanted.get(i)) {
                    return !failures.isEmpty();
                }
            }
            return true;
        });
        assertThat(failures).isEmpty();
    }

    /** Waits until a counter stays the same while all clients are served. */
    void isQuiet(String what, LongSupplier counter) {
        Await.until(what, () -> {
            long before = counter.getAsLong();
            allAreServed();
            return counter.getAsLong() == before;
        });
    }

    /** Ends the clients after their turns. */
    void end() throws Exception {
        ended = true;
        for (Future<?> each : running) {
            each.get(60, TimeUnit.SECONDS);
        }
        assertThat(failures).isEmpty();
    }

    @Override
    public void close() {
        ended = true;
        threads.shutdownNow();
    }
}
