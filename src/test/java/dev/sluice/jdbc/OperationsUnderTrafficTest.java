package dev.sluice.jdbc;

import static dev.sluice.jdbc.PostgresPool.ask;
import static dev.sluice.jdbc.PostgresPool.execute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.pool.operation.OperationContext;
import dev.sluice.pool.operation.OperationReport;
import dev.sluice.pool.operation.Pace;
import dev.sluice.pool.operation.Selector;
import dev.sluice.pool.store.Target;
import dev.sluice.testing.PostgresServer;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("While 32 clients work on a real PostgreSQL")
@Timeout(value = 300, unit = TimeUnit.SECONDS)
@Tag("service")
class OperationsUnderTrafficTest {

    private static final int CLIENTS = 32;
    private static final int MIN = 4;
    private static final int MAX = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String APP = "sluice_app";

    private static PostgresServer one;
    private static PostgresServer two;

    @BeforeAll
    static void start() throws Exception {
        one = PostgresServer.start();
        two = PostgresServer.start();
        for (PostgresServer server : new PostgresServer[] {one, two}) {
            withPasswords(server);
        }
    }

    @AfterAll
    static void stop() {
        one.close();
        two.close();
    }

    /** A user whom the server asks for a password. */
    private static void withPasswords(PostgresServer server) throws Exception {
        try (PostgresPool admin = PostgresPool.open(server, 1, 1);
                Connection connection = admin.connection()) {
            execute(connection, "create role " + APP + " login password 'first'");
            Path rules = Path.of(ask(connection, "show hba_file"));
            String line = "host all " + APP + " 127.0.0.1/32 scram-sha-256\n";
            Files.writeString(rules, line + Files.readString(rules));
            ask(connection, "select pg_reload_conf()");
        }
        Awaitility.await("passwords count").atMost(PATIENCE).until(() -> refuses(server, "wrong"));
    }

    private static boolean refuses(PostgresServer server, String password) {
        try (Connection connection = DriverManager.getConnection(server.url(), APP, password)) {
            return !connection.isValid(5);
        } catch (SQLException e) {
            return "28P01".equals(e.getSQLState());
        }
    }

    private static void asApp(PostgresPool.Settings settings, String password) {
        settings.rules.minSize(MIN).maxSize(MAX).acquisitionTimeout(Duration.ofMinutes(1));
        var factory = settings.sessions.connectionFactoryConfiguration().principal(new NamePrincipal(APP));
        factory.credential(new SimplePassword(password)).connectionProviderClass(CountingDriver.class);
    }

    private static PostgresPool open() {
        return PostgresPool.open(one, settings -> asApp(settings, "first"));
    }

    private static OperationContext plain() {
        return OperationContext.plain();
    }

    @Test
    @DisplayName(
            "resets, renewals, expiries, resizes, pauses and rotations fail no request, and need at most 2 × max sessions")
    void everything() throws Exception {
        CountingDriver.startOver();
        try (PostgresPool pool = open();
                Connection admin = adminOf(one);
                Clients clients = Clients.start(CLIENTS, pool.dataSource())) {
            clients.awaitAnswers(100);
            for (int i = 0; i < 40; i++) {
                complete(pool.pool().reset(false, plain()));
                complete(pool.pool().renew(new Pace(1 + i % 3, 0, 0), plain()));
                if (i % 2 == 0) {
                    complete(pool.pool().expire(new Selector(Duration.ofMillis(1), null, null), plain()));
                    complete(pool.pool().resize(MIN - i % 4, MAX - i % 3, plain()));
                }
                if (i % 10 == 0) {
                    pause(pool);
                    rotate(pool, admin, "password" + i);
                }
            }
            complete(pool.pool().resize(MIN, MAX, plain()));
            Awaitility.await("back at max, though the clients go on")
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(1))
                    .atMost(PATIENCE)
                    .until(() -> sessionsOf(admin) <= MAX);
            clients.awaitAnswers(200);
            clients.stop();
            assertThat(clients.kinds()).isEmpty();
            assertThat(clients.failures()).isZero();
            assertThat(CountingDriver.most()).isBetween(MAX, 2 * MAX);
            pool.awaitRest();
            Awaitility.await("no more sessions than connections")
                    .atMost(PATIENCE)
                    .until(() -> sessionsOf(admin) == pool.stats().total());
        } finally {
            try (Connection admin = adminOf(one)) {
                execute(admin, "alter role " + APP + " password 'first'");
            }
        }
    }

    private static void complete(OperationReport report) {
        assertThat(report.complete()).as("%s", report).isTrue();
    }

    private static void pause(PostgresPool pool) {
        complete(pool.pool().pause(plain()));
        Awaitility.await("200 ms, and all wait")
                .pollDelay(Duration.ofMillis(200))
                .atMost(PATIENCE)
                .until(() -> pool.stats().waiting() == CLIENTS);
        complete(pool.pool().resume(plain()));
    }

    private static void rotate(PostgresPool pool, Connection admin, String password) throws SQLException {
        execute(admin, "alter role " + APP + " password '" + password + "'");
        complete(pool.pool()
                .rotateCredentials(new Target(null, null, password, false), new Pace(2, 0, 0), PATIENCE, plain()));
    }

    private static Connection adminOf(PostgresServer server) throws SQLException {
        return DriverManager.getConnection(server.url(), server.user(), server.password());
    }

    private static int sessionsOf(Connection admin) {
        try {
            return Integer.parseInt(ask(admin, "select count(*) from pg_stat_activity where usename = '" + APP + "'"));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    @DisplayName("the pool moves between two servers and back without a failed request, and nothing stays behind")
    void switches() throws Exception {
        try (PostgresPool pool = open();
                Connection first = adminOf(one);
                Connection second = adminOf(two);
                Clients clients = Clients.start(CLIENTS, pool.dataSource())) {
            for (int i = 0; i < 6; i++) {
                clients.awaitAnswers(100);
                PostgresServer to = i % 2 == 0 ? two : one;
                OperationReport report =
                        pool.pool().switchEndpoint(new Target(to.url(), null, null, true), PATIENCE, plain());
                complete(report);
                assertThat(report.message()).isEqualTo("now at " + to.url());
                Connection left = i % 2 == 0 ? first : second;
                Awaitility.await("nothing stays behind").atMost(PATIENCE).until(() -> sessionsOf(left) == 0);
            }
            clients.awaitAnswers(100);
            clients.stop();
            assertThat(clients.kinds()).isEmpty();
            pool.awaitRest();
            assertThat(sessionsOf(first)).isEqualTo(pool.stats().total());
        }
    }

    @Test
    @DisplayName("a target that is dead, read-only or of another kind is refused, and the old one stays in force")
    void badTargets() throws Exception {
        try (PostgresPool pool = open();
                Connection second = adminOf(two);
                Clients clients = Clients.start(CLIENTS, pool.dataSource())) {
            clients.awaitAnswers(100);
            long generation = pool.stats().generation();
            execute(second, "alter role " + APP + " set default_transaction_read_only = on");
            refuse(pool, new Target(two.url(), null, null, true), "read-only");
            execute(second, "alter role " + APP + " reset default_transaction_read_only");
            refuse(pool, new Target("jdbc:postgresql://127.0.0.1:1/postgres", null, null, true), "refused");
            refuse(pool, new Target(two.url(), APP, "wrong", true), "password authentication failed");
            Awaitility.await("no session stays there").atMost(PATIENCE).until(() -> sessionsOf(second) == 0);
            assertThatThrownBy(() -> pool.pool()
                            .switchEndpoint(new Target("jdbc:h2:mem:x", null, null, true), PATIENCE, plain()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("same kind of database");
            clients.awaitAnswers(100);
            clients.stop();
            assertThat(clients.kinds()).isEmpty();
            assertThat(pool.stats().generation()).isEqualTo(generation);
        }
    }

    private static void refuse(PostgresPool pool, Target target, String why) {
        OperationReport report = pool.pool().switchEndpoint(target, PATIENCE, plain());
        assertThat(report.complete()).isFalse();
        assertThat(report.message())
                .contains(why)
                .endsWith("nothing has changed")
                .doesNotContain("wrong\"");
    }

    @Test
    @DisplayName("a lease that is not released in time keeps the pool at its endpoint")
    void stubbornLease() throws Exception {
        try (PostgresPool pool = open();
                Connection held = pool.connection()) {
            assertThat(ask(held, "select 1")).isEqualTo("1");
            OperationReport report =
                    pool.pool().switchEndpoint(new Target(two.url(), null, null, true), Duration.ofMillis(50), plain());
            assertThat(report.complete()).isFalse();
            assertThat(report.holders()).hasSize(1);
            assertThat(report.message()).endsWith("the old endpoint stays in force");
            assertThat(ask(held, "select 2")).isEqualTo("2");
            try (Connection other = pool.connection()) {
                assertThat(ask(other, "show port")).isEqualTo(portOf(one));
            }
        }
    }

    private static String portOf(PostgresServer server) {
        String url = server.url();
        return url.substring(url.indexOf(':', "jdbc:postgresql:".length()) + 1, url.lastIndexOf('/'));
    }

    @Test
    @DisplayName("a wrong password never takes effect; a right one is used by all within one rotation")
    void passwords() throws Exception {
        try (PostgresPool pool = open();
                Connection admin = adminOf(one);
                Clients clients = Clients.start(CLIENTS, pool.dataSource())) {
            clients.awaitAnswers(100);
            OperationReport refused = pool.pool()
                    .rotateCredentials(new Target(null, null, "hidden", false), Pace.ONE_BY_ONE, PATIENCE, plain());
            assertThat(refused.complete()).isFalse();
            assertThat(refused.message())
                    .contains("password authentication failed")
                    .endsWith("nothing has changed")
                    .doesNotContain("hidden");
            long before = pool.stats().generation();

            execute(admin, "alter role " + APP + " password 'second'");
            complete(pool.pool()
                    .rotateCredentials(new Target(null, null, "second", false), Pace.ONE_BY_ONE, PATIENCE, plain()));

            assertThat(pool.stats().connections()).allMatch(each -> each.generation() > before);
            clients.awaitAnswers(100);
            clients.stop();
            assertThat(clients.kinds()).isEmpty();
            execute(admin, "alter role " + APP + " password 'first'");
        }
    }

    @Test
    @DisplayName("a lease outlives a reset; its session ends at the release, and nothing of the old generation stays")
    void inFlight() throws Exception {
        try (PostgresPool pool = open();
                Connection admin = adminOf(one)) {
            Connection held = pool.connection();
            String pid = ask(held, "select pg_backend_pid()");
            long old = pool.stats().generation();
            complete(pool.pool().reset(false, plain()));
            assertThat(ask(held, "select pg_backend_pid()")).isEqualTo(pid);
            held.close();
            Awaitility.await("its session has ended")
                    .atMost(PATIENCE)
                    .until(() -> ask(admin, "select count(*) from pg_stat_activity where pid = " + pid)
                            .equals("0"));
            pool.await(
                    "all are of the new generation",
                    stats -> stats.connections().stream().allMatch(each -> each.generation() > old));
        }
    }
}
