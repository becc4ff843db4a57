package dev.sluice.jdbc;

import static dev.sluice.jdbc.PostgresPool.ask;
import static dev.sluice.jdbc.PostgresPool.execute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.pool.policy.HoldLimit;
import dev.sluice.pool.policy.HoldLimit.Effect;
import dev.sluice.pool.policy.PoolPolicies;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.testing.PostgresServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("A hold limit on PostgreSQL")
@Timeout(60)
@Tag("service")
class HoldLimitPostgresTest {

    private final PostgresServer server = PostgresServer.shared();

    @BeforeEach
    void quiet() {
        server.awaitQuiet();
        server.execute("create table if not exists held (n int)");
        server.execute("truncate held");
    }

    private PostgresPool open(@Nullable Duration maxHold, @Nullable Duration idle) {
        return PostgresPool.open(
                server,
                settings -> settings.rules
                        .maxSize(2)
                        .policies(PoolPolicies.NONE.with(new HoldLimit(maxHold, null, idle, Effect.END))));
    }

    @Test
    @DisplayName("cancels the statement, rolls back, and names the limit in the exception of the holder's next call")
    void maxHold() throws Exception {
        try (PostgresPool pool = open(Duration.ofMillis(300), null)) {
            try (Connection connection = pool.connection();
                    PreparedStatement sleep = connection.prepareStatement("select pg_sleep(600)")) {
                connection.setAutoCommit(false);
                execute(connection, "insert into held values (1)");
                assertThatThrownBy(sleep::execute)
                        .isInstanceOf(SQLException.class)
                        .hasMessageContaining("was ended: beyond max-hold 300 ms");
                assertThatThrownBy(connection::createStatement).hasMessageContaining("beyond max-hold 300 ms");
            }
            server.awaitSessions(0);
            assertThat(server.ask("select count(*) from held")).isEqualTo("0");
            assertThat(pool.stats().inUse()).isZero();
            try (Connection next = pool.connection()) {
                assertThat(ask(next, "select 1")).isEqualTo("1");
            }
        }
    }

    @Test
    @DisplayName("ends a session that is idle in a transaction, and leaves one alone that works or has no transaction")
    void idleInTransaction() throws Exception {
        try (PostgresPool pool = open(null, Duration.ofMillis(300));
                Connection outside = pool.connection()) {
            execute(outside, "select 1");
            try (Connection idle = pool.connection()) {
                idle.setAutoCommit(false);
                execute(idle, "insert into held values (1)");
                Await.until("it is ended", () -> pool.stats().counters().holdLimitEnds() == 1);
                assertThatThrownBy(() -> execute(idle, "select 1"))
                        .hasMessageContaining("beyond idle-in-transaction 300 ms");
            }
            try (Connection working = pool.connection();
                    Statement statement = working.createStatement()) {
                String name = PostgresPool.nameOf(working); // before the sleep, which occupies the connection
                working.setAutoCommit(false);
                Caller<Boolean> sleeping = Caller.start(() -> statement.execute("select pg_sleep(600)"));
                server.awaitSleep(name);
                Await.until(
                        "it has worked for longer",
                        () -> pool.pool().queue(false).holders().stream().allMatch(holder -> holder.heldSeconds() > 1));
                assertThat(pool.stats().counters().holdLimitEnds()).isEqualTo(1);
                statement.cancel();
                assertThatThrownBy(sleeping::result).hasMessageContaining("canceling statement");
            }
            assertThat(ask(outside, "select 2")).isEqualTo("2");
        }
        assertThat(server.ask("select count(*) from held")).isEqualTo("0");
    }
}
