package dev.sluice.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.pool.PoolQueue;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.testing.PostgresServer;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("The statement of a holder, read from the database")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
@Tag("service")
class HolderStatementsTest {

    private static final CountDownLatch HELD = new CountDownLatch(1);
    private static final String LATE = "no answer from the database within 1000 ms";

    private static PoolQueue queue(JdbcPool pool) {
        return pool.pool().queue(new PoolQueue.Page(false, true, 0, PoolQueue.PAGE));
    }

    /** The queue with what the database said. It is not asked for longer than a second, which a busy machine takes. */
    static PoolQueue answered(JdbcPool pool) {
        AtomicReference<PoolQueue> answered = new AtomicReference<>();
        Await.until("the database has answered in time", () -> {
            answered.set(queue(pool));
            return !String.valueOf(answered.get().statementsMissing()).startsWith(LATE);
        });
        return answered.get();
    }

    private static PoolQueue.Holder holder(JdbcPool pool) {
        PoolQueue queue = answered(pool);
        assertThat(queue.statementsMissing()).isNull();
        return queue.holders().get(0);
    }

    @Test
    @DisplayName("is shown of a full pool, with the server's process, over a session that is closed afterwards")
    void running() throws Exception {
        PostgresServer server = PostgresServer.shared();
        try (PostgresPool pool = PostgresPool.open(server, 1, 1)) {
            Caller<Void> sleeper = Caller.start(() -> {
                try (Connection connection = pool.connection()) {
                    PostgresPool.execute(connection, "select pg_sleep(100), 'password=hush' as secret");
                }
                return null;
            });
            String name = pool.names().get(0);
            server.awaitSleep(name);
            Caller<Connection> waiter = Caller.start(pool::connection);
            pool.await("a caller waits", stats -> stats.waiting() == 1);

            PoolQueue.Holder holder = holder(pool.jdbc());

            assertThat(holder.connection()).isEqualTo(name);
            assertThat(holder.session())
                    .isEqualTo(Long.valueOf(
                            server.ask("select pid from pg_stat_activity where application_name = ?", name)));
            assertThat(holder.sessionState()).isEqualTo("active");
            assertThat(holder.statement()).startsWith("select pg_sleep(100)").doesNotContain("hush");
            server.awaitSessions(1); // the session of the query has ended
            assertThat(pool.stats().total()).isEqualTo(1);

            pool.pool().reclaim(name);
            assertThat(sleeper.failure()).isInstanceOf(SQLException.class);
            waiter.result().close();
        }
    }

    @Test
    @DisplayName("is none between two statements, and has at most 1000 characters")
    void bounds() throws Exception {
        PostgresServer server = PostgresServer.shared();
        try (PostgresPool pool = PostgresPool.open(server, 1, 1)) {
            try (Connection connection = pool.connection()) {
                connection.setAutoCommit(false);
                PostgresPool.execute(connection, "select 1");
                PoolQueue.Holder holder = holder(pool.jdbc());
                assertThat(holder.sessionState()).isEqualTo("idle in transaction");
                assertThat(holder.statement()).isNull();
                assertThat(holder.session()).isPositive();

                Caller<Void> sleeper = Caller.start(() -> {
                    PostgresPool.execute(connection, "select pg_sleep(100) where 1 in (" + "1,".repeat(2500) + "1)");
                    return null;
                });
                server.awaitSleep(pool.names().get(0));
                assertThat(holder(pool.jdbc()).statement()).hasSize(1001).endsWith("…");
                pool.pool().reclaim(pool.names().get(0));
                assertThat(sleeper.failure()).isInstanceOf(SQLException.class);
            }
        }
    }

    @Test
    @DisplayName("is missing with the reason where the server takes no further session, freezes, or hides statements")
    void missing() throws Exception {
        try (PostgresServer server = PostgresServer.start();
                PostgresPool pool = PostgresPool.open(
                        server,
                        settings -> settings.timeouts = new DatabaseKind.Timeouts(
                                Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(60)))) {
            server.execute("create role few login connection limit 1 password 'few'");
            try (PostgresPool full = PostgresPool.open(
                            server,
                            settings -> settings.sessions
                                    .connectionFactoryConfiguration()
                                    .principal(new NamePrincipal("few"))
                                    .credential(new SimplePassword("few")));
                    Connection connection = full.connection()) {
                PoolQueue queue = answered(full.jdbc());
                assertThat(queue.statementsMissing()).contains("cannot ask the database", "too many connections");
                assertThat(queue.holders().get(0).session()).isPositive();
                assertThat(PostgresPool.ask(connection, "select 1")).isEqualTo("1");
            }
            try (Connection connection = pool.connection()) {
                PostgresPool.execute(connection, "set track_activities = off");
                PoolQueue hidden = answered(pool.jdbc());
                assertThat(hidden.statementsMissing()).isEqualTo("track_activities is off");
                assertThat(hidden.holders().get(0).session()).isPositive();
                PostgresPool.execute(connection, "reset track_activities");
                server.freeze();
                try {
                    PoolQueue frozen = queue(pool.jdbc());
                    assertThat(frozen.statementsMissing()).contains(LATE);
                    assertThat(frozen.holders()).hasSize(1);
                } finally {
                    server.resume();
                }
                Await.until("it answers again", () -> queue(pool.jdbc()).statementsMissing() == null);
            }
        }
    }

    /** The function behind a statement of H2. */
    public static final class Hold {

        private Hold() {}

        /** Returns when the latch is open. */
        public static int hold() {
            Await.open(HELD);
            return 1;
        }
    }

    @Test
    @DisplayName("is shown by an embedded H2, with the number of the session")
    void embedded() throws Exception {
        try (H2Pool pool = new H2Pool(SessionRules.DEFAULT)) {
            Connection connection = pool.connection();
            String session = PostgresPool.ask(connection, "select session_id()");
            PostgresPool.execute(connection, "create alias hold for \"" + Hold.class.getName() + ".hold\"");
            Caller<Void> caller = Caller.start(() -> {
                PostgresPool.execute(connection, "call hold()");
                return null;
            });
            Await.until("it runs", () -> holder(pool.jdbc()).statement() != null);
            PoolQueue.Holder holder = holder(pool.jdbc());
            assertThat(holder.statement()).isEqualToIgnoringCase("call hold()");
            assertThat(holder.sessionState()).isEqualTo("RUNNING");
            assertThat(holder.session()).isEqualTo(Long.valueOf(session));
            HELD.countDown();
            caller.result();
            connection.close();
        }
    }

    @Test
    @DisplayName("is missing with the reason where the driver is not known")
    void unknownDriver() throws SQLException {
        try (FakePool pool = new FakePool();
                Connection connection = pool.connection()) {
            assertThat(connection.isClosed()).isFalse();
            PoolQueue queue = answered(pool.jdbc);
            assertThat(queue.statementsMissing()).isEqualTo("statements of this kind of database are not known");
            assertThat(queue.holders().get(0).session()).isNull();
        }
    }
}
