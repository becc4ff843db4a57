package dev.sluice.jdbc;

import dev.sluice.jdbc.url.Destinations;
import dev.sluice.jdbc.url.TargetPolicy;
import dev.sluice.pool.FallbackSupplier;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.PoolRuntime;
import dev.sluice.time.SpanText;
import dev.sluice.time.TimedCalls;
import dev.sluice.time.Workers;
import io.agroal.api.AgroalDataSourceListener;
import io.agroal.api.AgroalPoolInterceptor;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration.ConnectionValidator;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration.ExceptionSorter;
import java.security.Principal;
import java.sql.Connection;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A managed pool of JDBC connections: Agroal's sessions behind Sluice's gate. The pool is made from an Agroal
 * configuration. Agroal keeps the settings of sessions: driver, URL, credentials, isolation, initial SQL, interceptors
 * and transaction integration. Sizes, timeouts and checks become settings of the pool.
 */
public final class JdbcPool implements AutoCloseable {

    private final ManagedPool<PhysicalConnection> pool;
    private final AgroalStore store;
    private final ManagedDataSource dataSource;
    private final DatabaseKind kind;
    private final AgroalConnectionPoolConfiguration configured;
    private final AtomicReference<TargetRules> targets;

    private JdbcPool(
            ManagedPool<PhysicalConnection> pool,
            AgroalStore store,
            ManagedDataSource dataSource,
            AgroalConnectionPoolConfiguration configured,
            AtomicReference<TargetRules> targets) {
        this.pool = pool;
        this.store = store;
        this.dataSource = dataSource;
        this.kind = kindOf(configured);
        this.configured = configured;
        this.targets = targets;
    }

    /**
     * The settings for opening sessions, and for preparing them for their next users.
     *
     * @param agroal the configuration
     * @param timeouts limits of the driver, unless the configuration sets them
     * @param rules session state that the next holder must not see
     * @param listeners receivers of the events that they would receive from Agroal alone
     */
    public record Sessions(
            AgroalConnectionPoolConfiguration agroal,
            DatabaseKind.Timeouts timeouts,
            SessionRules rules,
            List<AgroalDataSourceListener> listeners) {

        /** Creates the settings without listeners. */
        public Sessions(AgroalConnectionPoolConfiguration agroal, DatabaseKind.Timeouts timeouts, SessionRules rules) {
            this(agroal, timeouts, rules, List.of());
        }

        /** Copies the list. */
        public Sessions {
            listeners = List.copyOf(listeners);
        }
    }

    /** Creates a pool with the default {@link SessionRules}. */
    public static JdbcPool create(
            String name,
            PoolConfig config,
            AgroalConnectionPoolConfiguration agroal,
            DatabaseKind.Timeouts timeouts,
            PoolRuntime runtime) {
        return create(name, config, new Sessions(agroal, timeouts, SessionRules.DEFAULT), runtime);
    }

    /**
     * Creates a pool without connections; {@link ManagedPool#start()} of {@link #pool()} creates the first connections.
     *
     * @param config the pool's rules; see {@link #rulesOf}
     * @throws IllegalArgumentException if Agroal refuses the configuration
     */
    public static JdbcPool create(String name, PoolConfig config, Sessions sessions, PoolRuntime runtime) {
        AgroalConnectionPoolConfiguration agroal = sessions.agroal();
        RecoveryLender lender = new RecoveryLender();
        AgroalWarnings log = new AgroalWarnings(name);
        AgroalStore store = storeOf(sessions, config, lender, log);
        ManagedPool<PhysicalConnection> pool = new ManagedPool<>(name, config, store, runtime);
        lender.attach(pool);
        Warnings warnings = new Warnings(log, listenersOf(sessions, store, pool));
        TransactionBridge bridge = new TransactionBridge(agroal.transactionIntegration(), store.inventory());
        BiFunction<AgroalConnectionPoolConfiguration, SessionGuard, SessionSource> opener =
                openerOf(sessions, store, bridge, pool, warnings);
        AtomicReference<TargetRules> targets = new AtomicReference<>(TargetRules.ofConfigured(
                Destinations.of(places(agroal, List.of())), () -> TargetPolicy.OWN_DESTINATIONS));
        store.attach(opener.apply(agroal, url -> {
            TargetRules rules = Objects.requireNonNull(targets.get());
            if (rules.isPoolRequested()) {
                rules.beforeSession(url);
            }
        }));
        warnOfLateLogins(agroal, warnings);
        DatabaseCheck health = new DatabaseCheck(pool, store, loginsOf(runtime));
        ConnectionAcquire acquire = new ConnectionAcquire(pool, store, bridge, warnings);
        ManagedDataSource dataSource = new ManagedDataSource(pool, store, acquire, warnings, health);
        DatabaseKind kind = kindOf(agroal);
        store.attach(new PoolMoves(kind, opener, dataSource, targets::get));
        return new JdbcPool(pool, store, dataSource, agroal, targets);
    }

    private static AgroalStore storeOf(
            Sessions sessions, PoolConfig config, RecoveryLender lender, AgroalWarnings log) {
        AgroalConnectionPoolConfiguration agroal = sessions.agroal();
        DatabaseKind kind = kindOf(agroal);
        boolean named = kind.namesSessions()
                && !urlOf(agroal).contains("ApplicationName=")
                && agroal.connectionFactoryConfiguration().jdbcProperties().getProperty("ApplicationName") == null;
        SessionReset reset = new SessionReset(
                sessions.rules(), kind, agroal.connectionFactoryConfiguration(), lender::isSharedByTenants);
        int seconds = (int) Math.max(1, config.validationTimeout().toSeconds());
        ConnectionValidator validator = Validators.of(agroal.connectionValidator(), seconds, log::onWarning);
        return new AgroalStore(named, reset, validator, lender::lend);
    }

    /**
     * Returns the function that opens a source for a configuration: the first source, or another source after a move.
     */
    private static BiFunction<AgroalConnectionPoolConfiguration, SessionGuard, SessionSource> openerOf(
            Sessions sessions,
            AgroalStore store,
            TransactionBridge bridge,
            ManagedPool<PhysicalConnection> pool,
            Warnings warnings) {
        DatabaseKind kind = kindOf(sessions.agroal());
        ExceptionSorter sorter =
                AgroalSettings.watched(AgroalSettings.sorterOf(sessions.agroal(), kind), pool::suspectIdle);
        AgroalDataSourceListener[] heard = sessions.listeners().isEmpty()
                ? new AgroalDataSourceListener[] {store.leases(), warnings.log()}
                : new AgroalDataSourceListener[] {warnings.listeners(), store.leases(), warnings.log()};
        return (description, guard) -> new SessionSource(
                description,
                SessionOpener.of(
                        description.connectionFactoryConfiguration(),
                        secretsOf(description, sessions, warnings.log()),
                        kind.properties(sessions.timeouts(), urlOf(description)),
                        warnings::report),
                guard,
                provider -> new io.agroal.pool.DataSource(
                        AgroalSettings.obedient(description, store, bridge, sorter, provider), heard));
    }

    /** Returns the secrets of a description, which the log knows from now on. */
    private static KnownSecrets secretsOf(
            AgroalConnectionPoolConfiguration description, Sessions sessions, AgroalWarnings log) {
        String query = sessions.rules().query();
        KnownSecrets secrets = KnownSecrets.of(
                description.connectionFactoryConfiguration(), query == null ? List.of() : List.of(query));
        log.know(secrets);
        return secrets;
    }

    /** Returns the principal for the name of a user that a request gave, which no output has. */
    public static Principal requestedUser(String name) {
        return new RequestedUser(name);
    }

    private static DatabaseKind kindOf(AgroalConnectionPoolConfiguration agroal) {
        return DatabaseKind.ofUrl(urlOf(agroal));
    }

    /**
     * Warns, as Agroal does, if callers time out before a login can fail. Callers without a deadline do not time out.
     */
    private static void warnOfLateLogins(AgroalConnectionPoolConfiguration agroal, Warnings warnings) {
        Duration acquisition = agroal.acquisitionTimeout();
        Duration login = agroal.connectionFactoryConfiguration().loginTimeout();
        if (!acquisition.isZero() && acquisition.compareTo(login) < 0) {
            warnings.report("the login timeout of " + SpanText.of(login) + " is longer than the acquisition timeout of "
                    + SpanText.of(acquisition) + ": callers give up before a login can fail");
        }
    }

    private static TimedCalls loginsOf(PoolRuntime runtime) {
        return new TimedCalls("health check", Workers.sure(runtime.creators()), runtime.creators(), runtime.timer());
    }

    private static List<String> places(AgroalConnectionPoolConfiguration agroal, Collection<String> more) {
        return Stream.concat(Stream.of(urlOf(agroal)).filter(url -> url.startsWith("jdbc:")), more.stream())
                .toList();
    }

    /**
     * Sets the destinations, in addition to the configured URL, to which a request may move this pool with its stored
     * credentials. A request with credentials of its own may name these destinations only, too.
     *
     * @param places {@code host}, {@code host:port}, or whole JDBC URLs
     * @throws IllegalArgumentException if a place has none of these forms
     */
    public void nameDestinations(Collection<String> places) {
        nameTargets(places, () -> TargetPolicy.OWN_DESTINATIONS);
    }

    /**
     * Sets the destinations for the stored credentials, as {@link #nameDestinations} does, and the policy for requests
     * with credentials of their own.
     *
     * @param policy returns the policy, at each request and before each session of a requested database
     */
    public void nameTargets(Collection<String> places, Supplier<TargetPolicy> policy) {
        targets.set(TargetRules.ofConfigured(Destinations.of(places(configured, places)), policy));
    }

    /**
     * Sets the same for a pool that a request has created. The addresses of its URL are checked before each session,
     * because the configuration does not name the URL.
     */
    public void nameTargetsOfRequest(Collection<String> places, Supplier<TargetPolicy> policy) {
        targets.set(
                new TargetRules(policy, Destinations.of(places(configured, places)), Destinations.of(places), true));
    }

    private static Listeners listenersOf(Sessions sessions, AgroalStore store, ManagedPool<PhysicalConnection> pool) {
        if (sessions.listeners().isEmpty()) {
            return Listeners.NONE;
        }
        Listeners listeners = new Listeners(
                sessions.listeners(),
                store.inventory(),
                () -> pool.config().acquisitionTimeout().toNanos());
        store.attach(listeners);
        pool.addListener(listeners);
        return listeners;
    }

    private static String urlOf(AgroalConnectionPoolConfiguration agroal) {
        return String.valueOf(agroal.connectionFactoryConfiguration().jdbcUrl());
    }

    /** Returns the rules that an Agroal configuration sets, over {@code defaults} where it sets none. */
    public static PoolConfig rulesOf(AgroalConnectionPoolConfiguration agroal, PoolConfig defaults) {
        return AgroalSettings.poolConfig(agroal, defaults);
    }

    /**
     * Returns the limit for a creation with this login timeout, including some seconds for the steps after the login.
     */
    public static Duration creationTimeoutFor(Duration login) {
        return AgroalSettings.creationTimeoutFor(login);
    }

    /**
     * Returns a validator for an Agroal configuration, which runs the statement within the pool's validation timeout.
     *
     * @throws IllegalArgumentException if the statement is blank
     */
    public static ConnectionValidator validationQuery(String sql) {
        return Validators.query(sql);
    }

    /**
     * Sets the supplier of connections for callers of a full pool, for the policy degradation. Such a connection is a
     * {@link DegradedConnection}. Its close does not touch the pool.
     */
    public void fallback(FallbackSupplier<? extends Connection> supplier) {
        pool.foreignFallback(supplier);
    }

    /** Sets the statements that load tests of this pool may run, by the names that their orders have. */
    public void loadStatements(Map<String, String> byName) {
        pool.loadStatements(statements(byName));
    }

    /** Returns statements that run on the connections of this pool, by their names. */
    NamedStatements statements(Map<String, String> byName) {
        return new NamedStatements(byName, store.leases());
    }

    /**
     * Permits the operation {@code demonstrate} while the condition is true, with a statement of H2 that takes seconds.
     */
    public void permitDemonstration(BooleanSupplier condition) {
        pool.permitDemonstration(condition, statements(SlowStatement.BY_NAME));
    }

    /** Returns the pool behind the data source. */
    public ManagedPool<?> pool() {
        return pool;
    }

    /** Returns the data source for applications. */
    public ManagedDataSource dataSource() {
        return dataSource;
    }

    /** Returns the kind of database, by its URL. */
    public DatabaseKind kind() {
        return kind;
    }

    /** Returns whether the configured URL names a database in the memory of this process. */
    public boolean isInMemory() {
        return urlOf(configured).startsWith("jdbc:h2:mem:");
    }

    /** Sets the interceptors that are notified of acquired and released connections. */
    public void setPoolInterceptors(Collection<? extends AgroalPoolInterceptor> interceptors) {
        dataSource.setPoolInterceptors(interceptors);
    }

    /** Returns the driver's properties for these timeouts. */
    public static Map<String, String> driverProperties(DatabaseKind.Timeouts timeouts, String url) {
        return DatabaseKind.ofUrl(url).properties(timeouts, url);
    }

    @Override
    public void close() {
        pool.close();
    }
}
