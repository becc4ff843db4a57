package dev.sluice.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A real PostgreSQL for tests, with a session of its own to look at those of the pools. It is started by the test run,
 * listens on 127.0.0.1 only and is gone with the JVM.
 *
 * <p>{@code -Dtest.pg.url=jdbc:postgresql://...}, with {@code -Dtest.pg.username} and {@code -Dtest.pg.password}, has
 * the tests use another server. Tests that have to stop, kill or freeze the server are skipped then.
 */
public final class PostgresServer implements AutoCloseable {

    private static final String EXTERNAL_URL = System.getProperty("test.pg.url", "");
    private static final Duration PATIENCE = Await.LIMIT;

    private static PostgresServer shared; // Guarded by the class

    private final PostgresProcess process;
    private final String url;
    private Connection admin; // Guarded by this

    private PostgresServer(PostgresProcess process, String url) {
        this.process = process;
        this.url = url;
    }

    /** The server that tests share which only use it; it runs until the end of the JVM. */
    public static synchronized PostgresServer shared() {
        if (shared == null) {
            shared = EXTERNAL_URL.isEmpty() ? launch() : new PostgresServer(null, EXTERNAL_URL);
        }
        return shared;
    }

    /** A server of the test's own, which it may stop, kill and freeze. */
    public static PostgresServer start() {
        assumeTrue(
                EXTERNAL_URL.isEmpty(),
                "this test stops its PostgreSQL, so it does not run on the one that test.pg.url names");
        return launch();
    }

    private static PostgresServer launch() {
        PostgresProcess process = new PostgresProcess();
        process.start();
        return new PostgresServer(process, "jdbc:postgresql://127.0.0.1:" + process.port() + "/postgres");
    }

    public String url() {
        return url;
    }

    /** Where it listens. Of one that the test run has started. */
    public int port() {
        return process.port();
    }

    /** The URL with one more parameter. */
    public String url(String parameter) {
        return url + (url.contains("?") ? "&" : "?") + parameter;
    }

    public String user() {
        return process == null ? System.getProperty("test.pg.username", "postgres") : "postgres";
    }

    public String password() {
        return process == null ? System.getProperty("test.pg.password", "") : "not-needed";
    }

    /** Stops it in good order. */
    public void stop() {
        closeAdmin();
        process.stop();
    }

    /** PostgreSQL's ways to shut down. */
    public enum Shutdown {
        /** Lets nobody in any more, and waits for those who are. */
        SMART("TERM"),
        /** Ends all sessions. */
        FAST("INT"),
        /** Drops everything, and recovers when it starts again. */
        IMMEDIATE("QUIT");

        private final String signal;

        Shutdown(String signal) {
            this.signal = signal;
        }
    }

    /** Tells it to shut down, and does not wait for it: a smart shutdown lasts as long as its sessions. */
    public void beginShutdown(Shutdown way) {
        closeAdmin();
        process.beginShutdown(way.signal);
    }

    /** Shuts it down; what {@link #beginShutdown} began more gently ends with this. */
    public void shutDown(Shutdown way) {
        closeAdmin();
        process.shutDown(way.signal);
    }

    /** Starts it again after {@link #stop()}, {@link #shutDown} or {@link #kill()}: same port, same data. */
    public void startAgain() {
        process.start();
    }

    /** Stops it, and starts it again with this maximum number of sessions. */
    public void restartWith(int maxConnections) {
        stop();
        process.allow(maxConnections);
        startAgain();
        awaitReady();
    }

    /** SIGKILL to all its processes. */
    public void kill() {
        process.kill();
        closeAdmin();
    }

    /** SIGKILL to those that serve sessions of pools; the server then ends all sessions and recovers by itself. */
    public void killSessions() {
        List<Long> pids = new ArrayList<>();
        query("select pid from pg_stat_activity where " + OTHERS, row -> pids.add(row.getLong(1)));
        process.killBackends(pids);
        closeAdmin();
    }

    /** As {@link #killSessions()}, those of another user. */
    public void killSessionsOf(String user) {
        List<Long> pids = new ArrayList<>();
        query("select pid from pg_stat_activity where usename = ?", row -> pids.add(row.getLong(1)), user);
        process.killBackends(pids);
        closeAdmin();
    }

    /** Waits until it takes connections again, after its own recovery. */
    public void awaitReady() {
        Awaitility.await("PostgreSQL takes connections")
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .ignoreExceptions()
                .until(() -> sessions() >= 0);
    }

    /** SIGSTOP to all its processes: connections stay, nobody answers. */
    public void freeze() {
        process.freeze();
    }

    /** SIGCONT. */
    public void resume() {
        process.resume();
    }

    private static final String OTHERS = "backend_type = 'client backend' and pid <> pg_backend_pid()"
            + " and datname = current_database() and usename = current_user";

    /** Returns the number of sessions beside the session of this query. */
    public int sessions() {
        return names().size();
    }

    /** The names of these sessions, sorted. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        query(
                "select application_name from pg_stat_activity where " + OTHERS + " order by application_name",
                row -> names.add(row.getString(1)));
        return names;
    }

    /**
     * Waits until the sessions of earlier tests have ended. One that does not end fails the test that meets it, and is
     * ended then, so that it fails no other.
     */
    public void awaitQuiet() {
        try {
            awaitSessions(0);
        } catch (ConditionTimeoutException e) {
            AssertionError left = new AssertionError("an earlier test has left sessions: " + names(), e);
            terminateAll();
            throw left;
        }
    }

    /** Waits until there are that many sessions: a session outlives its connection by a moment. */
    public void awaitSessions(int expected) {
        Awaitility.await(expected + " sessions")
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(this::sessions, count -> count == expected);
    }

    /** Ends the sessions with that name, as an administrator does, and waits until they are gone. */
    public void terminate(String name) {
        query(
                "select pg_terminate_backend(pid, 45000) from pg_stat_activity where " + OTHERS
                        + " and application_name = ?",
                row -> {},
                name);
    }

    /** Ends all sessions but the one that asks, and waits until they are gone. */
    public void terminateAll() {
        query("select pg_terminate_backend(pid, 45000) from pg_stat_activity where " + OTHERS, row -> {});
    }

    /** Runs a statement on the session that looks after the server. */
    public synchronized void execute(String sql) {
        try (var statement = admin().createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits until the session with that name sleeps in a {@code pg_sleep}. */
    public void awaitSleep(String name) {
        Awaitility.await(name + " sleeps")
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> ask(
                                "select count(*) from pg_stat_activity"
                                        + " where application_name = ? and wait_event = 'PgSleep'",
                                name)
                        .equals("1"));
    }

    /** The first value of the first row, as a string; null where the database's is. */
    public String ask(String sql, String... parameters) {
        List<String> answer = new ArrayList<>();
        query(sql, row -> answer.add(row.getString(1)), parameters);
        return answer.get(0);
    }

    private synchronized void query(String sql, RowReader reader, String... parameters) {
        try (PreparedStatement statement = admin().prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    reader.read(rows);
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @FunctionalInterface
    private interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    private Connection admin() throws SQLException {
        if (admin == null || !admin.isValid(10)) {
            admin = connect("test admin");
        }
        return admin;
    }

    /** A connection that belongs to no pool. */
    public Connection connect(String name) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user());
        properties.setProperty("password", password());
        properties.setProperty("ApplicationName", name);
        properties.setProperty("socketTimeout", "30");
        return DriverManager.getConnection(url, properties);
    }

    private synchronized void closeAdmin() {
        try {
            if (admin != null) {
                admin.close();
            }
        } catch (SQLException e) {
            // its server is gone
        }
        admin = null;
    }

    /** Ends a server that {@link #start()} started. */
    @Override
    public void close() {
        closeAdmin();
        process.end();
    }
}
