package dev.sluice.jdbc;

import static dev.sluice.jdbc.PostgresPool.ask;
import static dev.sluice.jdbc.PostgresPool.execute;
import static dev.sluice.jdbc.PostgresPool.nameOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.admission.TenantShare;
import dev.sluice.jdbc.SessionRules.Mode;
import dev.sluice.pool.AcquireRequest;
import dev.sluice.pool.PoolEvent;
import dev.sluice.testing.Caller;
import dev.sluice.testing.PostgresServer;
import io.agroal.api.configuration.AgroalConnectionFactoryConfiguration.TransactionIsolation;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.PGConnection;

@DisplayName("A session that was reset is like a new one, and still itself")
@Timeout(60)
@Tag("service")
class SessionResetTest {

    private final PostgresServer server = PostgresServer.shared();

    @BeforeEach
    void quiet() {
        server.awaitQuiet();
    }

    @Test
    @DisplayName("a statement that the driver has prepared on the server is prepared again, not called by its old name")
    void preparedStatements() throws SQLException {
        try (PostgresPool pool = open(
                Mode.FULL,
                settings ->
                        settings.sessions.connectionFactoryConfiguration().jdbcUrl(server.url("prepareThreshold=1")))) {
            for (int lease = 0; lease < 3; lease++) {
                try (Connection connection = pool.connection()) {
                    connection.setAutoCommit(false); // BEGIN and ROLLBACK are prepared, too
                    assertThat(prepared(connection)).as("of earlier leases").isEqualTo("0");
                    for (int i = 0; i < 3; i++) {
                        assertThat(square(connection, 7)).isEqualTo(49);
                    }
                    assertThat(prepared(connection))
                            .as("so there is something to forget")
                            .isNotEqualTo("0");
                }
            }
            assertOneSession(pool);
        }
    }

    private static int square(Connection connection, int number) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select ? * ?::int as leftover")) {
            statement.setInt(1, number);
            statement.setInt(2, number);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getInt(1);
            }
        }
    }

    private static String prepared(Connection connection) throws SQLException {
        return ask(
                connection,
                "select count(*) from pg_prepared_statements where statement like '%leftover%'"
                        + " and statement not like '%pg_prepared_statements%'");
    }

    @Test
    @DisplayName("the initial statement has run again, the configured isolation is back, and it has its name")
    void initialState() throws SQLException {
        try (PostgresPool pool = open(
                Mode.FULL,
                settings -> settings.sessions
                        .connectionFactoryConfiguration()
                        .initialSql("set search_path to pg_catalog, public")
                        .jdbcTransactionIsolation(TransactionIsolation.REPEATABLE_READ))) {
            for (int lease = 0; lease < 2; lease++) {
                try (Connection connection = pool.connection()) {
                    assertThat(ask(connection, "show search_path")).isEqualTo("pg_catalog, public");
                    assertThat(ask(connection, "show default_transaction_isolation"))
                            .isEqualTo("repeatable read");
                    assertThat(nameOf(connection)).isEqualTo(pool.names().get(0));
                    assertThat(connection.getClientInfo("ApplicationName"))
                            .isEqualTo(pool.names().get(0));
                    execute(connection, "set search_path to public");
                }
            }
            assertOneSession(pool);
        }
    }

    @Test
    @DisplayName("a read-only pool is read-only again, also where the driver informs the server")
    void readOnlyPool() throws SQLException {
        try (PostgresPool pool = open(
                Mode.FULL,
                settings -> settings.sessions
                        .connectionFactoryConfiguration()
                        .readOnly(true)
                        .jdbcUrl(server.url("readOnlyMode=always")))) {
            for (int lease = 0; lease < 2; lease++) {
                try (Connection connection = pool.connection()) {
                    assertThat(connection.isReadOnly()).isTrue();
                    assertThat(ask(connection, "show default_transaction_read_only"))
                            .isEqualTo("on");
                }
            }
            assertOneSession(pool);
        }
    }

    @Test
    @DisplayName("with autocommit off for the pool it is reset, too, and the effects of the initial statement stay")
    void withoutAutoCommit() throws SQLException {
        for (Mode mode : List.of(Mode.TRANSACTION, Mode.FULL)) {
            try (PostgresPool pool = open(
                    mode,
                    settings -> settings.sessions
                            .connectionFactoryConfiguration()
                            .autoCommit(false)
                            .initialSql("set search_path to pg_catalog"))) {
                for (int lease = 0; lease < 3; lease++) {
                    try (Connection connection = pool.connection()) {
                        assertThat(connection.getAutoCommit()).isFalse();
                        assertThat(ask(connection, "show search_path")).isEqualTo("pg_catalog");
                        connection.setSchema("public");
                        connection.commit();
                    }
                    pool.awaitRest();
                }
                try (Connection connection = pool.connection()) {
                    assertThat(server.ask(
                                    "select state from pg_stat_activity where application_name = ?",
                                    pool.names().get(0)))
                            .isEqualTo("idle");
                    assertThat(connection.getAutoCommit()).isFalse();
                }
                assertOneSession(pool);
            }
            server.awaitQuiet();
        }
    }

    @Test
    @DisplayName("notifications for the last holder do not reach the next one")
    void notifications() throws SQLException {
        try (PostgresPool pool = open(Mode.FULL, settings -> {})) {
            try (Connection connection = pool.connection()) {
                execute(connection, "listen leftovers");
                server.execute("notify leftovers, 'secret'");
                assertThat(ask(connection, "select 1"))
                        .as("the notification comes with it")
                        .isEqualTo("1");
            }
            try (Connection next = pool.connection()) {
                assertThat(next.unwrap(PGConnection.class).getNotifications()).isEmpty();
            }
            assertOneSession(pool);
        }
    }

    @Test
    @DisplayName("Fact of PostgreSQL: a setting of the application's own is empty afterwards, and not unknown")
    void ownSetting() throws SQLException {
        try (PostgresPool pool = open(Mode.FULL, settings -> {})) {
            String look = "select coalesce(current_setting('app.customer', true), 'unknown')";
            try (Connection connection = pool.connection()) {
                assertThat(ask(connection, look)).isEqualTo("unknown");
                execute(connection, "set app.customer to 'alice'");
            }
            try (Connection next = pool.connection()) {
                assertThat(ask(next, look)).isEmpty();
            }
        }
    }

    @Test
    @DisplayName("a connection that was closed unused is not reset")
    void unused() throws SQLException {
        try (PostgresPool pool = open(Mode.FULL, settings -> {})) {
            try (Connection connection = pool.connection()) {
                execute(connection, "select 1");
            }
            pool.awaitRest();
            pool.connection().close();
            assertThat(pool.stats().connections()).hasSize(1);
            assertOneSession(pool);
        }
    }

    @Test
    @DisplayName("a query of the configuration's own is run, and nothing else is reset; the name stays")
    void query() throws SQLException {
        try (PostgresPool pool = open(new SessionRules(Mode.QUERY, "reset all", true))) {
            try (Connection connection = pool.connection()) {
                connection.setSchema("pg_catalog");
                execute(connection, "set work_mem to '7MB'");
                execute(connection, "create temporary table leftover (what text)");
            }
            try (Connection next = pool.connection()) {
                assertThat(ask(next, "show work_mem")).isNotEqualTo("7MB");
                assertThat(ask(next, "show search_path")).isEqualTo("\"$user\", public");
                assertThat(ask(next, "select to_regclass('pg_temp.leftover')")).isEqualTo("leftover");
                assertThat(nameOf(next)).isEqualTo(pool.names().get(0));
            }
            assertOneSession(pool);
        }
    }

    @Test
    @DisplayName("a query that fails costs the session, and is reported")
    void badQuery() throws SQLException {
        try (PostgresPool pool = open(new SessionRules(Mode.QUERY, "no statement at all", true))) {
            String first;
            try (Connection connection = pool.connection()) {
                first = nameOf(connection);
            }
            try (Connection next = pool.connection()) {
                assertThat(nameOf(next)).isNotEqualTo(first);
            }
            assertThat(pool.pool().recentEvents(100))
                    .filteredOn(event -> event.type() == PoolEvent.Type.INVALID)
                    .first()
                    .extracting(PoolEvent::words)
                    .asString()
                    .startsWith("not reset: ")
                    .contains("SQLSTATE 42601");
        }
    }

    @Test
    @DisplayName("between tenants everything is reset, though the mode is transaction")
    void betweenTenants() throws SQLException {
        try (PostgresPool pool = open(SessionRules.DEFAULT)) {
            AcquireRequest acme = AcquireRequest.DEFAULT.withTenant("acme");
            leaveSearchPath(pool, acme);
            assertThat(searchPath(pool)).isEqualTo("\"$user\", public");
            leaveSearchPath(pool, AcquireRequest.DEFAULT);
            assertThat(searchPath(pool)).as("nobody's").isEqualTo("tenant");

            pool.pool()
                    .reconfigure(settings -> settings.changeAdmission(policy -> policy.toBuilder()
                            .tenants(Map.of("acme", TenantShare.EQUAL))
                            .otherTenants(TenantShare.EQUAL)
                            .build()));
            leaveSearchPath(pool, AcquireRequest.DEFAULT);
            assertThat(searchPath(pool))
                    .as("nobody's, in a pool that tenants share")
                    .isEqualTo("\"$user\", public");
            assertOneSession(pool);
        }
    }

    @Test
    @DisplayName("unless the configuration states that tenants do not differ by schema or role")
    void notBetweenTenants() throws SQLException {
        try (PostgresPool pool = open(new SessionRules(Mode.TRANSACTION, null, false))) {
            leaveSearchPath(pool, AcquireRequest.DEFAULT.withTenant("acme"));
            assertThat(searchPath(pool)).isEqualTo("tenant");
        }
    }

    private static void leaveSearchPath(PostgresPool pool, AcquireRequest request) throws SQLException {
        try (Connection connection = pool.dataSource().acquire(request)) {
            execute(connection, "set search_path to tenant");
        }
    }

    private static String searchPath(PostgresPool pool) throws SQLException {
        try (Connection connection = pool.connection()) {
            return ask(connection, "show search_path");
        }
    }

    @Test
    @DisplayName("under many callers, each finds the state of a new session")
    void underLoad() throws Exception {
        try (PostgresPool pool = PostgresPool.open(server, settings -> {
            settings.rules.maxSize(3).acquisitionTimeout(Duration.ofSeconds(30));
            settings.sessionRules = SessionRules.of(Mode.FULL);
        })) {
            List<Caller<Integer>> callers = Caller.startTogether(8, () -> {
                int clean = 0;
                for (int i = 0; i < 50; i++) {
                    try (Connection connection = pool.connection()) {
                        clean += isNew(connection) ? 1 : 0;
                        execute(connection, "set search_path to tenant");
                        execute(connection, "create temporary table leftover (what text)");
                    }
                }
                return clean;
            });
            for (Caller<Integer> caller : callers) {
                assertThat(caller.result()).isEqualTo(50);
            }
            assertThat(pool.stats().counters().created()).isLessThanOrEqualTo(3);
        }
    }

    private static boolean isNew(Connection connection) throws SQLException {
        return ask(connection, "show search_path").contains("public")
                && ask(connection, "select to_regclass('pg_temp.leftover')") == null
                && connection.toString().contains(nameOf(connection));
    }

    @Test
    @DisplayName("rules that make no sense are refused, with the key named")
    void rules() {
        assertThatThrownBy(() -> new SessionRules(Mode.QUERY, " ", true))
                .hasMessage("session-reset-query is required if session-reset is 'query'");
        assertThatThrownBy(() -> new SessionRules(Mode.FULL, "select 1", true))
                .hasMessage("session-reset-query is allowed only if session-reset is 'query'");
    }

    private PostgresPool open(SessionRules rules) {
        return PostgresPool.open(server, settings -> {
            settings.rules.maxSize(1);
            settings.sessionRules = rules;
        });
    }

    private PostgresPool open(Mode mode, Consumer<PostgresPool.Settings> change) {
        return PostgresPool.open(server, settings -> {
            settings.rules.maxSize(1);
            settings.sessionRules = SessionRules.of(mode);
            change.accept(settings);
        });
    }

    private static void assertOneSession(PostgresPool pool) {
        assertThat(pool.stats().counters().created())
                .as("it is the same session")
                .isOne();
    }
}
