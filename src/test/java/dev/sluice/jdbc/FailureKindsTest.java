package dev.sluice.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.pool.operation.OperationContext;
import dev.sluice.pool.operation.OperationReport;
import dev.sluice.pool.store.FailureKind;
import dev.sluice.testing.PostgresServer;
import io.agroal.api.security.NamePrincipal;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("service")
class FailureKindsTest {

    private static void expect(FailureKind kind, Throwable failure) {
        assertThat(FailureKinds.of(failure)).as(String.valueOf(failure)).isEqualTo(kind);
    }

    @Test
    @DisplayName(
            "C2 a rejected login is recognised by SQLSTATE class 28 or the code of the database, anywhere in the chain")
    void rejected() {
        expect(FailureKind.PASSWORD_REJECTED, new SQLException("no", "28P01"));
        expect(FailureKind.PASSWORD_REJECTED, new SQLException("no", "28000"));
        expect(FailureKind.PASSWORD_REJECTED, new SQLException("ORA-01017", "72000", 1017));
        expect(FailureKind.PASSWORD_REJECTED, new SQLException("Login failed", "S0001", 18456));
        expect(FailureKind.PASSWORD_REJECTED, new SQLException("outer", "08001", new SQLException("no", "28P01")));
        SQLException first = new SQLException("outer", "08001");
        first.setNextException(new SQLException("no", "28000"));
        expect(FailureKind.PASSWORD_REJECTED, first);
    }

    @Test
    @DisplayName("A3 a missing answer is distinguished from a refusal")
    void answers() {
        expect(
                FailureKind.NO_ANSWER,
                new SQLException("failed", "08001", new SocketTimeoutException("Read timed out")));
        expect(FailureKind.NO_ANSWER, new SQLException("Connection attempt timed out.", "08001"));
        expect(
                FailureKind.NO_ANSWER,
                new SQLException("failed", "08001", new ConnectException("Connection timed out")));
        expect(FailureKind.REFUSED, new SQLException("failed", "08001", new ConnectException("Connection refused")));
        expect(FailureKind.REFUSED, new SQLException("out of memory", "53200"));
        expect(FailureKind.OTHER, new NoClassDefFoundError("a driver"));
    }

    @Test
    @DisplayName("a server without free connections is recognised by SQLSTATE 53300 or the code of the database")
    void full() {
        expect(FailureKind.SERVER_FULL, new SQLException("too many clients", "53300"));
        expect(FailureKind.SERVER_FULL, new SQLException("outer", "08001", new SQLException("full", "53300")));
        expect(FailureKind.SERVER_FULL, new SQLException("Too many connections", "08004", 1040));
        expect(FailureKind.SERVER_FULL, new SQLException("max_user_connections", "42000", 1203));
        expect(FailureKind.SERVER_FULL, new SQLException("ORA-12516", "66000", 12516));
        expect(FailureKind.SERVER_FULL, new SQLException("ORA-00018", "61000", 18));
        expect(FailureKind.OTHER, new SQLException("error 18 of another database", "HY000", 18));
        expect(FailureKind.SERVER_FULL, setup(new SQLException("of the role", "53300")));
    }

    @Test
    @DisplayName("a set-up that fails is one, unless the session was lost in it or the step may succeed next time")
    void setups() {
        expect(FailureKind.SETUP_FAILED, setup(new SQLException("role does not exist", "22023")));
        expect(FailureKind.SETUP_FAILED, setup(new SQLException("the login was accepted", "28000")));
        expect(FailureKind.SETUP_FAILED, setup(new IllegalStateException("an interceptor")));
        expect(FailureKind.NO_ANSWER, setup(new SQLException("failed", "08006", new SocketTimeoutException("late"))));
        expect(FailureKind.REFUSED, setup(new SQLException("terminating", "57P01")));
        expect(FailureKind.OTHER, setup(new SQLException("an I/O error", "08006")));
        expect(FailureKind.OTHER, setup(new SQLTransientException("a lock", "40001")));
    }

    private static SetupFailed setup(Exception cause) {
        return new SetupFailed("initial-sql", cause);
    }

    @Test
    @DisplayName("a chain that leads back to itself ends")
    void ring() {
        SQLException ring = new SQLException("one", "08001");
        ring.setNextException(new SQLException("two", "08001", ring));
        expect(FailureKind.OTHER, ring);
    }

    @Test
    @Timeout(60)
    @DisplayName(
            "C2 a role that PostgreSQL rejects is tried three times in the first half minute, not 85 times a minute")
    void onPostgres() {
        PostgresServer server = PostgresServer.shared();
        try (PostgresPool pool = PostgresPool.open(server, settings -> {
            settings.rules.minSize(10).maxSize(10);
            settings.sessions.connectionFactoryConfiguration().principal(new NamePrincipal("nobody_of_that_name"));
        })) {
            pool.await(
                    "it says so", stats -> String.valueOf(stats.stateDetail()).contains("rotate-credentials"));
            assertThat(pool.stats().stateReason()).isEqualTo(FailureKind.PASSWORD_REJECTED);
            assertThat(pool.stats().counters().creationFailures()).isEqualTo(3);
            assertThat(pool.stats().stateDetail()).contains("PASSWORD_REJECTED", "rotate-credentials");
        }
    }

    @Test
    @Timeout(60)
    @DisplayName("C2 a reset on PostgreSQL creates all connections as soon as the server has the role")
    void roleIsThereAgain() throws SQLException {
        PostgresServer server = PostgresServer.shared();
        try (PostgresPool pool = PostgresPool.open(server, settings -> {
                    settings.rules.minSize(2).maxSize(2);
                    settings.sessions.connectionFactoryConfiguration().principal(new NamePrincipal("came_later"));
                });
                PostgresPool admin = PostgresPool.open(server, 0, 1);
                Connection connection = admin.connection();
                Statement statement = connection.createStatement()) {
            pool.await(
                    "attempts wait",
                    stats -> String.valueOf(stats.stateDetail()).startsWith("PASSWORD_REJECTED"));
            assertThat(pool.pool().fill(2).created()).isZero();
            statement.execute("create role came_later login superuser password '" + server.password() + "'");
            try {
                OperationReport report = pool.pool().reset(false);
                assertThat(report.message()).isNull();
                assertThat(report.created()).isEqualTo(2);
                pool.pool().drain(Duration.ZERO, OperationContext.plain());
            } finally {
                statement.execute("drop role came_later");
            }
        }
    }

    @Test
    @Timeout(60)
    @DisplayName("an initial statement that PostgreSQL refuses is reported as such, and not as a failure to connect")
    void initialStatement() {
        PostgresServer server = PostgresServer.shared();
        try (PostgresPool pool = PostgresPool.open(server, settings -> {
            settings.rules.minSize(2).maxSize(2);
            settings.sessions.connectionFactoryConfiguration().initialSql("set role nobody_of_that_name");
        })) {
            pool.await("it waits", stats -> String.valueOf(stats.stateDetail()).contains(" attempts, next in "));
            assertThat(pool.stats().stateReason()).isEqualTo(FailureKind.SETUP_FAILED);
            assertThat(pool.stats().stateDetail())
                    .startsWith("connected, but initial-sql failed: PSQLException, SQLSTATE 22023, code 0")
                    .doesNotContain("nobody_of_that_name")
                    .doesNotContain("cannot connect");
        }
    }
}
