package dev.sluice.jdbc;

import static dev.sluice.jdbc.PostgresPool.ask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.testing.PostgresServer;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.PGStatement;
import org.postgresql.jdbc.PgConnection;

/** Each JDBC object from which a connection can be reached, whether Agroal tracks statements or not. */
@Timeout(60)
@DisplayName("The connection that is reached from a JDBC object of a lease")
@Tag("service")
class LeasedObjectsTest {

    private final PostgresServer server = PostgresServer.shared();

    @BeforeEach
    void quiet() {
        server.awaitQuiet();
    }

    /** A way from an object of a lease back to the connection. */
    enum Way {
        STATEMENT(Connection::createStatement),
        SCROLLABLE(c -> c.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY)),
        HOLDABLE(c -> c.createStatement(
                ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY, ResultSet.CLOSE_CURSORS_AT_COMMIT)),
        PREPARED(c -> c.prepareStatement("select 1")),
        PREPARED_WITH_KEYS(c -> c.prepareStatement("select 1", Statement.RETURN_GENERATED_KEYS)),
        PREPARED_WITH_COLUMNS(c -> c.prepareStatement("select 1", new String[] {"a"})),
        CALLABLE(c -> c.prepareCall("select 1")),
        ROWS(c -> c.createStatement().executeQuery("select 1").getStatement()),
        PREPARED_ROWS(c -> c.prepareStatement("select 1").executeQuery().getStatement()),
        CALLABLE_ROWS(c -> c.prepareCall("select 1").executeQuery().getStatement()),
        RESULT(c -> {
            Statement statement = c.createStatement();
            statement.execute("select 1");
            return statement.getResultSet().getStatement();
        }),
        KEYS(c -> {
            Statement statement = c.createStatement();
            statement.execute("select 1", Statement.RETURN_GENERATED_KEYS);
            return statement.getGeneratedKeys().getStatement();
        }),
        CURSOR(c -> {
            c.setAutoCommit(false);
            ResultSet cursors = c.createStatement().executeQuery("select query_to_cursor()");
            cursors.next();
            return ((ResultSet) cursors.getObject(1)).getStatement();
        }),
        CALLED_CURSOR(c -> {
            c.setAutoCommit(false);
            CallableStatement call = c.prepareCall("{? = call query_to_cursor()}");
            call.registerOutParameter(1, java.sql.Types.REF_CURSOR);
            call.execute();
            return ((ResultSet) call.getObject(1)).getStatement();
        }),
        METADATA_ROWS(
                c -> c.getMetaData().getTables(null, null, "pg_class", null).getStatement());

        private final Reach reach;

        Way(Reach reach) {
            this.reach = reach;
        }

        Connection from(Connection connection) throws SQLException {
            return reach.from(connection).getConnection();
        }
    }

    @FunctionalInterface
    private interface Reach {
        Statement from(Connection connection) throws SQLException;
    }

    static Stream<Arguments> ways() {
        return Arrays.stream(Way.values()).flatMap(way -> Stream.of(Arguments.of(way, true), Arguments.of(way, false)));
    }

    private PostgresPool open(boolean tracked) throws SQLException {
        PostgresPool pool = PostgresPool.open(server, settings -> {
            settings.rules.maxSize(1);
            settings.sessions.connectionFactoryConfiguration(factory -> factory.trackJdbcResources(tracked));
        });
        try (Connection connection = pool.connection()) {
            PostgresPool.execute(
                    connection,
                    "create or replace function query_to_cursor() returns refcursor language plpgsql as"
                            + " 'declare c refcursor; begin open c for select 1; return c; end'");
        }
        return pool;
    }

    @ParameterizedTest(name = "{0}, statements tracked: {1}")
    @DisplayName("is the leased connection, loses its changes at the release, and is closed after the lease")
    @MethodSource("ways")
    void isTheLeasedOne(Way way, boolean tracked) throws SQLException {
        try (PostgresPool pool = open(tracked)) {
            Connection reached;
            try (Connection connection = pool.connection()) {
                reached = way.from(connection);
                assertThat(reached).isSameAs(connection);
                reached.setAutoCommit(true);
                reached.setReadOnly(true);
                reached.setSchema("pg_catalog");
                reached.setNetworkTimeout(Runnable::run, 777);
                reached.setHoldability(ResultSet.HOLD_CURSORS_OVER_COMMIT);
                reached.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
                reached.setAutoCommit(false);
            }
            try (Connection next = pool.connection()) {
                assertThat(reached.isClosed()).isTrue();
                assertThatThrownBy(() -> reached.setSchema("pg_catalog")).isInstanceOf(SQLException.class);
                reached.close();
                assertThat(next.isReadOnly()).isFalse();
                assertThat(next.getSchema()).isEqualTo("public");
                assertThat(next.getNetworkTimeout()).isEqualTo((int) PostgresPool.SOCKET_TIMEOUT.toMillis());
                assertThat(next.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
                assertThat(next.getAutoCommit()).isTrue();
                assertThat(ask(next, "select 1")).isEqualTo("1");
            }
            assertThat(pool.stats().counters().created()).isOne();
        }
    }

    @Test
    @DisplayName("ends the lease once when it is closed")
    void closes() throws SQLException {
        try (PostgresPool pool = open(true)) {
            Connection connection = pool.connection();
            connection.createStatement().getConnection().close();
            assertThat(connection.isClosed()).isTrue();
            try (Connection next = pool.connection()) {
                connection.close();
                assertThat(ask(next, "select 1")).isEqualTo("1");
            }
            assertThat(pool.stats().counters().released()).isEqualTo(3);
        }
    }

    @Test
    @DisplayName("is not the driver's: unwrapping returns the driver's object, and the pool resets its changes")
    void unwraps() throws SQLException {
        try (PostgresPool pool = open(true)) {
            try (Connection connection = pool.connection();
                    PreparedStatement statement = connection.prepareStatement("select 1");
                    ResultSet rows = statement.executeQuery()) {
                assertThat(statement.unwrap(PreparedStatement.class)).isSameAs(statement);
                assertThat(rows.unwrap(ResultSet.class)).isSameAs(rows);
                assertThat(rows.getStatement()).isSameAs(statement);
                assertThat(statement.isWrapperFor(PGStatement.class)).isTrue();
                Connection drivers = ((Statement) statement.unwrap(PGStatement.class)).getConnection();
                assertThat(drivers).isInstanceOf(PgConnection.class);
                drivers.setSchema("pg_catalog");
            }
            try (Connection next = pool.connection()) {
                assertThat(next.getSchema()).isEqualTo("public");
            }
        }
    }
}
