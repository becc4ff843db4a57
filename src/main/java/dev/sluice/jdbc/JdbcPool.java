package dev.sluice.jdbc;

import dev.sluice.admission.Priority;
import dev.sluice.jdbc.url.Destinations;
import dev.sluice.pool.AcquireRequest;
import dev.sluice.pool.Lease;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.PoolRuntime;
import dev.sluice.pool.Secrets;
import dev.sluice.pool.store.Target;
import dev.sluice.time.SpanText;
import dev.sluice.time.TimedCalls;
import dev.sluice.time.Workers;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSourceListener;
import io.agroal.api.AgroalPoolInterceptor;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration.ConnectionValidator;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration.ExceptionSorter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A managed pool of JDBC connections: Agroal's sessions behind Sluice's gate. Made from an Agroal
 * configuration, of which everything that concerns sessions is kept (driver, URL, credentials, isolation,
 * initial SQL, interceptors, transaction integration), while sizes, timeouts and checks become the pool's.
 */
public final class JdbcPool implements AutoCloseable {

    private static final AcquireRequest RECOVERY =
            AcquireRequest.DEFAULT.withPriority(Priority.CRITICAL).withTag("purpose", "transaction recovery");

    private final ManagedPool<PhysicalConnection> pool;
    private final ManagedDataSource dataSource;
    private final DatabaseKind kind;
    private final AgroalConnectionPoolConfiguration configured;
    private final AtomicReference<Destinations> destinations;

    private JdbcPool(
            ManagedPool<PhysicalConnection> pool,
            ManagedDataSource dataSource,
            DatabaseKind kind,
            AgroalConnectionPoolConfiguration configured,
            AtomicReference<Destinations> destinations) {
        this.pool = pool;
        this.dataSource = dataSource;
        this.kind = kind;
        this.configured = configured;
        this.destinations = destinations;
    }

    /**
     * The way to open sessions, and to prepare them for their next users.
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

        /** Nobody listens. */
        public Sessions(AgroalConnectionPoolConfiguration agroal, DatabaseKind.Timeouts timeouts, SessionRules rules) {
            this(agroal, timeouts, rules, List.of());
        }

        /** Copies the list. */
        public Sessions {
            listeners = List.copyOf(listeners);
        }
    }

    /** A pool with the default {@link SessionRules}. */
    public static JdbcPool create(
            String name,
            PoolConfig config,
            AgroalConnectionPoolConfiguration agroal,
            DatabaseKind.Timeouts timeouts,
            PoolRuntime runtime) {
        return create(name, config, new Sessions(agroal, timeouts, SessionRules.DEFAULT), runtime);
    }

    /**
     * Makes a pool, without connections until {@link ManagedPool#start()} of {@link #pool()}.
     *
     * @param config the pool's rules; see {@link #rulesOf}
     * @throws IllegalArgumentException if Agroal refuses the configuration
     */
    public static JdbcPool create(String name, PoolConfig config, Sessions sessions, PoolRuntime runtime) {
        AgroalConnectionPoolConfiguration agroal = sessions.agroal();
        String url = urlOf(agroal);
        DatabaseKind kind = DatabaseKind.ofUrl(url);
        Lender lender = new Lender();
        boolean named = kind.namesSessions()
                && !url.contains("ApplicationName=")
                && agroal.connectionFactoryConfiguration().jdbcProperties().getProperty("ApplicationName") == null;
        SessionReset reset = new SessionReset(
                sessions.rules(), kind, agroal.connectionFactoryConfiguration(), lender::isSharedByTenants);
        AgroalWarnings warnings = new AgroalWarnings(name);
        int seconds = (int) Math.max(1, config.validationTimeout().toSeconds());
        ConnectionValidator validator = Validators.of(agroal.connectionValidator(), seconds, warnings::onWarning);
        AgroalStore store = new AgroalStore(named, reset, validator, lender::lend);
        ManagedPool<PhysicalConnection> pool = new ManagedPool<>(name, config, store, runtime);
        lender.pool = pool;
        Listeners listeners = listenersOf(sessions, store, pool);
        TransactionBridge bridge = new TransactionBridge(agroal.transactionIntegration(), store.inventory());
        ExceptionSorter sorter = AgroalSettings.watched(AgroalSettings.sorterOf(agroal, kind), pool::suspectIdle);
        Consumer<String> warn = text -> {
            warnings.onWarning(text);
            listeners.onWarning(text);
        };
        AgroalDataSourceListener[] heard = sessions.listeners().isEmpty()
                ? new AgroalDataSourceListener[] {store, warnings}
                : new AgroalDataSourceListener[] {listeners, store, warnings};
        Function<AgroalConnectionPoolConfiguration, SessionSource> opener = description -> new SessionSource(
                description,
                SessionOpener.of(
                        description.connectionFactoryConfiguration(),
                        kind.properties(sessions.timeouts(), urlOf(description)),
                        warn),
                provider -> new io.agroal.pool.DataSource(
                        AgroalSettings.obedient(description, store, bridge, sorter, provider), heard));
        store.attach(opener.apply(agroal));
        warnOfLateLogins(agroal, warn);
        DatabaseCheck health = new DatabaseCheck(pool, store, loginsOf(runtime));
        ManagedDataSource dataSource = new ManagedDataSource(pool, store, bridge, warnings, listeners, health);
        AtomicReference<Destinations> destinations = new AtomicReference<>(Destinations.of(places(agroal, List.of())));
        store.attach(new Mover(kind, opener, dataSource, destinations::get));
        return new JdbcPool(pool, dataSource, kind, agroal, destinations);
    }

    /** Warns, as Agroal does, if callers give up before a login can fail. Callers without a deadline do not give up. */
    private static void warnOfLateLogins(AgroalConnectionPoolConfiguration agroal, Consumer<String> warn) {
        Duration acquisition = agroal.acquisitionTimeout();
        Duration login = agroal.connectionFactoryConfiguration().loginTimeout();
        if (!acquisition.isZero() && acquisition.compareTo(login) < 0) {
            warn.accept("the login timeout of " + SpanText.of(login) + " is longer than the acquisition timeout of "
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
     * Names the destinations, beside the configured URL, to which a request may move this pool with its stored
     * credentials.
     *
     * @param places {@code host}, {@code host:port}, or whole JDBC URLs
     * @throws IllegalArgumentException if a place has none of these forms
     */
    public void nameDestinations(Collection<String> places) {
        destinations.set(Destinations.of(places(configured, places)));
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

    /** The move of this pool to another place for the same kind of database. */
    private record Mover(
            DatabaseKind kind,
            Function<AgroalConnectionPoolConfiguration, SessionSource> opener,
            ManagedDataSource dataSource,
            Supplier<Destinations> destinations)
            implements SessionSources.Moving {

        @Override
        public void admit(SessionSource now, Target target) {
            String url = target.url();
            if (url != null) {
                checkKind(url);
                boolean own = target.username() != null && target.password() != null;
                destinations.get().admit(url, own && !StoredSecrets.beyondLogin(now.description()));
            }
        }

        private void checkKind(@Nullable String url) {
            if (url != null && DatabaseKind.ofUrl(url) != kind) {
                throw new IllegalArgumentException(
                        "url must be one for the same kind of database, " + kind + ": " + Secrets.mask(url));
            }
        }

        @Override
        public SessionSource open(SessionSource now, Target target) {
            checkKind(target.url());
            return opener.apply(RedirectedConfiguration.of(now.description(), target));
        }

        @Override
        public boolean isWritable(Connection raw) throws SQLException {
            return kind.isWritable(raw);
        }

        @Override
        public void moved(AgroalDataSource agroal) {
            dataSource.moved(agroal);
        }
    }

    /** The rules that an Agroal configuration sets, over {@code defaults} where it sets none. */
    public static PoolConfig rulesOf(AgroalConnectionPoolConfiguration agroal, PoolConfig defaults) {
        return AgroalSettings.poolConfig(agroal, defaults);
    }

    /** Returns the limit for a creation with this login timeout: some seconds more, for what follows a login. */
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

    /** The pool behind the data source. */
    public ManagedPool<?> pool() {
        return pool;
    }

    /** Returns the data source for applications. */
    public ManagedDataSource dataSource() {
        return dataSource;
    }

    /** The kind of database, by its URL. */
    public DatabaseKind kind() {
        return kind;
    }

    /** Returns whether the configured URL names a database in the memory of this process. */
    public boolean isInMemory() {
        return urlOf(configured).startsWith("jdbc:h2:mem:");
    }

    /** Lets these hear of connections acquired and returned. */
    public void setPoolInterceptors(Collection<? extends AgroalPoolInterceptor> interceptors) {
        dataSource.setPoolInterceptors(interceptors);
    }

    /** The driver's properties for these timeouts. */
    public static Map<String, String> driverProperties(DatabaseKind.Timeouts timeouts, String url) {
        return DatabaseKind.ofUrl(url).properties(timeouts, url);
    }

    @Override
    public void close() {
        pool.close();
    }

    /** Ties the knot: the store lends from the pool, which is made over the store. */
    private static final class Lender {

        private @Nullable ManagedPool<PhysicalConnection> pool;

        boolean isSharedByTenants() {
            return pool != null && pool.policy().hasTenants();
        }

        /** In use already; it queues like all. */
        PhysicalConnection lend() {
            if (pool == null) {
                throw new IllegalStateException("the pool is not open yet");
            }
            try {
                Lease<PhysicalConnection> lease = JdbcAcquire.from(pool, RECOVERY);
                lease.resource().use(lease);
                return lease.resource();
            } catch (SQLException e) {
                throw sneak(e);
            }
        }

        /** Agroal's cache contract declares no checked exception; its callers declare SQLException. */
        @SuppressWarnings("unchecked")
        private static <T extends Throwable> RuntimeException sneak(Throwable t) throws T {
            throw (T) t;
        }
    }
}
