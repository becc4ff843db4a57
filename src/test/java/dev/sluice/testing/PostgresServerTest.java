package dev.sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("The PostgreSQL of the tests")
@Timeout(60)
@Tag("service")
class PostgresServerTest {

    private static PostgresServer server;

    @BeforeAll
    static void start() {
        server = PostgresServer.start();
    }

    @AfterAll
    static void end() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    @DisplayName("has the same port and data after a stop and after a kill")
    void keepsPortAndData() throws Exception {
        server.execute("create table kept (what text)");
        server.stop();
        assertThatThrownBy(() -> server.connect("nobody")).isInstanceOf(SQLException.class);
        server.startAgain();
        server.execute("insert into kept values ('after a stop')");
        server.kill();
        assertThatThrownBy(() -> server.connect("nobody")).isInstanceOf(SQLException.class);
        server.startAgain();
        assertThat(server.ask("select what from kept")).isEqualTo("after a stop");
    }

    @Test
    @DisplayName("answers no client while it is frozen, and all clients afterwards")
    void freezes() throws Exception {
        try (Connection connection = server.connect("patient");
                var statement = connection.createStatement()) {
            server.freeze();
            CompletableFuture<Boolean> answer = CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            return statement.execute("select 1");
                        } catch (SQLException e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    OwnThread.EACH);
            try {
                assertThatThrownBy(() -> answer.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            } finally {
                server.resume();
            }
            assertThat(answer.get(45, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    @DisplayName("finds the sessions of others by their names, and ends them")
    void seesAndEndsSessions() throws Exception {
        server.awaitQuiet();
        try (Connection one = server.connect("one");
                Connection two = server.connect("two")) {
            assertThat(server.names()).containsExactly("one", "two");
            server.terminate("one");
            assertThat(server.names()).containsExactly("two");
            assertThat(one.isValid(5)).isFalse();
            assertThat(two.isValid(5)).isTrue();
            server.killSessions();
            server.awaitReady();
            assertThat(two.isValid(5)).isFalse();
        }
        server.awaitQuiet();
    }

    @Test
    @DisplayName("listens on the loopback address only")
    void listensLocally() {
        assertThat(server.ask("show listen_addresses")).isEqualTo("127.0.0.1");
        assertThat(server.ask("show unix_socket_directories")).isEmpty();
    }
}
