package dev.sluice.adapter.quarkus;

import dev.sluice.adapter.quarkus.SettingTypes.Flag;
import dev.sluice.adapter.quarkus.SettingTypes.NotNegative;
import dev.sluice.adapter.quarkus.SettingTypes.Stacks;
import dev.sluice.adapter.quarkus.SettingTypes.Whole;
import dev.sluice.pool.leak.LeakStacks;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Settings of one pool, under {@code sluice.pools.<name>}. */
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
    @WithDefault("true")
    @WithConverter(Flag.class)
    boolean transactions();

    /** SQL to run on each new connection. */
    Optional<String> initialSql();

    /** The SQL that tells whether a connection works; by default the driver is asked. */
    Optional<String> validationQuery();

    /** {@code transaction}, {@code full} or {@code query}; see {@code SessionRules}. */
    Optional<String> sessionReset();

    /** The statement of {@code session-reset = query}. */
    Optional<String> sessionResetQuery();

    /** Returns whether sessions are reset in full between tenants. */
    Optional<@WithConverter(Flag.class) Boolean> sessionResetBetweenTenants();

    /** Properties for the driver. */
    Map<String, String> driverProperties();

    /** Maximum time of the driver for opening a socket. */
    Optional<@WithConverter(NotNegative.class) Duration> connectTimeout();

    /** Maximum time of the driver for the login. */
    Optional<@WithConverter(NotNegative.class) Duration> loginTimeout();

    /** Maximum wait of the driver for an answer; zero for no limit. */
    Optional<@WithConverter(NotNegative.class) Duration> socketTimeout();

    /** See {@code PoolConfig.creationTimeout}. */
    Optional<@WithConverter(NotNegative.class) Duration> creationTimeout();

    /** See {@code PoolConfig.minSize}. */
    Optional<@WithConverter(Whole.class) Integer> minSize();

    /** See {@code PoolConfig.maxSize}. */
    Optional<@WithConverter(Whole.class) Integer> maxSize();

    /** See {@code PoolConfig.acquisitionTimeout}. */
    Optional<@WithConverter(NotNegative.class) Duration> acquisitionTimeout();

    /** See {@code PoolConfig.shortestWait}. */
    Optional<@WithConverter(NotNegative.class) Duration> shortestWait();

    /** See {@code PoolConfig.maxLifetime}. */
    Optional<@WithConverter(NotNegative.class) Duration> maxLifetime();

    /** See {@code PoolConfig.lifetimeJitter}. */
    Optional<@WithConverter(SettingTypes.Share.class) Double> lifetimeJitter();

    /** See {@code PoolConfig.idleTimeout}. */
    Optional<@WithConverter(NotNegative.class) Duration> idleTimeout();

    /** See {@code PoolConfig.validateAfterIdle}. */
    Optional<@WithConverter(NotNegative.class) Duration> validateAfterIdle();

    /** See {@code PoolConfig.validationTimeout}. */
    Optional<@WithConverter(NotNegative.class) Duration> validationTimeout();

    /** See {@code PoolConfig.probeAfter}. */
    Optional<@WithConverter(NotNegative.class) Duration> probeAfter();

    /** See {@code PoolConfig.probeWait}. */
    Optional<@WithConverter(NotNegative.class) Duration> probeWait();

    /** See {@code PoolConfig.backgroundValidation}. */
    Optional<@WithConverter(NotNegative.class) Duration> backgroundValidation();

    /** See {@code PoolConfig.leakThreshold}. */
    Optional<@WithConverter(NotNegative.class) Duration> leakThreshold();

    /** {@code off}, {@code suspects} or {@code all}: see {@code PoolConfig.leakStacks}. */
    Optional<@WithConverter(Stacks.class) LeakStacks> leakStacks();

    /** See {@code PoolConfig.maintenanceInterval}. */
    Optional<@WithConverter(NotNegative.class) Duration> maintenanceInterval();

    /** A short form of {@code max-waiters} in {@link #admission()}. */
    Optional<@WithConverter(Whole.class) Integer> maxWaiters();

    /** A short form of {@code aging} in {@link #admission()}. */
    Optional<@WithConverter(NotNegative.class) Duration> aging();

    /** The rules of the gate. */
    AdmissionMapping admission();

    /** Returns whether the log has a line for every lease. */
    @WithDefault("false")
    @WithConverter(Flag.class)
    boolean verbose();
}
