package dev.sluice.jdbc;

import static dev.sluice.jdbc.PostgresPool.ask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.pool.AcquireContext;
import dev.sluice.pool.AcquireRequest;
import dev.sluice.pool.fault.FaultKind;
import dev.sluice.pool.fault.FaultRule;
import dev.sluice.pool.operation.OperationContext;
import dev.sluice.testing.FakeTime;
import dev.sluice.testing.PostgresServer;
import io.agroal.api.AgroalDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("Fact of Agroal: dead connections are handed out again and again")
@Timeout(60)
@Tag("service")
class DeadConnectionTest {

    private final PostgresServer server = PostgresServer.shared();

    @BeforeEach
    void quiet() {
        server.awaitQuiet();
    }

    @Test
    @DisplayName("Agroal alone, without an exception sorter, recycles a session that was terminated while leased")
    void agroalRecyclesTheDead() throws SQLException {
        try (AgroalDataSource agroal = PostgresPool.bareAgroal(server, pool -> pool.maxSize(1))) {
            terminateWhileLeased(agroal);
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> useOnce(agroal)).isInstanceOf(SQLException.class);
            }
        }
    }

    @Test
    @DisplayName("Sluice retires a session that was terminated while leased; the next caller gets a working one")
    void sluiceRetiresTheDead() throws SQLException {
        try (PostgresPool pool = PostgresPool.open(server, 0, 1)) {
            terminateWhileLeased(pool.dataSource());
            assertThat(useOnce(pool.dataSource())).isEqualTo("1");
            assertThat(pool.stats().total()).isOne();
            assertThat(pool.stats().counters().created()).isEqualTo(2);
        }
    }

    @Test
    @DisplayName("X09 an injected fault on use fails the next statement of one caller of the tenant; no slot is lost")
    void injectedFaultOnUse() throws SQLException {
        try (PostgresPool pool = PostgresPool.open(server, 1, 2)) {
            pool.pool().permitFaults();
            assertThat(useOnce(pool.dataSource())).isEqualTo("1");
            pool.pool()
                    .injectFault(
                            new FaultRule(
                                    FaultKind.BREAK_ON_USE,
                                    null,
                                    "acme",
                                    Map.of(),
                                    null,
                                    100,
                                    1,
                                    1,
                                    null,
                                    null,
                                    Duration.ofMinutes(5)),
                            OperationContext.plain());
            assertThat(useOnce(pool.dataSource())).as("a caller of no tenant").isEqualTo("1");

            AcquireRequest concerned = AcquireRequest.DEFAULT.withTenant("acme");
            try (AcquireContext.Scope scope = AcquireContext.open(concerned);
                    Connection connection = pool.connection()) {
                assertThat(scope).isNotNull();
                assertThatThrownBy(() -> ask(connection, "select 1")).isInstanceOf(SQLException.class);
            }

            pool.awaitRest();
            assertThat(useOnce(pool.dataSource())).isEqualTo("1");
            assertThat(pool.stats().counters().injectedFaults()).isOne();
            assertThat(pool.stats().counters().discarded()).isOne();
            assertThat(pool.stats().inUse()).isZero();
            assertThat(pool.stats().faultInjection()).isFalse();
        }
    }

    @Test
    @DisplayName("Agroal alone hands out a session that was terminated while idle")
    void agroalHandsOutTheDead() throws SQLException {
        try (AgroalDataSource agroal = PostgresPool.bareAgroal(server, pool -> pool.maxSize(1))) {
            useOnce(agroal);
            server.terminateAll();
            assertThatThrownBy(() -> useOnce(agroal)).isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> useOnce(agroal)).isInstanceOf(SQLException.class);
        }
    }

    @Test
    @DisplayName("DB kills an idle session 10 s old / get → caller gets a working one (weakness of origin 2)")
    void idleSessionsAreValidatedAfterFiveSeconds() throws SQLException {
        FakeTime time = new FakeTime();
        try (PostgresPool pool = PostgresPool.open(server, settings -> {
            settings.time = time;
            settings.rules.minSize(1).maxSize(1).maintenanceInterval(Duration.ofHours(1));
        })) {
            String before = pool.names().get(0);
            time.advance(Duration.ofSeconds(10));
            server.terminateAll();
            assertThat(useOnce(pool.dataSource())).isEqualTo("1");
            assertThat(pool.names()).hasSize(1).doesNotContain(before);
            assertThat(pool.stats().counters().validationFailures()).isOne();
        }
    }

    @Test
    @DisplayName("A single dead connection puts all idle ones in doubt: of five killed at once one caller notices")
    void theFirstProofMakesTheOthersSuspect() throws SQLException {
        try (PostgresPool pool = PostgresPool.open(server, 5, 5)) {
            server.terminateAll();
            assertThatThrownBy(() -> useOnce(pool.dataSource())).isInstanceOf(SQLException.class);
            for (int i = 0; i < 20; i++) {
                assertThat(useOnce(pool.dataSource())).isEqualTo("1");
            }
            // what is being made ready counts as available, and is given its name then
            pool.await(
                    "the pool has its minimum again",
                    stats -> stats.available() == 5 && pool.names().equals(server.names()));
            assertThat(pool.stats().counters().validationFailures()).isEqualTo(4);
        }
    }

    @Test
    @DisplayName("A failed statement leaves the session in use; a statement that finds it dead retires it")
    void onlyFatalErrorsRetire() throws SQLException {
        try (PostgresPool pool = PostgresPool.open(server, 1, 1)) {
            String name = pool.names().get(0);
            try (Connection connection = pool.connection()) {
                assertThatThrownBy(() -> ask(connection, "select 1/0")).isInstanceOf(SQLException.class);
            }
            assertThat(pool.names()).containsExactly(name);
            try (Connection connection = pool.connection()) {
                server.terminate(name);
                assertThatThrownBy(() -> ask(connection, "select 1")).isInstanceOf(SQLException.class);
            }
            // what is being made ready counts as available, and is given its name then
            pool.await(
                    "it is replaced and named",
                    stats -> stats.available() == 1 && pool.names().equals(server.names()));
            assertThat(pool.names()).doesNotContain(name);
        }
    }

    private void terminateWhileLeased(DataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            assertThat(ask(connection, "select 1")).isEqualTo("1");
            server.terminateAll();
            assertThatThrownBy(() -> ask(connection, "select 1")).isInstanceOf(SQLException.class);
        }
    }

    private static String useOnce(DataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return ask(connection, "select 1");
        }
    }
}
