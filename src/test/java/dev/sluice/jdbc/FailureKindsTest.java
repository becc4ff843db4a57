package dev.sluice.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.pool.store.FailureKind;
import dev.sluice.testing.PostgresServer;
import io.agroal.api.security.NamePrincipal;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class FailureKindsTest {

    private static void expect(FailureKind kind, Throwable failure) {
        assertThat(FailureKinds.of(failure)).as(String.valueOf(failure)).isEqualTo(kind);
    }

    @Test
    @DisplayName(
            "C2 a rejected login is told by SQLSTATE class 28 or the code of the database, wherever it is in the chain")
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
    @DisplayName("A3 no answer is told apart from a refusal")
    void answers() {
        expect(
                FailureKind.NO_ANSWER,
                new SQLException("failed", "08001", new SocketTimeoutException("Read timed out")));
        expect(FailureKind.NO_ANSWER, new SQLException("Connection attempt timed out.", "08001"));
        expect(
                FailureKind.NO_ANSWER,
                new SQLException("failed", "08001", new ConnectException("Connection timed out")));
        expect(FailureKind.REFUSED, new SQLException("failed", "08001", new ConnectException("Connection refused")));
        expect(FailureKind.REFUSED, new SQLException("too many clients", "53300"));
        expect(FailureKind.OTHER, new NoClassDefFoundError("a driver"));
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
            pool.await("it says so", stats -> stats.stateReason() == FailureKind.PASSWORD_REJECTED);
            assertThat(pool.stats().counters().creationFailures()).isEqualTo(3);
            assertThat(pool.stats().stateDetail()).contains("PASSWORD_REJECTED", "rotate-credentials");
        }
    }
}
