package dev.sluice.jdbc;

import static dev.sluice.jdbc.PostgresPool.ask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.testing.PostgresServer;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.jdbc.PgConnection;

@Timeout(60)
@DisplayName("Metadata lead to the connection that the application has, and end with its lease:")
@Tag("service")
class LeasedMetaDataTest {

    private final PostgresServer server = PostgresServer.shared();

    @BeforeEach
    void quiet() {
        server.awaitQuiet();
    }

    @Test
    @DisplayName("their connection is the acquired one, also from their rows and the statement of the rows")
    void sameConnection() throws SQLException {
        try (PostgresPool pool = PostgresPool.open(server, 0, 1);
                Connection connection = pool.connection()) {
            DatabaseMetaData data = connection.getMetaData();
            assertThat(data.getConnection()).isSameAs(connection);
            assertThat(data.getDatabaseProductName()).isEqualTo("PostgreSQL");
            assertThat(data.isWrapperFor(DatabaseMetaData.class)).isTrue();
            try (ResultSet rows = data.getTables(null, null, "pg_class", null)) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString("TABLE_NAME")).isEqualTo("pg_class");
                Statement statement = rows.getStatement();
                assertThat(statement.getConnection()).isSameAs(connection);
                assertThat(rows.isClosed()).isFalse();
            }
        }
    }

    @Test
    @DisplayName("after the lease they, their rows and their statements refuse calls, and closing them has no effect")
    void endWithTheLease() throws SQLException {
        try (PostgresPool pool = PostgresPool.open(server, 0, 1)) {
            Connection connection = pool.connection();
            DatabaseMetaData data = connection.getMetaData();
            Connection its = data.getConnection();
            ResultSet rows = data.getTables(null, null, "pg_class", null);
            Statement statement = rows.getStatement();
            connection.close();
            try (Connection next = pool.connection()) {
                assertThat(its.isClosed()).isTrue();
                assertThat(rows.isClosed()).isTrue();
                assertThatThrownBy(rows::next).isInstanceOf(SQLException.class).hasMessage("Connection is closed");
                assertThatThrownBy(() -> data.getTables(null, null, "pg_class", null))
                        .hasMessage("Connection is closed");
                assertThatThrownBy(data::getConnection).hasMessage("Connection is closed");
                assertThatThrownBy(() -> data.unwrap(PgConnection.class)).hasMessage("Connection is closed");
                assertThatThrownBy(() -> statement.executeQuery("select 1")).hasMessage("Connection is closed");
                rows.close();
                statement.close();
                its.close();
                assertThat(ask(next, "select 1")).isEqualTo("1");
            }
            assertThat(pool.stats().counters().created()).isOne();
        }
    }

    @Test
    @DisplayName("changes made through them do not reach the next caller")
    void attributesThroughThem() throws SQLException {
        try (PostgresPool pool = PostgresPool.open(server, 0, 1)) {
            try (Connection connection = pool.connection()) {
                Connection its = connection.getMetaData().getConnection();
                its.setReadOnly(true);
                its.setSchema("pg_catalog");
                its.setNetworkTimeout(Runnable::run, 777);
            }
            try (Connection next = pool.connection()) {
                assertThat(next.isReadOnly()).isFalse();
                assertThat(next.getSchema()).isEqualTo("public");
                assertThat(next.getNetworkTimeout()).isEqualTo((int) PostgresPool.SOCKET_TIMEOUT.toMillis());
            }
            assertThat(pool.stats().counters().created()).isOne();
        }
    }

    @Test
    @DisplayName("a session that they find dead is retired")
    void death() throws SQLException {
        try (PostgresPool pool = PostgresPool.open(server, 0, 1)) {
            try (Connection connection = pool.connection()) {
                DatabaseMetaData data = connection.getMetaData();
                server.terminateAll();
                assertThatThrownBy(() -> data.getTables(null, null, "pg_class", null))
                        .isInstanceOf(SQLException.class);
            }
            try (Connection next = pool.connection()) {
                assertThat(ask(next, "select 1")).isEqualTo("1");
            }
        }
    }
}
