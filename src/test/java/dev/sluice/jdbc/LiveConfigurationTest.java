package dev.sluice.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.testing.Caller;
import dev.sluice.testing.PostgresServer;
import io.agroal.api.AgroalDataSource.FlushMode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("Agroal's own interface steers the pool")
@Timeout(60)
@Tag("service")
class LiveConfigurationTest {

    private final PostgresServer server = PostgresServer.shared();

    @BeforeEach
    void quiet() {
        server.awaitQuiet();
    }

    @Test
    @DisplayName(
            "a larger maximum admits waiting callers at once; with a smaller one, connections beyond it are retired on release")
    void maxSize() throws SQLException {
        try (PostgresPool pool = PostgresPool.open(server, 0, 1);
                Connection first = pool.connection()) {
            pool.configuration().setMaxSize(2);
            assertThat(pool.configuration().maxSize()).isEqualTo(2);
            try (Connection second = pool.connection()) {
                assertThat(server.names()).hasSize(2);
                pool.configuration().setMaxSize(1);
                assertThat(second.isValid(5)).as("nobody's lease is broken").isTrue();
            }
            pool.await("one was retired", stats -> stats.total() == 1 && stats.closing() == 0);
            assertThat(first.isValid(5)).isTrue();
        }
    }

    @Test
    @DisplayName("a larger minimum is filled at once, a smaller one is kept")
    void minSize() {
        try (PostgresPool pool = PostgresPool.open(server, 1, 4)) {
            pool.configuration().setMinSize(3);
            pool.await("it is filled", stats -> stats.available() == 3 && stats.creating() == 0);
            assertThat(server.names()).isEqualTo(pool.names());
            pool.configuration().setMinSize(2);
            assertThat(pool.configuration().minSize()).isEqualTo(2);
            assertThat(pool.stats().minConnections()).isEqualTo(2);
        }
    }

    @Test
    @DisplayName("a new acquisition timeout holds for the next caller")
    void acquisitionTimeout() throws SQLException {
        try (PostgresPool pool = PostgresPool.open(
                        server, settings -> settings.rules.maxSize(1).acquisitionTimeout(Duration.ofMinutes(10)));
                Connection only = pool.connection()) {
            pool.configuration().setAcquisitionTimeout(Duration.ofMillis(100));
            assertThatThrownBy(pool::connection)
                    .isInstanceOf(SQLTransientConnectionException.class)
                    .hasMessageContaining("no lease within 100 ms");
            assertThat(only.isValid(5)).isTrue();
        }
    }

    @Test
    @DisplayName("settings that make no sense are refused, with key and value, and change nothing (M29)")
    void nonsense() {
        try (PostgresPool pool = PostgresPool.open(server, 1, 2)) {
            assertThatThrownBy(() -> pool.configuration().setMaxSize(0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("max-size")
                    .hasMessageContaining("0");
            assertThatThrownBy(() -> pool.configuration().setMinSize(3))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("min-size");
            assertThat(pool.configuration().maxSize()).isEqualTo(2);
            assertThat(pool.configuration().minSize()).isOne();
        }
    }

    @Test
    @DisplayName("flush: GRACEFUL replaces idle connections, and leased ones on release; the holder keeps working")
    void flushGraceful() throws SQLException {
        try (PostgresPool pool = PostgresPool.open(server, 2, 2)) {
            List<String> before = pool.names();
            try (Connection leased = pool.connection()) {
                pool.dataSource().flush(FlushMode.GRACEFUL);
                assertThat(leased.isValid(5)).isTrue();
                assertThat(pool.names()).hasSize(2).containsAnyElementsOf(before);
            }
            assertReplaced(pool, before);
        }
    }

    @Test
    @DisplayName("flush: ALL replaces all connections at once, also leased ones")
    void flushAll() throws SQLException {
        try (PostgresPool pool = PostgresPool.open(server, 2, 2)) {
            List<String> before = pool.names();
            try (Connection leased = pool.connection()) {
                pool.dataSource().flush(FlushMode.ALL);
                assertThat(leased.isValid(5)).isFalse();
                assertReplaced(pool, before);
            }
            assertThat(pool.stats().total()).isEqualTo(2);
        }
    }

    @Test
    @DisplayName("flush: IDLE replaces idle connections, and no leased ones")
    void flushIdle() throws SQLException {
        try (PostgresPool pool = PostgresPool.open(server, 2, 2);
                Connection leased = pool.connection()) {
            List<String> before = pool.names();
            pool.dataSource().flush(FlushMode.IDLE);
            pool.await("it has its minimum", stats -> stats.total() == 2);
            assertThat(leased.isValid(5)).isTrue();
            assertThat(pool.names()).contains(PostgresPool.nameOf(leased)).isNotEqualTo(before);
        }
    }

    @Test
    @DisplayName("flush: INVALID finds the dead idle connections, and replaces no other connection")
    void flushInvalid() throws SQLException {
        try (PostgresPool pool = PostgresPool.open(server, 3, 3)) {
            List<String> before = pool.names();
            server.terminate(before.get(1));
            pool.dataSource().flush(FlushMode.INVALID);
            pool.await("the dead one is replaced", stats -> stats.counters().created() == 4 && stats.available() == 3);
            assertThat(pool.names()).contains(before.get(0), before.get(2)).doesNotContain(before.get(1));
            pool.connection().close();
        }
    }

    @Test
    @DisplayName("flush: FILL creates up to the minimum")
    void flushFill() {
        try (PostgresPool pool = PostgresPool.open(server, 2, 4)) {
            pool.dataSource().flush(FlushMode.FILL);
            assertThat(pool.stats().total()).isEqualTo(2);
            assertThat(server.names()).isEqualTo(pool.names());
        }
    }

    @Test
    @DisplayName("flush: from four threads, in any mode, also while the pool is being filled, it is never refused")
    void flushTogether() throws Exception {
        try (PostgresPool pool = PostgresPool.open(server, 1, 2)) {
            FlushMode[] modes = FlushMode.values();
            List<Caller<Object>> callers = Caller.startTogether(4, () -> {
                for (int i = 0; i < 12; i++) {
                    pool.dataSource().flush(modes[i % modes.length]);
                }
                return null;
            });
            for (Caller<Object> caller : callers) {
                caller.result();
            }
            pool.await("it has its minimum", stats -> stats.total() >= 1 && stats.creating() == 0);
            pool.connection().close();
        }
    }

    @Test
    @DisplayName("isHealthy: a full pool is healthy, and is not grown by the question")
    void healthy() throws SQLException {
        try (PostgresPool pool = PostgresPool.open(server, 0, 1);
                Connection only = pool.connection()) {
            assertThat(pool.dataSource().isHealthy(false)).isTrue();
            assertThat(pool.dataSource().isHealthy(true)).isTrue();
            server.awaitSessions(1);
            assertThat(only.isValid(5)).isTrue();
        }
    }

    @Test
    @DisplayName("Decision 8: Agroal's metrics and the pool's statistics are the same numbers")
    void metrics() throws SQLException {
        try (PostgresPool pool = PostgresPool.open(server, 2, 4);
                Connection leased = pool.connection()) {
            pool.connection().close();
            var metrics = pool.dataSource().getMetrics();
            assertThat(metrics.activeCount()).isOne();
            assertThat(metrics.availableCount()).isEqualTo(pool.stats().available());
            assertThat(metrics.acquireCount()).isEqualTo(2);
            assertThat(metrics.creationCount()).isEqualTo(2);
            assertThat(metrics.maxUsedCount()).isEqualTo(2);
            assertThat(metrics.awaitingCount()).isZero();
            assertThat(leased.isValid(5)).isTrue();
        }
    }

    private void assertReplaced(PostgresPool pool, List<String> before) {
        pool.await("it has its minimum", stats -> stats.total() == 2 && stats.creating() == 0 && stats.closing() == 0);
        assertThat(pool.names()).doesNotContainAnyElementsOf(before);
        server.awaitSessions(2);
        assertThat(server.names()).isEqualTo(pool.names());
    }
}
