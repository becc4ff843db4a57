package dev.sluice.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.Caller;
import dev.sluice.testing.FakeTime;
import dev.sluice.testing.PostgresServer;
import dev.sluice.time.Deadline;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.PGConnection;

@Timeout(120)
@Tag("service")
class ServerSessionsTest {

    private final PostgresServer server = PostgresServer.shared();

    @Test
    @DisplayName(
            "A broken session is watched until the server has ended it, or its limit has passed by the pool's clock")
    void byTheClockOfThePool() throws Exception {
        try (Connection connection = server.connect("watched")) {
            Caller<String> sleeper = Caller.start(() -> PostgresPool.ask(connection, "select pg_sleep(100)"));
            server.awaitSleep("watched");
            int session = connection.unwrap(PGConnection.class).getBackendPID();
            ServerSessions.BrokenSession watch =
                    new ServerSessions().watch(session, DatabaseKind.POSTGRESQL, () -> look(server.connect("look")));

            // the limit of a nanosecond does not pass, as time stands still; the server ends the session after a while
            assertThat(watch.await(Deadline.in(Duration.ofNanos(1), new FakeTime())))
                    .isTrue();

            assertThat(sleeper.failure()).isInstanceOf(SQLException.class);
        }
    }

    private static ServerSessions.QuerySession look(Connection connection) {
        return new ServerSessions.QuerySession() {
            @Override
            public Connection raw() {
                return connection;
            }

            @Override
            public void close() {
                try {
                    connection.close();
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            }
        };
    }
}
