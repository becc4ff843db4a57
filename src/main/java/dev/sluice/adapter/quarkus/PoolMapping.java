package dev.sluice.adapter.quarkus;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Settings of one pool, under {@code sluice.pools.<name>}: texts, which {@link SettingReader} reads by the types of the
 * {@link dev.sluice.control.setting.SettingCatalogue}. The catalogue cannot replace these methods: the configuration
 * knows by them which keys exist, refuses all others, and finds {@code SLUICE_POOLS_ORDERS_MAX_SIZE} in the
 * environment. A test compares them with the catalogue.
 */
public interface PoolMapping {

    /** The JDBC URL. */
    Optional<String> url();

    /** The user. */
    Optional<String> username();

    /** The password. */
    Optional<String> password();

    /** The name of the password under {@code sluice.secrets}, instead of the password. */
    Optional<String> secret();

    /**
     * The places to which a request may move the pool with the credentials that are stored here,
     * {@code host[:port]} or whole JDBC URLs, in addition to {@link #url()}.
     */
    Optional<List<String>> endpoints();

    /** The class of the JDBC driver; by default the one that accepts the URL. */
    Optional<String> driver();

    /** Returns whether connections take part in JTA transactions. */
    Optional<String> transactions();

    /** SQL to run on each new connection. */
    Optional<String> initialSql();

    /** The SQL that validates a connection; by default the driver validates it. */
    Optional<String> validationQuery();

    /** {@code transaction}, {@code full} or {@code query}; see {@code SessionRules}. */
    Optional<String> sessionReset();

    /** The statement of {@code session-reset = query}. */
    Optional<String> sessionResetQuery();

    /** Returns whether sessions are reset in full between tenants. */
    Optional<String> sessionResetBetweenTenants();

    /** Properties for the driver. */
    Map<String, String> driverProperties();

    /** Statements that a load test may run, by the names that its order has. */
    Map<String, String> loadTestSql();

    /** Maximum time of the driver for opening a socket. */
    Optional<String> connectTimeout();

    /** Maximum time of the driver for the login. */
    Optional<String> loginTimeout();

    /** Maximum wait of the driver for an answer; zero for no limit. */
    Optional<String> socketTimeout();

    /** See {@code PoolConfig.creationTimeout}. */
    Optional<String> creationTimeout();

    /** See {@code PoolConfig.minSize}. */
    Optional<String> minSize();

    /** See {@code PoolConfig.maxSize}. */
    Optional<String> maxSize();

    /** See {@code PoolConfig.acquisitionTimeout}. */
    Optional<String> acquisitionTimeout();

    /** See {@code PoolConfig.shortestWait}. */
    Optional<String> shortestWait();

    /** See {@code PoolConfig.maxLifetime}. */
    Optional<String> maxLifetime();

    /** See {@code PoolConfig.lifetimeJitter}. */
    Optional<String> lifetimeJitter();

    /** See {@code PoolConfig.idleTimeout}. */
    Optional<String> idleTimeout();

    /** See {@code PoolConfig.validateAfterIdle}. */
    Optional<String> validateAfterIdle();

    /** See {@code PoolConfig.validationTimeout}. */
    Optional<String> validationTimeout();

    /** See {@code PoolConfig.probeAfter}. */
    Optional<String> probeAfter();

    /** See {@code PoolConfig.probeWait}. */
    Optional<String> probeWait();

    /** See {@code PoolConfig.backgroundValidation}. */
    Optional<String> backgroundValidation();

    /** See {@code PoolConfig.leakThreshold}. */
    Optional<String> leakThreshold();

    /** {@code off}, {@code suspects} or {@code all}: see {@code PoolConfig.leakStacks}. */
    Optional<String> leakStacks();

    /** See {@code PoolConfig.maintenanceInterval}. */
    Optional<String> maintenanceInterval();

    /** A short form of {@code max-waiters} in {@link #admission()}. */
    Optional<String> maxWaiters();

    /** A short form of {@code aging} in {@link #admission()}. */
    Optional<String> aging();

    /** The rules of the gate. */
    AdmissionMapping admission();

    /** The policies beyond the gate: texts, by policy and rule. {@code PoolPolicies} declares both. */
    Map<String, Map<String, String>> policy();

    /** Returns whether the log has a line for every lease. */
    Optional<String> verbose();
}
