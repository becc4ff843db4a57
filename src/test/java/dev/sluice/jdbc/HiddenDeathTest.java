package dev.sluice.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

@Timeout(60)
@DisplayName("An error that reports a lost session, anywhere in its chain,")
@Tag("fast")
class HiddenDeathTest {

    private static SQLException lost() {
        return new SQLNonTransientConnectionException("socket closed", "08S01");
    }

    private static SQLException then(SQLException first, SQLException next) {
        first.setNextException(next);
        return first;
    }

    private static SQLException ofServer(String severity, String state) {
        return new PSQLException(
                new ServerErrorMessage("S" + severity + "\0V" + severity + "\0C" + state + "\0Mno connection\0"));
    }

    static Stream<Named<SQLException>> deaths() {
        SQLException ring = new SQLException("a", "HY000");
        SQLException other = new SQLException("b", "HY000", lost());
        ring.setNextException(other);
        other.setNextException(ring);
        return Stream.of(
                Named.of("itself", lost()),
                Named.of("in the next exception", then(new SQLException("failed", "HY000"), lost())),
                Named.of("in a cause", new SQLException("wrapped", "HY000", lost())),
                Named.of("in the next of a batch", then(new BatchUpdateException("batch", new int[0]), lost())),
                Named.of(
                        "in the cause of the next",
                        then(new SQLException("failed", "HY000"), new SQLException("wrapped", "HY000", lost()))),
                Named.of("in a ring", ring),
                Named.of("by the server, with FATAL", ofServer("FATAL", "08006")));
    }

    static Stream<Named<SQLException>> others() {
        SQLException ring = new SQLException("a", "HY000");
        SQLException other = new SQLException("b", "HY000");
        ring.setNextException(other);
        other.setNextException(ring);
        return Stream.of(
                Named.of("a ring that says nothing of it", ring),
                Named.of("dblink's server is away, says ours, with ERROR", ofServer("ERROR", "08006")),
                Named.of(
                        "the same in a batch",
                        then(new BatchUpdateException("batch", new int[0]), ofServer("ERROR", "08001"))));
    }

    @ParameterizedTest
    @MethodSource("deaths")
    @DisplayName("costs the session: the next caller has another one")
    void retires(SQLException error) throws SQLException {
        assertThat(sessionsAfter(error)).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("others")
    @DisplayName("costs the session, which an error without such a report does not")
    void keeps(SQLException error) throws SQLException {
        assertThat(sessionsAfter(error)).isOne();
    }

    static Stream<Named<RuntimeException>> uncheckedDeaths() {
        return Stream.of(
                Named.of("the cause", new IllegalStateException("driver", lost())),
                Named.of("a cause of the cause", new RuntimeException(new IllegalStateException("driver", lost()))),
                Named.of(
                        "in the next of the cause",
                        new IllegalStateException("driver", then(new SQLException("failed", "HY000"), lost()))));
    }

    @ParameterizedTest
    @MethodSource("uncheckedDeaths")
    @DisplayName("costs the session, if the driver throws unchecked, from a statement or from the connection")
    void unchecked(RuntimeException error) throws SQLException {
        assertThat(sessionsAfterUnchecked(error, Connection::commit)).isEqualTo(2);
        assertThat(sessionsAfterUnchecked(
                        error, connection -> connection.createStatement().executeQuery("select 1")))
                .isEqualTo(2);
        assertThat(sessionsAfterUnchecked(
                        error,
                        connection -> connection.prepareStatement("select 1").execute()))
                .isEqualTo(2);
        RuntimeException other = new IllegalStateException("driver", new SQLException("failed", "HY000"));
        assertThat(sessionsAfterUnchecked(
                        other, connection -> connection.createStatement().executeQuery("select 1")))
                .isOne();
    }

    private static int sessionsAfterUnchecked(RuntimeException error, Use use) throws SQLException {
        try (FakePool pool = new FakePool()) {
            try (Connection connection = pool.connection()) {
                connection.setAutoCommit(false);
                pool.database.onCall = () -> {
                    throw error;
                };
                assertThatThrownBy(() -> use.of(connection)).isSameAs(error);
                pool.database.onCall = () -> {};
            }
            pool.connection().createStatement();
            return pool.opened();
        }
    }

    @FunctionalInterface
    private interface Use {
        void of(Connection connection) throws SQLException;
    }

    private static int sessionsAfter(SQLException error) throws SQLException {
        try (FakePool pool = new FakePool()) {
            try (Connection connection = pool.connection()) {
                pool.database.onStatement = () -> {
                    throw error;
                };
                assertThatThrownBy(connection::createStatement).isSameAs(error);
                pool.database.onStatement = () -> {};
            }
            for (int i = 0; i < 3; i++) {
                pool.connection().close();
            }
            return pool.opened();
        }
    }
}
