package dev.sluice.faults;

import dev.sluice.jdbc.DatabaseKind;
import dev.sluice.jdbc.JdbcPool;
import dev.sluice.jdbc.ManagedDataSource;
import dev.sluice.pool.AcquireRequest;
import dev.sluice.pool.CloseMode;
import dev.sluice.pool.ConnectionInfo;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.PoolEvent;
import dev.sluice.pool.PoolRuntime;
import dev.sluice.pool.policy.PoolPolicies;
import dev.sluice.pool.store.ResourceCheck;
import dev.sluice.testing.PostgresServer;
import dev.sluice.testing.wire.FaultyWire;
import dev.sluice.testing.wire.Weather;
import dev.sluice.time.ThreadTimer;
import dev.sluice.time.Ticker;
import dev.sluice.time.Workers;
import io.agroal.api.configuration.supplier.AgroalConnectionPoolConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** Where a campaign takes place: a PostgreSQL, the wire to it, and one pool, which lives through all of it. */
final class Site implements AutoCloseable {

    static final int MAX = 4;

    /** A connection that was idle for longer is validated before its use. */
    static final Duration STALE = Duration.ofMillis(20);

    static final String ROLE = "app";
    static final String PASSWORD = "the first";

    private static final Set<PoolEvent.Type> TOLD = EnumSet.of(
            PoolEvent.Type.CREATED,
            PoolEvent.Type.CREATION_FAILED,
            PoolEvent.Type.VALIDATED,
            PoolEvent.Type.INVALID,
            PoolEvent.Type.CLOSED,
            PoolEvent.Type.CLOSE_FAILED);

    private static final Logger LOG = Logger.getLogger("dev.sluice.pool.site");

    private final PostgresServer server = PostgresServer.start();
    private final FaultyWire wire;
    private final MoodyListener listener = new MoodyListener();
    private final Mood mood = new Mood();
    private final ThreadTimer timer;
    private final ExecutorService workers = Workers.named("site-worker", MAX);
    private final JdbcPool jdbc;
    private volatile PolicyMix.Part part = new PolicyMix.Part(PoolPolicies.NONE, false);

    Site(Random random, Findings findings) {
        LOG.setLevel(Level.OFF); // Agroal warns of every session that is found dead, which is what this is about
        prepare();
        wire = FaultyWire.to(server.port());
        timer = new ThreadTimer("site-timer", failure -> findings.violation("housekeeping failed: " + failure));
        Random jitter = new Random(random.nextLong());
        PoolRuntime runtime = new PoolRuntime(Ticker.system(), timer, workers, jitter::nextDouble)
                .withChecks(Map.of(PolicyMix.CHECK, (ResourceCheck<Connection>) Site::answers));
        jdbc = JdbcPool.create("site", rules(), logins().get(), timeouts(), runtime);
        pool().addListener(listener);
        pool().start().orTimeout(20, TimeUnit.SECONDS).join();
    }

    /** Everything comes often that comes seldom in a service: old age, idleness, validation, housekeeping. */
    private static PoolConfig rules() {
        return PoolConfig.builder()
                .minSize(1)
                .maxSize(MAX)
                .maxLifetime(Duration.ofSeconds(3))
                .idleTimeout(Duration.ofMillis(300))
                .validateAfterIdle(STALE)
                .validationTimeout(Duration.ofMillis(500))
                .backgroundValidation(Duration.ofMillis(200))
                .leakThreshold(Duration.ofSeconds(1))
                .maintenanceInterval(Duration.ofMillis(50))
                .build();
    }

    private static boolean answers(Connection connection) throws SQLException {
        return Scene.ask(connection, "select 42").equals("42");
    }

    /** Begins a part, with its policies in place of those before. */
    void begin(PolicyMix.Part next) {
        part = next;
        pool().reconfigure(config -> config.policies(next.policies()));
    }

    /** Returns the present part. */
    PolicyMix.Part part() {
        return part;
    }

    /** Returns whether clients name tenants. */
    boolean hasTenants() {
        return part.tenants();
    }

    private static DatabaseKind.Timeouts timeouts() {
        return new DatabaseKind.Timeouts(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    private AgroalConnectionPoolConfigurationSupplier logins() {
        AgroalConnectionPoolConfigurationSupplier supplier =
                new AgroalConnectionPoolConfigurationSupplier().maxSize(MAX);
        supplier.connectionFactoryConfiguration()
                .jdbcUrl("jdbc:postgresql://127.0.0.1:" + wire.port() + "/postgres")
                .principal(new NamePrincipal(ROLE))
                .credential(new SimplePassword(PASSWORD))
                .connectionProviderClass(MoodyDriver.class)
                .jdbcProperty(Mood.PROPERTY, mood.name())
                .initialSql("select ready()");
        return supplier;
    }

    /** A user whose password is asked for, and what the clients use. */
    private void prepare() {
        server.execute("create role " + ROLE + " login");
        password(PASSWORD);
        server.execute("create table ledger (nonce text primary key)");
        server.execute("grant all on ledger to " + ROLE);
        server.execute("create function raise(state text) returns text language plpgsql as $$"
                + " begin raise exception 'as it was asked to' using errcode = state; end $$");
        ready(true);
        able(null);
        String rules = server.ask("show hba_file");
        server.execute("copy (values ('host all " + ROLE + " 127.0.0.1/32 scram-sha-256'),"
                + " ('host all all 127.0.0.1/32 trust')) to '" + rules + "'");
        server.execute("select pg_reload_conf()");
        Awaitility.await("passwords are asked for")
                .atMost(Duration.ofSeconds(10))
                .until(() -> !logsIn("wrong"));
    }

    private boolean logsIn(String password) {
        try {
            DriverManager.getConnection(server.url(), ROLE, password).close();
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    void password(String password) {
        server.execute("alter role " + ROLE + " password '" + password + "'");
    }

    /** All that a fault may have left behind outside the pool is taken away. */
    void heal() {
        listener.calmDown();
        mood.calmDown();
        wire.weather(Weather.FAIR);
        wire.openDoor();
        wire.resetLossy();
    }

    /** Sets whether new sessions can be set up: each session begins with this statement. */
    void ready(boolean ready) {
        function("ready() returns void", ready ? null : "42704");
    }

    /** Sets whether the server is able to work: most queries ask, and each new session, too. */
    void able(@Nullable String trouble) {
        function("able() returns void", trouble);
        function("ready() returns void", trouble);
    }

    private void function(String signature, @Nullable String trouble) {
        server.execute("create or replace function " + signature + " language plpgsql as $$ begin "
                + (trouble == null
                        ? "return"
                        : "raise exception 'as it was asked to' using errcode = '" + trouble + "'")
                + "; end $$");
    }

    void restorePassword() {
        password(PASSWORD);
    }

    PostgresServer server() {
        return server;
    }

    FaultyWire wire() {
        return wire;
    }

    Mood mood() {
        return mood;
    }

    MoodyListener listener() {
        return listener;
    }

    ManagedPool<?> pool() {
        return jdbc.pool();
    }

    ManagedDataSource dataSource() {
        return jdbc.dataSource();
    }

    /** A connection within that time, to which what the machine withheld is added. */
    Connection acquire(AcquireRequest request, Duration within, Findings findings) throws SQLException {
        long begin = System.nanoTime();
        while (true) {
            try {
                return dataSource().acquire(request.withTimeout(within));
            } catch (SQLException e) {
                if (Thread.currentThread().isInterrupted() || findings.hasPassed(begin, within)) {
                    throw e;
                }
            }
        }
    }

    /** Returns the history of the pool's connections since a moment, without leases and housekeeping. */
    String chronicle(Instant since) {
        return pool().recentEvents(1000).stream()
                .filter(event -> event.at().isAfter(since) && TOLD.contains(event.type()))
                .map(event -> "      " + event.at() + " " + event.type() + " " + event.connection() + " "
                        + event.total() + "/" + event.max() + " " + event.words())
                .collect(Collectors.joining("\n"));
    }

    /** Returns the reason why a connection that left the pool was closed; an empty text if it stays unknown. */
    String whyClosed(String name) {
        long begin = System.nanoTime();
        String why = "";
        while (why.isEmpty() && System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(2)) {
            why = pool().recentEvents(1000).stream()
                    .filter(event -> event.type() == PoolEvent.Type.CLOSED && name.equals(event.connection()))
                    .map(event -> String.valueOf(event.words()))
                    .findFirst()
                    .orElse("");
        }
        return why;
    }

    /** The names of the connections in the pool, sorted. */
    List<String> names() {
        return pool().stats().connections().stream()
                .map(ConnectionInfo::id)
                .sorted()
                .toList();
    }

    /** The names of the pool's sessions at the server, sorted. */
    List<String> sessions() {
        String names = server.ask(
                "select coalesce(string_agg(application_name, chr(10)), '') from pg_stat_activity where usename = ?",
                ROLE);
        return names.isEmpty()
                ? List.of()
                : Stream.of(names.split("\n")).sorted().toList();
    }

    @Override
    public void close() {
        mood.close();
        pool().close(CloseMode.FORCE, Duration.ZERO);
        timer.close();
        workers.shutdownNow();
        wire.close();
        server.close();
    }
}
