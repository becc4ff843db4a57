package dev.sluice.adapter.quarkus;

import dev.sluice.adapter.quarkus.OpenPool.PoolOrigin;
import dev.sluice.control.PoolManager;
import dev.sluice.control.operation.PoolPlan;
import dev.sluice.jdbc.ManagedDataSource;
import dev.sluice.jdbc.url.HostLookups;
import dev.sluice.pool.ManagedPool;
import dev.sluice.time.SpanText;
import dev.sluice.value.BadValue;
import jakarta.inject.Singleton;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
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
    private final KeptPools kept;
    private final ConfiguredPools configured;
    private final PoolAssembly assembly;
    private final CredentialPlaces places;
    private final RequestTargets targets;
    private final RequestRules rules;
    private final FallbackBeans fallbacks;
    private final Map<String, OpenPool> open = new LinkedHashMap<>(); // Guarded by this
    private boolean hadOther; // Guarded by this; true after the first added pool that is not in memory
    private final Map<String, CompletableFuture<Void>> starting = new LinkedHashMap<>(); // Guarded by this

    Pools(
            SluiceConfig config,
            PoolManager manager,
            AdoptedDataSources adopted,
            TransactionManager transactionManager,
            TransactionSynchronizationRegistry transactionRegistry,
            KeptPools kept,
            ApplicationChecks checks,
            FallbackBeans fallbacks) {
        this.fallbacks = fallbacks;
        this.places = new CredentialPlaces(config);
        this.config = config;
        this.manager = manager;
        this.adopted = adopted;
        this.kept = kept;
        this.configured = new ConfiguredPools(config, adopted, kept);
        this.targets = new RequestTargets(config, configured::urls, HostLookups.OF_JVM);
        this.rules = new RequestRules(places, targets);
        this.assembly = new PoolAssembly(
                config, adopted, places, targets, checks, fallbacks, transactionManager, transactionRegistry);
    }

    /** Returns the configured names and the names of pools that were created at run time. */
    synchronized Set<String> known() {
        Set<String> known = new LinkedHashSet<>(configured.names());
        known.addAll(open.keySet());
        return known;
    }

    /** Opens every pool, and waits for their first connections, up to the start timeout. */
    void openAll() {
        places.check();
        targets.check();
        configured.requireAny();
        fallbacks.compareWith(configured.names());
        configured.names().forEach(this::dataSource);
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

    /** Returns the names of the pools that have not started, each with the reason, if known. */
    private synchronized String late() {
        return starting.entrySet().stream()
                .filter(entry -> !entry.getValue().isDone() || entry.getValue().isCompletedExceptionally())
                .map(entry -> nameAndReason(entry.getKey()))
                .collect(Collectors.joining(", "));
    }

    private synchronized String nameAndReason(String name) {
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
        return configured.url(name).isPresent();
    }

    private OpenPool open(String name) {
        PoolMapping settings = configured.settings(name);
        Optional<String> url = configured.url(name);
        int initialSize = url.isPresent() ? 0 : adopted.initialSize(name);
        PoolOrigin origin = kept.pools().containsKey(name) ? PoolOrigin.KEPT : PoolOrigin.CONFIGURED;
        if (origin == PoolOrigin.KEPT) {
            checkKept(name);
        }
        OpenPool pool =
                url.isPresent() ? assembly.own(name, url.get(), settings, origin) : assembly.adopt(name, settings);
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
     * @throws dev.sluice.control.setting.BadSetting if a setting is invalid, or is refused in a request
     */
    PoolMapping read(PoolPlan plan) {
        return rules.read(plan);
    }

    /**
     * Creates a pool of a request. The pool is neither started nor registered.
     *
     * @throws BadConfiguration if its settings are invalid
     */
    OpenPool own(String name, String url, PoolMapping settings, PoolOrigin origin) {
        return assembly.own(name, url, settings, origin);
    }

    /** Checks a kept plan again, because it came with a request and the configuration may have changed. */
    private void checkKept(String name) {
        try {
            read(kept.plan(name));
        } catch (BadValue e) {
            throw KeptPools.refused(name, e);
        }
    }

    /** Fills the pool to an initial size above the minimum. */
    private static void fill(ManagedPool<?> pool, int initialSize) {
        if (initialSize > pool.stats().total()) {
            pool.fill(initialSize);
        }
    }

    /**
     * Returns whether there are, and were, only the embedded database in memory and similar pools of requests. Permission for
     * statements from requests ends that, because H2 statements can access more than H2's own data.
     */
    boolean areAllEmbedded() {
        boolean isAlone = configured.isDemonstration()
                && !configured.isAnyConfigured()
                && config.endpoints().isEmpty()
                && config.secrets().isEmpty()
                && !config.batch().sql()
                && config.targets().allow().isEmpty()
                && !targets.isCodeAllowed()
                && config.pools().values().stream()
                        .allMatch(pool -> pool.endpoints().isEmpty());
        synchronized (this) {
            return isAlone
                    && !hadOther
                    && open.values().stream().allMatch(pool -> pool.jdbc().isInMemory());
        }
    }

    /** Permits demonstration traffic on the pools that are open now, while the condition is true. */
    synchronized void permitDemonstration(BooleanSupplier condition) {
        open.values().forEach(pool -> pool.jdbc().permitDemonstration(condition));
    }

    /** Records the pool under its name. */
    synchronized void add(OpenPool pool) {
        hadOther |= !pool.jdbc().isInMemory();
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
        if (pool.origin() == PoolOrigin.PASSING && !isOwn(pool.pool().name())) {
            open.remove(pool.pool().name(), pool);
        }
    }

    /** Closes all pools: refuses new callers at once, waits for leases up to the limit, then breaks the others. */
    void closeAll() {
        manager.close(config.shutdownTimeout());
        synchronized (this) {
            open.values().forEach(pool -> pool.threads().close());
        }
    }
}
