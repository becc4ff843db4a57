package dev.sluice.jdbc;

import static dev.sluice.jdbc.PostgresPool.ask;
import static dev.sluice.jdbc.PostgresPool.execute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.testing.PostgresServer;
import io.agroal.api.configuration.AgroalConnectionFactoryConfiguration.TransactionIsolation;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.PGConnection;
import org.postgresql.jdbc.PgConnection;

@DisplayName("A connection's attributes end with its lease")
@Timeout(60)
@Tag("service")
class SessionAttributesTest {

    private final PostgresServer server = PostgresServer.shared();

    @BeforeEach
    void quiet() {
        server.awaitQuiet();
    }

    @Test
    @DisplayName("autocommit, isolation and read-only are the pool's again")
    void attributesAreRestored() throws SQLException {
        try (PostgresPool pool = openOne(settings -> {})) {
            try (Connection connection = pool.connection()) {
                connection.setReadOnly(true);
                connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
                connection.setAutoCommit(false);
                assertThat(ask(connection, "show transaction_isolation")).isEqualTo("serializable");
            }
            assertAsConfigured(pool, Connection.TRANSACTION_READ_COMMITTED, "read committed");
        }
    }

    @Test
    @DisplayName("the network timeout is the driver's again (Agroal 3.0 leaves it, Agroal 3.2 switches it off)")
    void networkTimeoutIsRestored() throws SQLException {
        try (PostgresPool pool = openOne(settings -> {})) {
            for (int i = 0; i < 2; i++) {
                try (Connection connection = pool.connection()) {
                    assertThat(connection.getNetworkTimeout()).isEqualTo((int) PostgresPool.SOCKET_TIMEOUT.toMillis());
                    connection.setNetworkTimeout(Runnable::run, 100);
                    connection.setNetworkTimeout(Runnable::run, 200);
                    assertThat(connection.getNetworkTimeout()).isEqualTo(200);
                }
            }
            assertThat(pool.stats().counters().created()).isOne();
        }
    }

    @Test
    @DisplayName("changes on the driver's own connection are reset, too")
    void unwrappedAttributesAreRestored() throws SQLException {
        try (PostgresPool pool = openOne(settings -> {})) {
            String name;
            try (Connection connection = pool.connection()) {
                name = connection.getClientInfo("ApplicationName");
                Connection drivers = connection.unwrap(PgConnection.class);
                drivers.setReadOnly(true);
                drivers.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
                drivers.setSchema("pg_catalog");
                drivers.setNetworkTimeout(null, 1234);
                drivers.setHoldability(ResultSet.HOLD_CURSORS_OVER_COMMIT);
                drivers.setClientInfo("ApplicationName", "intruder");
                drivers.setTypeMap(new HashMap<>(Map.of("leftover", String.class)));
            }
            assertAsConfigured(pool, Connection.TRANSACTION_READ_COMMITTED, "read committed");
            try (Connection next = pool.connection()) {
                assertThat(ask(next, "show search_path")).isEqualTo("\"$user\", public");
                assertThat(next.getNetworkTimeout()).isEqualTo((int) PostgresPool.SOCKET_TIMEOUT.toMillis());
                assertThat(next.getHoldability()).isEqualTo(ResultSet.CLOSE_CURSORS_AT_COMMIT);
                assertThat(ask(next, "show application_name")).isEqualTo(name);
                assertThat(next.getTypeMap()).isEmpty();
            }
        }
    }

    @Test
    @DisplayName(
            "the type map, changed in place, and the client info, changed as a whole, are restored; warnings are cleared")
    void mutableAttributesAreRestored() throws SQLException {
        try (PostgresPool pool = openOne(settings -> {})) {
            try (Connection connection = pool.connection()) {
                connection.getTypeMap().put("leftover", String.class);
                connection.setClientInfo(new Properties());
                assertThat(ask(connection, "show application_name")).isEmpty();
                execute(connection, "do $$ begin raise warning 'leftover'; end $$");
                connection.setClientInfo("NoSuchThing", "but a warning");
                assertThat(connection.getWarnings() != null).isTrue();
            }
            try (Connection next = pool.connection()) {
                assertThat(next.getTypeMap()).isEmpty();
                assertThat(next.getWarnings() == null).isTrue();
                assertThat(ask(next, "show application_name"))
                        .isEqualTo(pool.names().get(0));
            }
        }
    }

    @Test
    @DisplayName("the isolation of the configuration is restored, not the server's default")
    void configuredIsolationIsRestored() throws SQLException {
        try (PostgresPool pool = openOne(settings -> settings.sessions
                .connectionFactoryConfiguration()
                .jdbcTransactionIsolation(TransactionIsolation.REPEATABLE_READ))) {
            try (Connection connection = pool.connection()) {
                connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            }
            assertAsConfigured(pool, Connection.TRANSACTION_REPEATABLE_READ, "repeatable read");
        }
    }

    private static void assertAsConfigured(PostgresPool pool, int isolation, String words) throws SQLException {
        try (Connection next = pool.connection()) {
            assertThat(next.isReadOnly()).isFalse();
            assertThat(next.getAutoCommit()).isTrue();
            assertThat(next.getTransactionIsolation()).isEqualTo(isolation);
            assertThat(ask(next, "show transaction_isolation")).isEqualTo(words);
            assertThat(ask(next, "show transaction_read_only")).isEqualTo("off");
        }
        assertThat(pool.stats().counters().created())
                .as("it is the same session")
                .isOne();
    }

    @Test
    @DisplayName("a read-only connection refuses to write; the same session, leased again, writes")
    void readOnlyConnection() throws SQLException {
        server.execute("drop table if exists written; create table written (what text)");
        try (PostgresPool pool = openOne(settings -> {})) {
            try (Connection connection = pool.dataSource().getReadOnlyConnection()) {
                assertThat(connection.isReadOnly()).isTrue();
                connection.setAutoCommit(false);
                assertThatThrownBy(() -> execute(connection, "insert into written values ('no')"))
                        .isInstanceOf(SQLException.class)
                        .hasMessageContaining("read-only");
            }
            try (Connection connection = pool.connection()) {
                assertThat(connection.isReadOnly()).isFalse();
                execute(connection, "insert into written values ('yes')");
            }
            assertThat(server.ask("select string_agg(what, ',') from written")).isEqualTo("yes");
            assertThat(pool.stats().counters().created()).isOne();
        }
    }

    @Test
    @DisplayName("the initial statement of the configuration has run in every session")
    void initialSql() throws SQLException {
        try (PostgresPool pool = openOne(settings ->
                settings.sessions.connectionFactoryConfiguration().initialSql("set search_path to pg_catalog"))) {
            try (Connection connection = pool.connection()) {
                assertThat(ask(connection, "show search_path")).isEqualTo("pg_catalog");
            }
        }
    }

    @Test
    @DisplayName(
            "unwrap leads to the driver's connection and to the data source itself; callers cannot pass credentials")
    void unwraps() throws SQLException {
        try (PostgresPool pool = openOne(settings -> {})) {
            ManagedDataSource dataSource = pool.dataSource();
            assertThat(dataSource.isWrapperFor(ManagedDataSource.class)).isTrue();
            assertThat(dataSource.unwrap(ManagedDataSource.class)).isSameAs(dataSource);
            try (Connection connection = pool.connection()) {
                assertThat(connection.isWrapperFor(PGConnection.class)).isTrue();
                assertThat(connection.unwrap(PGConnection.class).getBackendPID())
                        .isPositive();
            }
            assertThatThrownBy(() -> dataSource.getConnection("somebody", "else"))
                    .isInstanceOf(SQLFeatureNotSupportedException.class);
        }
    }

    private PostgresPool openOne(Consumer<PostgresPool.Settings> change) {
        return PostgresPool.open(server, settings -> {
            settings.rules.maxSize(1);
            change.accept(settings);
        });
    }
}
