package dev.sluice.jdbc;

import static dev.sluice.jdbc.PostgresPool.ask;
import static dev.sluice.jdbc.PostgresPool.execute;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.jdbc.SessionRules.Mode;
import dev.sluice.testing.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each thing that a borrower can leave behind, with each way in which its lease can end. The next
 * borrower has to see the state of a brand-new session. The first one has seen another state, so that the test can fail.
 */
@DisplayName("Changes of a holder never reach the next holder")
@Timeout(60)
@Tag("service")
class SessionMatrixTest {

    private final PostgresServer server = PostgresServer.shared();

    @BeforeEach
    void quiet() {
        server.awaitQuiet();
    }

    static Stream<Arguments> onPostgres() {
        return product(PostgresTrace.values());
    }

    static Stream<Arguments> onH2() {
        return product(H2Trace.values());
    }

    static Stream<Arguments> product(Enum<?>[] traces) {
        return Arrays.stream(traces)
                .flatMap(trace -> Arrays.stream(Ending.values()).map(ending -> Arguments.of(trace, ending)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @DisplayName("PostgreSQL, full: nothing at all, and the session is the same")
    @MethodSource("onPostgres")
    void postgresInFull(PostgresTrace trace, Ending ending) throws SQLException {
        try (PostgresPool pool = open(Mode.FULL)) {
            Object fresh = leave(pool, trace, ending);
            try (Connection next = pool.connection()) {
                assertThat(trace.look(next)).isEqualTo(fresh);
            }
            assertSessions(pool, ending);
        }
    }

    @ParameterizedTest(name = "{0}, {1}")
    @DisplayName("PostgreSQL, transaction: nothing that JDBC has a method for; all else stays, as long as the session")
    @MethodSource("onPostgres")
    void postgresByTransaction(PostgresTrace trace, Ending ending) throws SQLException {
        try (PostgresPool pool = open(Mode.TRANSACTION)) {
            Object fresh = leave(pool, trace, ending);
            try (Connection next = pool.connection()) {
                boolean isRestored = trace.isOfJdbc() || ending.endsSession();
                assertThat(trace.look(next).equals(fresh)).isEqualTo(isRestored);
            }
            assertSessions(pool, ending);
        }
    }

    @ParameterizedTest(name = "{0}, {1}")
    @DisplayName("H2, full: no change survives, because the next holder has a new session")
    @MethodSource("onH2")
    void h2InFull(H2Trace trace, Ending ending) throws SQLException {
        try (H2Pool pool = new H2Pool(SessionRules.of(Mode.FULL))) {
            Object fresh = leave(pool, trace, ending);
            try (Connection next = pool.connection()) {
                assertThat(trace.look(next)).isEqualTo(fresh);
            }
            assertThat(pool.created()).isGreaterThanOrEqualTo(2);
        }
    }

    @ParameterizedTest(name = "{0}, {1}")
    @DisplayName("H2, transaction: nothing that JDBC has a method for; all else stays, as long as the session")
    @MethodSource("onH2")
    void h2ByTransaction(H2Trace trace, Ending ending) throws SQLException {
        try (H2Pool pool = new H2Pool(SessionRules.of(Mode.TRANSACTION))) {
            Object fresh = leave(pool, trace, ending);
            try (Connection next = pool.connection()) {
                boolean isRestored = trace.isOfJdbc() || ending.endsSession();
                assertThat(trace.look(next).equals(fresh)).isEqualTo(isRestored);
            }
            assertThat(pool.created()).isEqualTo(ending.endsSession() ? 2 : 1);
        }
    }

    private PostgresPool open(Mode mode) {
        return PostgresPool.open(server, settings -> {
            settings.rules.maxSize(1);
            settings.sessionRules = SessionRules.of(mode);
        });
    }

    /** Returns what the brand-new session had shown. */
    private Object leave(PostgresPool pool, PostgresTrace trace, Ending ending) throws SQLException {
        Connection connection = pool.connection();
        Object fresh = trace.look(connection);
        trace.leave(connection);
        assertThat(trace.look(connection).equals(fresh)).isEqualTo(!trace.isVisible());
        connection.setAutoCommit(false);
        assertThat(ask(connection, "select 1")).isEqualTo("1");
        ending.end(connection, this::kill);
        return fresh;
    }

    private static Object leave(H2Pool pool, H2Trace trace, Ending ending) throws SQLException {
        Connection connection = pool.connection();
        Object fresh = trace.look(connection);
        trace.leave(connection);
        assertThat(trace.look(connection).equals(fresh)).isEqualTo(!trace.isVisible());
        connection.setAutoCommit(false);
        execute(connection, "select 1");
        ending.end(connection, pool::kill);
        return fresh;
    }

    private void kill(Connection connection) throws SQLException {
        server.ask("select pg_terminate_backend(?::int, 10000)", ask(connection, "select pg_backend_pid()"));
    }

    private static void assertSessions(PostgresPool pool, Ending ending) {
        assertThat(pool.stats().counters().created()).isEqualTo(ending.endsSession() ? 2 : 1);
    }
}
