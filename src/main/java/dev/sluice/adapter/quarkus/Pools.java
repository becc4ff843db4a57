package dev.sluice.adapter.quarkus;

import dev.sluice.adapter.quarkus.OpenPool.Origin;
import dev.sluice.control.PoolManager;
import dev.sluice.control.PoolName;
import dev.sluice.control.operation.PoolPlan;
import dev.sluice.jdbc.JdbcPool;
import dev.sluice.jdbc.ManagedDataSource;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.PoolThreads;
import dev.sluice.time.SpanText;
import io.agroal.api.configuration.AgroalConnectionFactoryConfiguration;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration;
import io.agroal.api.transaction.TransactionIntegration;
import io.agroal.narayana.NarayanaTransactionIntegration;
import jakarta.inject.Singleton;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The JDBC pools of the application: the pools of {@code sluice.pools} and the data sources of Quarkus. Each pool is
 * opened at its first use, at the latest at the start of the application.
 */
@Singleton
public class Pools {

    private static final Logger LOG = Logger.getLogger(Pools.class);

    private final SluiceConfig config;
    private final PoolManager manager;
    private final AdoptedDataSources adopted;
    private final TransactionManager transactionManager;
    private final TransactionSynchronizationRegistry transactionRegistry;
    private final KeptPools kept;
    private final CredentialPlaces places;
    private final RequestRules rules;
    private final Map<String, OpenPool> open = new LinkedHashMap<>(); // Guarded by this
    private final Map<String, CompletableFuture<Void>> starting = new LinkedHashMap<>(); // Guarded by this

    Pools(
            SluiceConfig config,
            PoolManager manager,
            AdoptedDataSources adopted,
            TransactionManager transactionManager,
            TransactionSynchronizationRegistry transactionRegistry,
            KeptPools kept) {
        this.places = new CredentialPlaces(config);
        this.rules = new RequestRules(places);
        this.config = config;
        this.manager = manager;
        this.adopted = adopted;
        this.transactionManager = transactionManager;
        this.transactionRegistry = transactionRegistry;
        this.kept = kept;
    }

    /** Returns every configured pool in the order of names, data sources of Quarkus first. */
    Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        if (config.adoptDatasources()) {
            names.addAll(adopted.names());
        }
        names.forEach(name -> checkName("quarkus.datasource.", name));
        config.pools().forEach((name, settings) -> {
            checkName("sluice.pools.", name);
            if (!names.add(name) && settings.url().isPresent()) {
                throw new BadConfiguration("duplicate pool name: sluice.pools." + name
                        + ".url is set, and there is a quarkus.datasource of the name '" + name + "'");
            }
        });
        if (names.isEmpty() && config.fallbackUrl().isPresent()) {
            names.add(PoolName.DEFAULT);
        }
        kept.pools().keySet().forEach(name -> {
            if (!names.add(name) && !isFallback(name)) {
                throw new BadConfiguration(
                        "duplicate pool name: '" + name + "' is configured, and sluice.pools-file has" + " it, too: "
                                + config.poolsFile().orElseThrow());
            }
        });
        refuseLookAlikes(names);
        return names;
    }

    private static void checkName(String prefix, String name) {
        try {
            PoolName.check(name);
        } catch (IllegalArgumentException e) {
            throw new BadConfiguration(prefix + '"' + name + "\": a pool's " + e.getMessage());
        }
    }

    /**
     * Refuses names that differ by case only; environment variables, MBean patterns and people do not distinguish them.
     */
    private static void refuseLookAlikes(Set<String> names) {
        Map<String, String> seen = new HashMap<>();
        for (String name : names) {
            String other = seen.put(name.toLowerCase(Locale.ROOT), name);
            if (other != null) {
                throw new BadConfiguration(
                        "duplicate pool name: '" + other + "' and '" + name + "' differ by case only");
            }
        }
    }

    /** Returns the configured names and the names of pools that were created at run time. */
    synchronized Set<String> known() {
        Set<String> known = new LinkedHashSet<>(names());
        known.addAll(open.keySet());
        return known;
    }

    private boolean isFallback(String name) {
        return name.equals(PoolName.DEFAULT) && !isAnyConfigured();
    }

    /** Returns the URL of a pool of the configuration; empty for a data source of Quarkus, and for an unknown name. */
    private Optional<String> url(String name) {
        Optional<String> fallback = isFallback(name) ? config.fallbackUrl() : Optional.empty();
        return settings(name).url().or(() -> fallback);
    }

    private boolean isAnyConfigured() {
        return config.pools().values().stream().anyMatch(pool -> pool.url().isPresent())
                || (config.adoptDatasources() && !adopted.names().isEmpty());
    }

    /** Opens every pool, and waits for their first connections, up to the start timeout. */
    void openAll() {
        places.check();
        names().forEach(this::dataSource);
        List<CompletableFuture<Void>> all;
        synchronized (this) {
            all = List.copyOf(starting.values());
        }
        try {
            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                    .get(config.startTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.warnf(
                    "no first connections after %s: %s; the application starts without them",
                    SpanText.of(config.startTimeout()), late());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns the names of the pools that have not started, each with what keeps it from that, if known. */
    private synchronized String late() {
        return starting.entrySet().stream()
                .filter(entry -> !entry.getValue().isDone() || entry.getValue().isCompletedExceptionally())
                .map(entry -> lateness(entry.getKey()))
                .collect(Collectors.joining(", "));
    }

    private synchronized String lateness(String name) {
        OpenPool pool = open.get(name);
        String detail = pool == null ? null : pool.pool().stats().stateDetail();
        return "pool '" + name + "'" + (detail == null ? "" : " (" + detail + ")");
    }

    /**
     * Returns the data source of a pool, and opens it at the first call.
     *
     * @throws BadConfiguration if no such pool is configured, or its configuration is invalid
     */
    public synchronized ManagedDataSource dataSource(String name) {
        OpenPool pool = open.get(name);
        if (pool == null) {
            pool = open(name);
            open.put(name, pool);
        }
        return pool.jdbc().dataSource();
    }

    /** Returns whether the pool has a URL of its own and is not a data source of Quarkus. */
    boolean isOwn(String name) {
        return url(name).isPresent();
    }

    /** Returns the settings of a pool: defaults only, if the configuration does not name it. */
    private SluiceConfig.Pool settings(String name) {
        SluiceConfig.Pool keptPool = kept.pools().get(name);
        return keptPool == null ? Objects.requireNonNull(config.pools().get(name)) : keptPool;
    }

    private OpenPool open(String name) {
        SluiceConfig.Pool settings = settings(name);
        Optional<String> url = url(name);
        int initialSize = url.isPresent() ? 0 : adopted.initialSize(name);
        Origin origin = kept.pools().containsKey(name) ? Origin.KEPT : Origin.CONFIGURED;
        if (origin == Origin.KEPT) {
            checkKept(name);
        }
        OpenPool pool = url.isPresent() ? own(name, url.get(), settings, origin) : adopt(name, settings);
        register(pool);
        starting.put(name, pool.pool().start().thenRun(() -> fill(pool.pool(), initialSize)));
        return pool;
    }

    private void register(OpenPool pool) {
        try {
            manager.register(pool.pool());
        } catch (IllegalArgumentException e) {
            throw new BadConfiguration("sluice.pools: " + e.getMessage());
        }
    }

    /**
     * Reads the plan of a request.
     *
     * @throws dev.sluice.control.operation.BadSetting if a setting is invalid, or is refused in a request
     */
    SluiceConfig.Pool read(PoolPlan plan) {
        return rules.read(plan);
    }

    /** Checks a kept plan again, since it came with a request and the configuration may have changed. */
    private void checkKept(String name) {
        try {
            read(kept.plan(name));
        } catch (IllegalArgumentException e) {
            throw new BadConfiguration(PoolSettings.prefix(name) + e.getMessage() + " (in sluice.pools-file)");
        }
    }

    /** Fills the pool to an initial size above the minimum. */
    private static void fill(ManagedPool<?> pool, int initialSize) {
        if (initialSize > pool.stats().total()) {
            pool.fill(initialSize);
        }
    }

    /**
     * Creates a pool of the configuration or of a request. The pool is neither started nor registered.
     *
     * @throws BadConfiguration if its settings are invalid
     */
    OpenPool own(String name, String url, SluiceConfig.Pool settings, Origin origin) {
        boolean cameWithRequest = origin == Origin.PASSING || origin == Origin.KEPT;
        PoolSettings reader = new PoolSettings(name, settings, config.secrets(), cameWithRequest);
        TransactionIntegration transactions =
                new NarayanaTransactionIntegration(transactionManager, transactionRegistry, null, false, null);
        PoolConfig limits = reader.rules(PoolConfig.builder().build());
        JdbcPool.Sessions sessions =
                new JdbcPool.Sessions(reader.sessions(url, transactions), reader.timeouts(url), reader.sessionRules());
        OpenPool pool = make(name, limits, sessions, settings, origin);
        pool.jdbc().nameDestinations(places.of(settings));
        return pool;
    }

    private OpenPool adopt(String name, SluiceConfig.Pool settings) {
        PoolSettings reader = new PoolSettings(name, settings, config.secrets());
        if (!adopted.names().contains(name)) {
            throw new BadConfiguration("sluice.pools." + name
                    + ".url is missing, and there is no quarkus.datasource of the name '" + name + "'");
        }
        AdoptedDataSources.Original original = adopted.original(name);
        AgroalConnectionPoolConfiguration agroal = reader.validated(original.configuration());
        PoolConfig limits =
                reader.rules(JdbcPool.rulesOf(agroal, PoolConfig.builder().build()));
        AgroalConnectionFactoryConfiguration factory = agroal.connectionFactoryConfiguration();
        JdbcPool.Sessions sessions = new JdbcPool.Sessions(
                agroal, reader.adoptedTimeouts(factory.jdbcUrl(), factory.loginTimeout()), reader.sessionRules());
        OpenPool pool = make(name, limits, sessions, settings, Origin.ADOPTED);
        pool.jdbc().setPoolInterceptors(original.interceptors());
        pool.jdbc().nameDestinations(places.of(settings));
        return pool;
    }

    private static OpenPool make(
            String name, PoolConfig rules, JdbcPool.Sessions sessions, SluiceConfig.Pool settings, Origin origin) {
        PoolThreads threads =
                new PoolThreads(name, rules.maxSize(), e -> LOG.errorf(e, "housekeeping of pool '%s' failed", name));
        try {
            JdbcPool pool = JdbcPool.create(name, rules, sessions, threads.runtime());
            pool.pool().setVerbose(settings.verbose());
            return new OpenPool(pool, threads, origin);
        } catch (RuntimeException e) {
            threads.close();
            throw e;
        }
    }

    /**
     * Returns whether there is only the embedded database in memory, with similar pools made by requests. Permission to
     * run statements from requests counts as more: H2 statements can reach beyond H2's own data.
     */
    boolean areAllEmbedded() {
        boolean isAlone = config.fallbackUrl().isPresent()
                && !isAnyConfigured()
                && config.endpoints().isEmpty()
                && config.secrets().isEmpty()
                && !config.batch().sql()
                && config.pools().values().stream()
                        .allMatch(pool -> pool.endpoints().isEmpty());
        synchronized (this) {
            return isAlone
                    && open.values().stream().allMatch(pool -> pool.jdbc().isInMemory());
        }
    }

    /** Records the pool under its name. */
    synchronized void add(OpenPool pool) {
        open.put(pool.pool().name(), pool);
    }

    /** Returns the parts of a pool that was opened here, or null. */
    synchronized @Nullable OpenPool find(ManagedPool<?> pool) {
        OpenPool found = open.get(pool.name());
        return found != null && found.pool() == pool ? found : null;
    }

    /**
     * Removes the pool from lookups. A pool of the configuration stays, closed, so that a lookup does not open it
     * again.
     */
    synchronized void drop(OpenPool pool) {
        if (pool.origin() == Origin.PASSING && !isOwn(pool.pool().name())) {
            open.remove(pool.pool().name(), pool);
        }
    }

    /** Closes every pool: refuses newcomers at once, gives leases their time, breaks what is left. */
    void closeAll() {
        manager.close(config.shutdownTimeout());
        synchronized (this) {
            open.values().forEach(pool -> pool.threads().close());
        }
    }
}
