package dev.sluice.adapter.quarkus;

import dev.sluice.adapter.quarkus.OpenPool.PoolOrigin;
import dev.sluice.jdbc.JdbcPool;
import dev.sluice.pool.FallbackSupplier;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.PoolThreads;
import dev.sluice.pool.policy.Checks;
import dev.sluice.pool.store.ResourceCheck;
import dev.sluice.value.BadValue;
import io.agroal.api.configuration.AgroalConnectionFactoryConfiguration;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration;
import io.agroal.api.transaction.TransactionIntegration;
import io.agroal.narayana.NarayanaTransactionIntegration;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.sql.Connection;
import java.util.Map;
import org.jboss.logging.Logger;

/** Creates pools from their settings: pools with a URL of their own, and pools behind data sources of Quarkus. */
final class PoolAssembly {

    private static final Logger LOG = Logger.getLogger(PoolAssembly.class);

    private final SluiceConfig config;
    private final AdoptedDataSources adopted;
    private final CredentialPlaces places;
    private final RequestTargets targets;
    private final ApplicationChecks checks;
    private final FallbackBeans fallbacks;
    private final TransactionManager transactionManager;
    private final TransactionSynchronizationRegistry transactionRegistry;

    PoolAssembly(
            SluiceConfig config,
            AdoptedDataSources adopted,
            CredentialPlaces places,
            RequestTargets targets,
            ApplicationChecks checks,
            FallbackBeans fallbacks,
            TransactionManager transactionManager,
            TransactionSynchronizationRegistry transactionRegistry) {
        this.config = config;
        this.adopted = adopted;
        this.places = places;
        this.targets = targets;
        this.checks = checks;
        this.fallbacks = fallbacks;
        this.transactionManager = transactionManager;
        this.transactionRegistry = transactionRegistry;
    }

    /**
     * Creates a pool of the configuration or of a request. The pool is neither started nor registered.
     *
     * @throws BadConfiguration if its settings are invalid
     */
    OpenPool own(String name, String url, PoolMapping settings, PoolOrigin origin) {
        boolean cameWithRequest = origin == PoolOrigin.PASSING || origin == PoolOrigin.KEPT;
        PoolSettings reader = new PoolSettings(name, settings, config.secrets(), cameWithRequest);
        TransactionIntegration transactions =
                new NarayanaTransactionIntegration(transactionManager, transactionRegistry, null, false, null);
        PoolConfig limits = reader.rules(PoolConfig.builder().build());
        JdbcPool.Sessions sessions =
                new JdbcPool.Sessions(reader.sessions(url, transactions), reader.timeouts(url), reader.sessionRules());
        OpenPool pool = make(name, limits, sessions, reader.isVerbose(), origin);
        pool.jdbc().loadStatements(reader.loadTestSql());
        if (cameWithRequest) {
            pool.jdbc().nameTargetsOfRequest(places.of(settings), targets::policy);
        } else {
            pool.jdbc().nameTargets(places.of(settings), targets::policy);
        }
        return pool;
    }

    /**
     * Creates a pool behind a data source of Quarkus. The pool is neither started nor registered.
     *
     * @throws BadConfiguration if there is no such data source, or the settings are invalid
     */
    OpenPool adopt(String name, PoolMapping settings) {
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
        OpenPool pool = make(name, limits, sessions, reader.isVerbose(), PoolOrigin.ADOPTED);
        pool.jdbc().loadStatements(reader.loadTestSql());
        pool.jdbc().setPoolInterceptors(original.interceptors());
        pool.jdbc().nameTargets(places.of(settings), targets::policy);
        return pool;
    }

    private OpenPool make(
            String name, PoolConfig rules, JdbcPool.Sessions sessions, boolean verbose, PoolOrigin origin) {
        Map<String, ResourceCheck<?>> named = checks.byName();
        Checks wanted = rules.policies().checks();
        try {
            if (wanted != null) {
                wanted.requireKnown(named.keySet());
            }
        } catch (BadValue e) {
            throw new BadConfiguration("sluice.pools." + name + ".policy.checks.", e);
        }
        PoolThreads threads =
                new PoolThreads(name, rules.maxSize(), e -> LOG.errorf(e, "housekeeping of pool '%s' failed", name));
        try {
            JdbcPool pool =
                    JdbcPool.create(name, rules, sessions, threads.runtime().withChecks(named));
            pool.pool().setVerbose(verbose);
            checkPolicies(pool, sessions.agroal());
            return new OpenPool(pool, threads, origin);
        } catch (RuntimeException e) {
            threads.close();
            throw e;
        }
    }

    /** Passes the pool its supplier of substitutes and the time of transactions, and checks its policies. */
    private void checkPolicies(JdbcPool pool, AgroalConnectionPoolConfiguration agroal) {
        String name = pool.pool().name();
        boolean joins = agroal.transactionIntegration().getClass()
                != TransactionIntegration.none().getClass();
        if (joins) {
            pool.pool().limitWaits(new TransactionTime(transactionRegistry));
        }
        FallbackSupplier<Connection> supplier = fallbacks.of(name, joins ? transactionRegistry : null);
        if (supplier != null) {
            pool.fallback(supplier);
        }
        try {
            pool.pool().checkPolicies();
        } catch (BadValue e) {
            throw new BadConfiguration(PoolSettings.prefix(name), e.renamed("policy." + e.name()));
        }
    }
}
