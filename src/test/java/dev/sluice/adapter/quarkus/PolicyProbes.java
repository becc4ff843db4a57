package dev.sluice.adapter.quarkus;

import static dev.sluice.testing.Operator.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.jdbc.ManagedDataSource;
import dev.sluice.pool.AcquireRequest;
import dev.sluice.pool.PoolEvent;
import dev.sluice.pool.PoolStats;
import dev.sluice.pool.failure.CircuitOpen;
import dev.sluice.testing.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.ToLongFunction;

/** The means of a test to see the effects of policies on the default pool. */
record PolicyProbes(ManagedDataSource dataSource, PostgresServer server) {

    static final int MIN = 10;
    static final int MAX = 40;

    static final AcquireRequest PATIENT = AcquireRequest.DEFAULT.withTimeout(Duration.ofMinutes(1));
    private static final AcquireRequest HASTY = AcquireRequest.DEFAULT.withTimeout(Duration.ofMillis(50));

    PoolStats stats() {
        return dataSource.pool().stats();
    }

    long count(ToLongFunction<PoolStats.Counters> counter) {
        return counter.applyAsLong(stats().counters());
    }

    /** Acquires and releases once. */
    void lease(AcquireRequest request) throws SQLException {
        dataSource.acquire(request).close();
    }

    /** Returns the failure of an acquire, or null. */
    Throwable failureOf(AcquireRequest request) {
        try {
            lease(request);
            return null;
        } catch (SQLException e) {
            return e.getCause();
        }
    }

    static String ask(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    static boolean works(Connection connection) {
        try {
            return ask(connection, "select 1").equals("1");
        } catch (SQLException e) {
            return false;
        }
    }

    /**
     * Takes connections until the open circuit refuses one or the condition holds, and releases them.
     *
     * @return whether the open circuit has refused an acquire
     */
    boolean isRefusedByCircuit(BooleanSupplier until) throws SQLException {
        List<Connection> taken = new ArrayList<>();
        boolean isRefused = false;
        long end = System.nanoTime() + Duration.ofSeconds(45).toNanos();
        try {
            while (!isRefused && !until.getAsBoolean()) {
                assertThat(System.nanoTime()).as("the time limit").isLessThan(end);
                try {
                    taken.add(dataSource.acquire(HASTY));
                } catch (SQLException e) {
                    isRefused |= e.getCause() instanceof CircuitOpen;
                }
            }
        } finally {
            for (Connection each : taken) {
                each.close();
            }
        }
        return isRefused;
    }

    /** Performs an operation to its end. */
    void operate(String operation) {
        boolean complete = given().header("Prefer", "wait=60")
                .post("/pools/default/" + operation)
                .then()
                .statusCode(200)
                .extract()
                .path("complete");
        assertThat(complete).as(operation).isTrue();
    }

    void resize(int min, int max) {
        given().post("/pools/default/resize?min=" + min + "&max=" + max).then().statusCode(200);
    }

    /** Sets whether the server accepts new sessions. */
    void accept(boolean accepted) throws SQLException {
        assertThat(server.ask("select 1")).isEqualTo("1"); // opens the session of the test before
        String other = server.url().replaceFirst("/postgres$", "/template1");
        try (Connection connection = DriverManager.getConnection(other, server.user(), server.password());
                Statement statement = connection.createStatement()) {
            statement.execute("alter database postgres allow_connections " + accepted);
        }
    }

    /**
     * Returns the time of the last event of a policy whose words contain a text. Only the latest events are kept, so
     * later there may be none: then this is the beginning of time.
     */
    Instant lastEvent(String text) {
        return dataSource.pool().recentEvents(1000).stream()
                .filter(event -> event.type() == PoolEvent.Type.POLICY)
                .filter(event -> String.valueOf(event.words()).contains(text))
                .map(PoolEvent::at)
                .max(Comparator.naturalOrder())
                .orElse(Instant.MIN);
    }
}
