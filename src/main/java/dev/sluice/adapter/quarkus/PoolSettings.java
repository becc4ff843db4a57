package dev.sluice.adapter.quarkus;

import dev.sluice.admission.AdmissionPolicy;
import dev.sluice.control.setting.SettingCatalogue;
import dev.sluice.jdbc.DatabaseKind;
import dev.sluice.jdbc.JdbcPool;
import dev.sluice.jdbc.SessionRules;
import dev.sluice.pool.ConfigSettings;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.policy.PoolPolicies;
import dev.sluice.time.SpanText;
import dev.sluice.value.BadValue;
import dev.sluice.value.GivenText;
import dev.sluice.value.ShownUrl;
import dev.sluice.value.ValueSpec;
import dev.sluice.value.ValueType;
import dev.sluice.value.Values;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration;
import io.agroal.api.configuration.supplier.AgroalConnectionFactoryConfigurationSupplier;
import io.agroal.api.configuration.supplier.AgroalConnectionPoolConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import io.agroal.api.transaction.TransactionIntegration;
import java.security.Principal;
import java.sql.Driver;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import javax.sql.XADataSource;

/** Translates the configuration of one pool, and refuses invalid values with the key and the value. */
final class PoolSettings {

    private static final ValueType<SessionRules.Mode> MODE = Values.choice(SessionRules.Mode.class);
    private static final int MOST_STATEMENTS = 100;
    private static final Pattern STATEMENT_NAME = Pattern.compile("[A-Za-z0-9._-]{1,50}");
    private static final Duration LOGIN_TIMEOUT = Objects.requireNonNull(SettingCatalogue.LOGIN_TIMEOUT.otherwise());

    private final String prefix;
    private final PoolMapping settings;
    private final SettingReader reader;
    private final Map<String, String> secrets;
    private final boolean cameWithRequest;

    /**
     * Reads the settings of a pool of the configuration.
     *
     * @param secrets passwords, by the names with which settings refer to them
     * @throws BadConfiguration if a text is no value of its setting
     */
    PoolSettings(String name, PoolMapping settings, Map<String, String> secrets) {
        this(name, settings, secrets, false);
    }

    /**
     * Reads the settings of a pool.
     *
     * @param cameWithRequest true if the settings came with a request: a driver must not use a password that the
     *     service's own user keeps, as in {@code ~/.pgpass}
     */
    PoolSettings(String name, PoolMapping settings, Map<String, String> secrets, boolean cameWithRequest) {
        this.cameWithRequest = cameWithRequest;
        this.prefix = prefix(name);
        this.settings = settings;
        this.reader = new SettingReader(settings);
        this.secrets = secrets;
        checked("", reader::check);
    }

    /** Returns the prefix of all keys of one pool. */
    static String prefix(String pool) {
        return "sluice.pools." + (pool.matches("[A-Za-z0-9_-]+") ? pool : '"' + pool + '"') + ".";
    }

    /** Returns the rules of the pool: these settings over {@code base}. */
    PoolConfig rules(PoolConfig base) {
        PoolConfig.Builder builder = base.toBuilder();
        reader.value(ConfigSettings.MAX_SIZE).ifPresent(max -> builder.minSize(Math.min(base.minSize(), max)));
        reader.copyTo(builder);
        creationTimeout().ifPresent(builder::creationTimeout);
        if (reader.value(ConfigSettings.MAINTENANCE_INTERVAL).isEmpty()) {
            builder.timelyMaintenance();
        }
        PoolConfig sizes = checked(
                "",
                () -> withShortestWait(
                        builder.admission(shortForms(base.admission())).build()));
        PoolConfig gated = checked("admission.", () -> {
            refuseTwice(
                    "max-waiters",
                    reader.value(SettingCatalogue.MAX_WAITERS).isPresent(),
                    settings.admission().maxWaiters());
            refuseTwice(
                    "aging",
                    reader.value(SettingCatalogue.AGING).isPresent(),
                    settings.admission().aging());
            AdmissionPolicy policy = AdmissionSettings.over(sizes.admission(), settings.admission());
            return sizes.toBuilder().admission(policy).build();
        });
        PoolPolicies policies = checked("policy.", () -> PolicySettings.over(gated, settings.policy()));
        return gated.toBuilder().policies(policies).build();
    }

    /**
     * Returns the creation timeout, which is longer than the login timeout. Otherwise a creation would be given up
     * before the login reports its failure.
     */
    private Optional<Duration> creationTimeout() {
        Optional<Duration> login = reader.value(SettingCatalogue.LOGIN_TIMEOUT).filter(timeout -> !timeout.isZero());
        Duration shortest = login.orElse(LOGIN_TIMEOUT);
        reader.value(ConfigSettings.CREATION_TIMEOUT)
                .filter(timeout -> !timeout.isZero() && timeout.compareTo(shortest) < 0)
                .ifPresent(timeout -> {
                    throw refused(
                            "creation-timeout",
                            "must be 0s or at least login-timeout (" + SpanText.exact(shortest) + ")",
                            SpanText.exact(timeout));
                });
        return reader.value(ConfigSettings.CREATION_TIMEOUT).or(() -> login.map(JdbcPool::creationTimeoutFor));
    }

    /**
     * Limits the shortest wait to the acquisition timeout, because a longer one would refuse every caller of a full
     * pool at once. A longer configured value is refused as a mistake; a longer default is reduced.
     */
    private PoolConfig withShortestWait(PoolConfig config) {
        Duration limit = config.acquisitionTimeout();
        Duration wait = reader.value(ConfigSettings.SHORTEST_WAIT).orElse(config.shortestWait());
        if (!limit.isZero() && wait.compareTo(limit) > 0) {
            if (reader.value(ConfigSettings.SHORTEST_WAIT).isPresent()) {
                throw BadValue.of(
                        "shortest-wait", "must not exceed acquisition-timeout (" + SpanText.exact(limit) + ")", wait);
            }
            wait = limit;
        }
        return config.toBuilder().shortestWait(wait).build();
    }

    /** Returns the policy with the two rules that have keys of the pool, too. */
    private AdmissionPolicy shortForms(AdmissionPolicy base) {
        AdmissionPolicy.Builder builder = base.toBuilder();
        reader.value(SettingCatalogue.MAX_WAITERS).ifPresent(builder::maxWaiters);
        reader.value(SettingCatalogue.AGING).ifPresent(builder::aging);
        return builder.build();
    }

    private void refuseTwice(String key, boolean isShort, Optional<String> value) {
        if (isShort && value.isPresent()) {
            throw BadValue.of(key, "and " + prefix + key + " are both set");
        }
    }

    private void checked(String group, Runnable check) {
        checked(group, () -> {
            check.run();
            return this;
        });
    }

    private <T> T checked(String group, Supplier<T> settings) {
        try {
            return settings.get();
        } catch (BadValue e) {
            throw new BadConfiguration(prefix, e.renamed(group + e.name()));
        }
    }

    /** Returns the driver's timeouts for a pool of the configuration. */
    DatabaseKind.Timeouts timeouts(String url) {
        return timeouts(url, LOGIN_TIMEOUT, reader.valueOrDefault(SettingCatalogue.SOCKET_TIMEOUT));
    }

    /**
     * Returns the driver's timeouts for a data source of Quarkus, without a limit for long queries of the application.
     */
    DatabaseKind.Timeouts adoptedTimeouts(String url, Duration loginTimeout) {
        return timeouts(url, loginTimeout.isZero() ? LOGIN_TIMEOUT : loginTimeout, Duration.ZERO);
    }

    private DatabaseKind.Timeouts timeouts(String url, Duration login, Duration socket) {
        DatabaseKind kind = DatabaseKind.ofUrl(url);
        return new DatabaseKind.Timeouts(
                timeout(SettingCatalogue.CONNECT_TIMEOUT, kind).orElse(null),
                timeout(SettingCatalogue.LOGIN_TIMEOUT, kind).orElse(login),
                timeout(SettingCatalogue.SOCKET_TIMEOUT, kind).orElse(socket));
    }

    /** Refuses a timeout that the driver cannot count. It would silently become longer. */
    private Optional<Duration> timeout(ValueSpec<Duration> setting, DatabaseKind kind) {
        String key = setting.key();
        Optional<Duration> value = reader.value(setting);
        value.ifPresent(timeout -> {
            if (kind.countsInSeconds() && !timeout.equals(Duration.ofSeconds(timeout.toSeconds()))) {
                throw refused(
                        key, "must be whole seconds, because the driver counts in seconds", SpanText.exact(timeout));
            }
        });
        return value;
    }

    /** Returns the session configuration for a pool of the configuration. */
    AgroalConnectionPoolConfiguration sessions(String url, TransactionIntegration transactions) {
        AgroalConnectionPoolConfigurationSupplier pool = new AgroalConnectionPoolConfigurationSupplier();
        AgroalConnectionFactoryConfigurationSupplier factory = pool.connectionFactoryConfiguration();
        factory.jdbcUrl(url).connectionProviderClass(driver(url));
        settings.username().ifPresent(username -> factory.principal(principal(username)));
        password()
                .or(() -> cameWithRequest ? Optional.of("") : Optional.empty())
                .ifPresent(password -> factory.credential(new SimplePassword(password)));
        settings.initialSql().ifPresent(factory::initialSql);
        settings.driverProperties().forEach(factory::jdbcProperty);
        if (reader.valueOrDefault(SettingCatalogue.TRANSACTIONS)) {
            pool.transactionIntegration(transactions);
        }
        return validated(pool.maxSize(Integer.MAX_VALUE - 1).get());
    }

    private Principal principal(String username) {
        return cameWithRequest ? JdbcPool.requestedUser(username) : new NamePrincipal(username);
    }

    /** Returns the session configuration with the validation query, if one is set. */
    AgroalConnectionPoolConfiguration validated(AgroalConnectionPoolConfiguration sessions) {
        return settings.validationQuery()
                .map(sql -> checked("", () -> JdbcPool.validationQuery(sql)))
                .map(new AgroalConnectionPoolConfigurationSupplier(sessions)::connectionValidator)
                .map(AgroalConnectionPoolConfigurationSupplier::get)
                .orElse(sessions);
    }

    private Optional<String> password() {
        Optional<String> named = settings.secret();
        if (named.isEmpty()) {
            return settings.password();
        }
        if (settings.password().isPresent()) {
            throw refused("secret", "and password are both set");
        }
        String secret = secrets.get(named.get());
        if (secret == null) {
            throw refused("secret", "is not a name under sluice.secrets");
        }
        return Optional.of(secret);
    }

    /** Returns the rules for session state that the next holder must not see. */
    SessionRules sessionRules() {
        SessionRules.Mode mode =
                MODE.read(SettingCatalogue.SESSION_RESET.key(), reader.valueOrDefault(SettingCatalogue.SESSION_RESET));
        boolean betweenTenants = reader.valueOrDefault(SettingCatalogue.SESSION_RESET_BETWEEN_TENANTS);
        return checked(
                "", () -> new SessionRules(mode, settings.sessionResetQuery().orElse(null), betweenTenants));
    }

    /** Returns the statements that load tests may run, by their names. */
    Map<String, String> loadTestSql() {
        Map<String, String> statements = settings.loadTestSql();
        if (statements.size() > MOST_STATEMENTS) {
            throw refused("load-test-sql", "has more than " + MOST_STATEMENTS + " statements");
        }
        statements.forEach((name, sql) -> {
            if (!STATEMENT_NAME.matcher(name).matches()) {
                throw refused(
                        "load-test-sql",
                        "has a name that is not of 1 to 50 letters, digits and . _ -",
                        GivenText.name(name));
            }
            if (sql.isBlank()) {
                throw refused("load-test-sql." + name, "is blank");
            }
        });
        return statements;
    }

    /** Returns whether the log has a line for each lease. */
    boolean isVerbose() {
        return reader.valueOrDefault(SettingCatalogue.VERBOSE);
    }

    private Class<?> driver(String url) {
        if (!url.startsWith("jdbc:")) {
            throw refused("url", "is not a JDBC URL", ShownUrl.of(url));
        }
        return settings.driver()
                .<Class<?>>map(this::load)
                .orElseGet(() -> find(url).getClass());
    }

    private Class<?> load(String name) {
        try {
            // The class is not initialised: its type is checked before any of its code runs.
            Class<?> type = Class.forName(name, false, Thread.currentThread().getContextClassLoader());
            if (Driver.class.isAssignableFrom(type)
                    || DataSource.class.isAssignableFrom(type)
                    || XADataSource.class.isAssignableFrom(type)) {
                return type;
            }
            throw refused(
                    "driver",
                    "is neither a java.sql.Driver nor a javax.sql.DataSource or XADataSource",
                    GivenText.text(name));
        } catch (ClassNotFoundException | LinkageError e) {
            throw refused("driver", "is not on the class path", GivenText.text(name));
        }
    }

    private Driver find(String url) {
        Function<Driver, Boolean> accepts = driver -> {
            try {
                return driver.acceptsURL(url);
            } catch (SQLException e) {
                return false;
            }
        };
        return ServiceLoader.load(Driver.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(accepts::apply)
                .findFirst()
                .orElseThrow(() -> refused("url", "is malformed, or there is no driver for it", ShownUrl.of(url)));
    }

    private BadConfiguration refused(String key, String why, String value) {
        return new BadConfiguration(prefix, BadValue.of(key, why, value));
    }

    private BadConfiguration refused(String key, String why) {
        return new BadConfiguration(prefix, BadValue.of(key, why));
    }
}
