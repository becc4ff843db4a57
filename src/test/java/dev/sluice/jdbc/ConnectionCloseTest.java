package dev.sluice.jdbc;

import static dev.sluice.jdbc.PostgresPool.ask;
import static dev.sluice.jdbc.PostgresPool.nameOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.pool.CloseMode;
import dev.sluice.testing.OwnThread;
import dev.sluice.testing.PostgresServer;
import io.agroal.api.AgroalPoolInterceptor;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("However a connection ends, its lease ends once")
@Timeout(60)
@Tag("service")
class ConnectionCloseTest {

    private final PostgresServer server = PostgresServer.shared();

    @BeforeEach
    void quiet() {
        server.awaitQuiet();
    }

    @Test
    @DisplayName("Closed twice, it is not taken from its next owner")
    void closedTwice() throws SQLException {
        try (PostgresPool pool = PostgresPool.open(server, 0, 1)) {
            Connection first = pool.connection();
            first.close();
            try (Connection next = pool.connection()) {
                first.close();
                assertThat(first.isClosed()).isTrue();
                assertThat(pool.stats().inUse()).isOne();
                assertThat(ask(next, "select 1")).isEqualTo("1");
                assertThatThrownBy(() -> ask(first, "select 1")).isInstanceOf(SQLException.class);
            }
            assertThat(pool.stats().inUse()).isZero();
        }
    }

    @Test
    @DisplayName("Closed while another thread closes it, it does not wait for that")
    void closedMeanwhile() throws Exception {
        CountDownLatch returning = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (PostgresPool pool = PostgresPool.open(server, 0, 1)) {
            pool.dataSource().setPoolInterceptors(List.of(new AgroalPoolInterceptor() {
                @Override
                public void onConnectionReturn(Connection connection) {
                    returning.countDown();
                    try {
                        goOn.await(20, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }
            }));
            Connection connection = pool.connection();
            CompletableFuture<Void> slow = CompletableFuture.runAsync(() -> close(connection), OwnThread.EACH);
            try {
                assertThat(returning.await(20, TimeUnit.SECONDS)).isTrue();
                connection.close();
                assertThat(slow).isNotDone();
                assertThat(pool.stats().inUse()).isOne();
            } finally {
                goOn.countDown();
            }
            slow.get(20, TimeUnit.SECONDS);
            assertThat(pool.stats().inUse()).isZero();
            assertThat(pool.stats().total()).isOne();
        }
    }

    @Test
    @DisplayName("Aborted by its holder, its session ends and its place is free (Agroal 3.0 loses the place)")
    void aborted() throws SQLException {
        try (PostgresPool pool = PostgresPool.open(server, 0, 1)) {
            Connection connection = pool.connection();
            String name = nameOf(connection);
            connection.abort(Runnable::run);
            assertThat(connection.isClosed()).isTrue();
            connection.close();
            try (Connection next = pool.connection()) {
                assertThat(nameOf(next)).isNotEqualTo(name);
            }
            pool.awaitRest();
            server.awaitSessions(1);
            assertThat(server.names()).isEqualTo(pool.names());
        }
    }

    @Test
    @DisplayName("M12/M13: closed after a forced reset broke it, it changes nothing")
    void closedAfterForcedReset() throws SQLException {
        try (PostgresPool pool = PostgresPool.open(server, 1, 2)) {
            Connection broken = pool.connection();
            assertThat(pool.pool().reset(true).broken()).hasSize(1);
            try (Connection next = pool.connection()) {
                assertThatThrownBy(() -> ask(broken, "select 1")).isInstanceOf(SQLException.class);
                broken.close();
                broken.close();
                assertThat(pool.stats().inUse()).isOne();
                assertThat(ask(next, "select 1")).isEqualTo("1");
            }
            pool.awaitRest();
            server.awaitSessions(1);
            assertThat(server.names()).isEqualTo(pool.names());
            assertThat(pool.stats().counters().acquired())
                    .isEqualTo(pool.stats().counters().released());
        }
    }

    @Test
    @DisplayName("M11: closed after it was reclaimed, it changes nothing")
    void closedAfterReclaim() throws SQLException {
        try (PostgresPool pool = PostgresPool.open(server, 0, 1)) {
            Connection broken = pool.connection();
            pool.pool().reclaim(nameOf(broken));
            try (Connection next = pool.connection()) {
                broken.close();
                assertThat(pool.stats().inUse()).isOne();
                assertThat(ask(next, "select 1")).isEqualTo("1");
            }
            pool.awaitRest();
            assertThat(pool.stats().total()).isOne();
        }
    }

    @Test
    @DisplayName("X15: reclaimed before it was used, it cannot be used any more, and its late close changes nothing")
    void closedAfterReclaimUnused() throws SQLException {
        try (PostgresPool pool = PostgresPool.open(server, 1, 1)) {
            Connection leaked = pool.connection();
            pool.pool().reclaim(pool.names().get(0));
            try (Connection next = pool.connection()) {
                assertThatThrownBy(() -> ask(leaked, "select 1")).isInstanceOf(SQLException.class);
                leaked.close();
                leaked.close();
                assertThat(pool.stats().inUse()).isOne();
                assertThat(ask(next, "select 1")).isEqualTo("1");
            }
            pool.awaitRest();
            server.awaitSessions(1);
            assertThat(server.names()).isEqualTo(pool.names());
        }
    }

    @Test
    @DisplayName("X15: reclaimed in the middle of a statement, that fails, and its late close changes nothing")
    void closedAfterReclaimInStatement() throws Exception {
        try (PostgresPool pool = PostgresPool.open(server, 1, 1)) {
            Connection leaked = pool.connection();
            String name = nameOf(leaked);
            CompletableFuture<String> stuck = CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            return ask(leaked, "select pg_sleep(3600)");
                        } catch (SQLException e) {
                            return "failed";
                        }
                    },
                    OwnThread.EACH);
            server.awaitSleep(name);

            pool.pool().reclaim(name);
            server.terminate(name); // whose backend has not noticed, as it sleeps

            assertThat(stuck.get(20, TimeUnit.SECONDS)).isEqualTo("failed");
            try (Connection next = pool.connection()) {
                leaked.close();
                leaked.close();
                assertThat(pool.stats().inUse()).isOne();
                assertThat(ask(next, "select 1")).isEqualTo("1");
            }
            pool.awaitRest();
            assertThat(pool.stats().total()).isOne();
        }
    }

    @Test
    @DisplayName("M26: closed after its pool was closed by force, it changes nothing")
    void closedAfterForcedClose() throws SQLException {
        try (PostgresPool pool = PostgresPool.open(server, 1, 2)) {
            Connection broken = pool.connection();
            pool.pool().close(CloseMode.FORCE, Duration.ZERO);
            server.awaitSessions(0);
            assertThatThrownBy(() -> ask(broken, "select 1")).isInstanceOf(SQLException.class);
            broken.close();
            broken.close();
            assertThat(pool.stats().total()).isZero();
            assertThat(pool.stats().inUse()).isZero();
        }
    }

    @Test
    @DisplayName("M26: a pool closed gently leaves it working, and ends its session when it is closed")
    void closedAfterGentleClose() throws SQLException {
        try (PostgresPool pool = PostgresPool.open(server, 2, 2)) {
            Connection late = pool.connection();
            pool.pool().close(CloseMode.IDLE_ONLY, Duration.ZERO);
            server.awaitSessions(1);
            assertThat(ask(late, "select 1")).isEqualTo("1");
            late.close();
            server.awaitSessions(0);
            pool.await("nothing is left", stats -> stats.total() == 0 && stats.closing() == 0);
        }
    }

    @Test
    @DisplayName("Closed through the connection that a statement names, it is closed, and not twice")
    void closedThroughStatement() throws SQLException {
        try (PostgresPool pool = PostgresPool.open(server, 0, 1)) {
            Connection connection = pool.connection();
            try (Statement statement = connection.createStatement()) {
                statement.getConnection().close();
            }
            assertThat(connection.isClosed()).isTrue();
            try (Connection next = pool.connection()) {
                connection.close();
                assertThat(pool.stats().inUse()).isOne();
                assertThat(ask(next, "select 1")).isEqualTo("1");
            }
            assertThat(pool.stats().inUse()).isZero();
        }
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
