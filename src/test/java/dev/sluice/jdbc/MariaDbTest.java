package dev.sluice.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.pool.PoolQueue;
import dev.sluice.pool.PoolState;
import dev.sluice.pool.operation.OperationReport;
import dev.sluice.pool.store.CapacitySource.ServerCapacity;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.testing.MariaDbServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
@DisplayName("On a real MariaDB")
@Tag("service")
class MariaDbTest {

    private static final String SLEEPING =
            "select count(*) from information_schema.processlist where info like 'select sleep(100)%'";

    private static MariaDbServer server;

    @BeforeAll
    static void start() {
        server = MariaDbServer.start();
    }

    @AfterAll
    static void end() {
        if (server != null) {
            server.close();
        }
    }

    private static PostgresPool open(String database, int min, int max) {
        return PostgresPool.open(
                PostgresPool.sessions(server.url(database), MariaDbServer.USER, MariaDbServer.PASSWORD),
                settings -> settings.rules.minSize(min).maxSize(max));
    }

    private static Caller<Void> asleep(PostgresPool pool) {
        Caller<Void> caller = Caller.start(() -> {
            try (Connection connection = pool.connection()) {
                PostgresPool.execute(connection, "select sleep(100)");
            }
            return null;
        });
        Await.until("the statement runs", () -> server.ask(SLEEPING).equals("1"));
        return caller;
    }

    @Test
    @DisplayName("a session whose database cannot be reset to none is not handed to the next holder")
    void catalog() throws SQLException {
        try (PostgresPool pool = open("", 0, 1)) {
            try (Connection connection = pool.connection()) {
                connection.setCatalog("two");
                assertThat(PostgresPool.ask(connection, "select database()")).isEqualTo("two");
            }
            try (Connection next = pool.connection()) {
                assertThat(PostgresPool.ask(next, "select database()")).isNull();
            }
        }
    }

    @Test
    @DisplayName("the database, the isolation and the autocommit that a holder sets do not reach the next holder")
    void sessionState() throws SQLException {
        try (PostgresPool pool = open("one", 0, 1)) {
            String isolation;
            try (Connection connection = pool.connection()) {
                isolation = PostgresPool.ask(connection, "select @@session.tx_isolation");
                connection.setCatalog("two");
                connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
                connection.setAutoCommit(false);
            }
            try (Connection next = pool.connection()) {
                assertThat(PostgresPool.ask(next, "select database()")).isEqualTo("one");
                assertThat(PostgresPool.ask(next, "select @@session.tx_isolation"))
                        .isEqualTo(isolation);
                assertThat(PostgresPool.ask(next, "select @@session.autocommit"))
                        .isEqualTo("1");
            }
        }
    }

    @Test
    @DisplayName("a lease that is broken leaves no statement running")
    void broken() throws Exception {
        try (PostgresPool pool = open("one", 0, 2)) {
            Caller<Void> reset = asleep(pool);
            OperationReport report = pool.pool().reset(true);
            assertThat(report.broken()).hasSize(1);
            assertThat(reset.failure()).isInstanceOf(SQLException.class);
            Await.until("the statement has ended", () -> server.ask(SLEEPING).equals("0"));

            Caller<Void> released = asleep(pool);
            String name = pool.pool()
                    .queue(PoolQueue.Page.first(false))
                    .holders()
                    .get(0)
                    .connection();
            pool.pool().reclaim(name);
            assertThat(released.failure()).isInstanceOf(SQLException.class);
            Await.until("the statement has ended", () -> server.ask(SLEEPING).equals("0"));
        }
        Await.until("no session is left", () -> server.sessions().isEmpty());
    }

    @Test
    @DisplayName("a holder is shown with the server's number of its session and the statement that runs")
    void holder() throws Exception {
        try (PostgresPool pool = open("one", 0, 1)) {
            Caller<Void> caller = asleep(pool);
            List<Long> sessions = server.sessions();
            PoolQueue queue = HolderStatementsTest.answered(pool.jdbc());
            assertThat(queue.statementsMissing()).isNull();
            PoolQueue.Holder holder = queue.holders().get(0);
            assertThat(sessions).containsExactly(holder.session());
            assertThat(holder.statement()).isEqualTo("select sleep(100)");
            pool.pool().reset(true);
            assertThat(caller.failure()).isInstanceOf(SQLException.class);
        }
    }

    @Test
    @DisplayName("a session that the administrator has killed is replaced, and costs one holder at most")
    void killedSession() throws SQLException {
        try (PostgresPool pool = open("one", 1, 1)) {
            try (Connection connection = pool.connection()) {
                server.execute("kill " + PostgresPool.ask(connection, "select connection_id()"));
                Await.until("the session has ended", () -> server.sessions().isEmpty());
                assertThatThrownBy(() -> PostgresPool.execute(connection, "select 1"))
                        .isInstanceOf(SQLException.class);
            }
            try (Connection next = pool.connection()) {
                assertThat(PostgresPool.ask(next, "select 1")).isEqualTo("1");
            }
        }
    }

    @Test
    @DisplayName("the sessions of other clients do not count as sessions that the server allows the pool")
    void others() throws Exception {
        try (Connection querying = user();
                Connection one = user();
                Connection two = user()) {
            int allowed = Integer.parseInt(PostgresPool.ask(one, "select @@max_connections"));
            assertThat(two.isValid(1)).isTrue();
            // sessions of administrators that were closed a moment ago may count for a while
            Await.until(
                    "two others are counted",
                    () -> allowed(querying, 0).largest() == allowed - 2
                            && allowed(querying, 2).largest() == allowed);
            assertThat(allowed(querying, 0).reason())
                    .isEqualTo("the server allows " + allowed + " connections, and others use 2");
        }
    }

    private static ServerCapacity allowed(Connection querying, int own) {
        try {
            return Objects.requireNonNull(ServerLimits.MYSQL.ask(querying, own));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Connection user() throws SQLException {
        return DriverManager.getConnection(server.url("one"), MariaDbServer.USER, MariaDbServer.PASSWORD);
    }

    @Test
    @DisplayName("a server that crashes and restarts is used again")
    void crash() throws Exception {
        try (MariaDbServer own = MariaDbServer.start();
                PostgresPool pool = PostgresPool.open(
                        PostgresPool.sessions(own.url("one"), MariaDbServer.USER, MariaDbServer.PASSWORD),
                        settings -> settings.rules.minSize(2).maxSize(4))) {
            own.kill();
            Await.until("the pool knows", () -> {
                pool.pool().suspectIdle();
                return pool.stats().state() == PoolState.FAILED;
            });
            own.startAgain();
            pool.awaitService();
            pool.await("the minimum is back", stats -> stats.total() >= 2 && stats.state() == PoolState.RUNNING);
        }
    }
}
