package dev.sluice.jdbc;

import static dev.sluice.jdbc.PostgresPool.ask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.jdbc.SessionRules.Mode;
import dev.sluice.pool.failure.AcquireTimeout;
import dev.sluice.testing.Caller;
import dev.sluice.testing.PostgresServer;
import java.sql.Connection;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("A database that freezes while a session is reset delays no caller")
@Timeout(60)
@Tag("service")
class FrozenResetTest {

    @Test
    @DisplayName(
            "the closing caller does not wait, the next caller waits no longer than its timeout, and the session is replaced")
    void nobodyIsHeld() throws Exception {
        try (PostgresServer server = PostgresServer.start();
                PostgresPool pool = PostgresPool.open(server, settings -> {
                    settings.rules.maxSize(1).validationTimeout(Duration.ofSeconds(1));
                    settings.sessionRules = SessionRules.of(Mode.FULL);
                })) {
            String name;
            Duration patience = pool.configuration().acquisitionTimeout();
            try (Connection connection = pool.connection()) {
                name = PostgresPool.nameOf(connection);
                server.freeze();
            }
            try {
                assertThat(pool.stats().inUse()).isZero();
                pool.configuration().setAcquisitionTimeout(Duration.ofMillis(300));
                assertThatThrownBy(() -> Caller.start(pool::connection).result())
                        .hasRootCauseInstanceOf(AcquireTimeout.class)
                        .isInstanceOf(SQLTransientConnectionException.class);
                pool.await(
                        "the reset was given up, and so was a validation",
                        stats -> stats.counters().validationFailures() == 1 && stats.total() == 0);
            } finally {
                server.resume();
                pool.configuration().setAcquisitionTimeout(patience);
            }
            pool.awaitService();
            try (Connection next = pool.connection()) {
                assertThat(ask(next, "show application_name")).isNotEqualTo(name);
            }
        }
    }
}
