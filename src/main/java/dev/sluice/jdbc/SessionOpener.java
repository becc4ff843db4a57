package dev.sluice.jdbc;

import dev.sluice.time.SpanText;
import dev.sluice.value.ShownUrl;
import io.agroal.api.configuration.AgroalConnectionFactoryConfiguration;
import io.agroal.api.security.AgroalSecurityProvider;
import io.agroal.pool.util.PropertyInjector;
import java.lang.reflect.InvocationTargetException;
import java.security.Principal;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.function.Consumer;
import javax.sql.CommonDataSource;
import javax.sql.DataSource;
import javax.sql.XAConnection;
import javax.sql.XADataSource;
import org.jspecify.annotations.Nullable;

/**
 * Opens sessions with the driver that an Agroal configuration names: one of {@link DriverManager}, a driver's class, or
 * the class of a data source, for distributed transactions or not. Thread-safe.
 *
 * <p>Agroal could open sessions itself, but forgets a session without closing it when a later step fails. Agroal 3.0
 * also opens all sessions of a pool on one thread, so that one server without an answer would delay every other
 * attempt.
 */
abstract class SessionOpener {

    final AgroalConnectionFactoryConfiguration sessions;
    final KnownSecrets secrets;
    final Consumer<String> warn;

    private SessionOpener(AgroalConnectionFactoryConfiguration sessions, KnownSecrets secrets, Consumer<String> warn) {
        this.sessions = sessions;
        this.secrets = secrets;
        this.warn = warn;
    }

    /**
     * Creates an opener; opens no connection yet.
     *
     * @param secrets receives the credentials of each session
     * @param timeouts the driver's properties, where the configuration does not set them itself
     * @param warn receives a warning for each setting without effect
     * @throws IllegalArgumentException if there is no such driver
     */
    static SessionOpener of(
            AgroalConnectionFactoryConfiguration sessions,
            KnownSecrets secrets,
            Map<String, String> timeouts,
            Consumer<String> warn) {
        Class<?> provider = sessions.connectionProviderClass();
        Properties properties = new Properties();
        properties.putAll(timeouts);
        properties.putAll(sessions.jdbcProperties());
        if (provider != null && XADataSource.class.isAssignableFrom(provider)) {
            Properties xa = sessions.xaProperties().isEmpty() ? properties : sessions.xaProperties();
            return new OverXaDataSource(sessions, secrets, provider.asSubclass(XADataSource.class), xa, warn);
        }
        if (provider != null && DataSource.class.isAssignableFrom(provider)) {
            return new OverDataSource(sessions, secrets, provider.asSubclass(DataSource.class), properties, warn);
        }
        return new OverDriver(sessions, secrets, driver(sessions, warn), properties, warn);
    }

    /** Opens a new session, which the caller must end. */
    abstract OpenedSession open() throws SQLException;

    /** Returns whether its sessions take part in distributed transactions. */
    boolean isXa() {
        return false;
    }

    /** Opens a session for the recovery of distributed transactions, which the caller must end. */
    XAConnection openForRecovery() throws SQLException {
        throw new SQLException("only sessions for distributed transactions can be recovered");
    }

    private static Driver driver(AgroalConnectionFactoryConfiguration sessions, Consumer<String> warn) {
        Class<?> provider = sessions.connectionProviderClass();
        String url = sessions.jdbcUrl();
        try {
            if (provider == null) {
                return DriverManager.getDriver(url);
            }
            if (!Driver.class.isAssignableFrom(provider)) {
                throw new IllegalArgumentException(
                        provider.getName() + " must be a Driver, a DataSource or an XADataSource");
            }
            Driver driver = instance(provider.asSubclass(Driver.class));
            if (!driver.acceptsURL(url)) {
                warn.accept("Driver does not support the provided URL: " + ShownUrl.of(url));
            }
            return driver;
        } catch (SQLException e) {
            throw new IllegalArgumentException(
                    "no driver for " + ShownUrl.of(url) + " (SQLSTATE " + e.getSQLState() + ")");
        }
    }

    private static <T> T instance(Class<T> type) {
        try {
            return type.getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(type.getName() + " cannot be instantiated: " + e, e);
        }
    }

    /**
     * Sets the configured login timeout, if any, in whole seconds as JDBC requires, at least one, because zero means
     * none.
     */
    <T extends CommonDataSource> T limited(T target) {
        Duration login = sessions.loginTimeout();
        if (!login.isZero()) {
            try {
                target.setLoginTimeout((int) Math.max(1, Math.min(login.toSeconds(), Integer.MAX_VALUE)));
            } catch (SQLException | UnsupportedOperationException e) {
                warn.accept(target.getClass().getName() + " does not take the login timeout of " + SpanText.of(login)
                        + ": " + secrets.shown(e.toString()));
            }
        }
        return target;
    }

    /** Returns name and password as the driver's properties. Requested for each session, because they may change. */
    Properties credentials() {
        return credentials(sessions.principal(), sessions.credentials());
    }

    Properties credentials(@Nullable Principal principal, @Nullable Collection<Object> given) {
        Properties properties = new Properties();
        if (principal != null) {
            properties.putAll(propertiesOf(principal));
        }
        for (Object secret : given == null ? List.of() : given) {
            properties.putAll(propertiesOf(secret));
        }
        secrets.heard(properties);
        return properties;
    }

    private Properties propertiesOf(Object secured) {
        for (AgroalSecurityProvider provider : sessions.securityProviders()) {
            Properties properties = provider.getSecurityProperties(secured);
            if (properties != null) {
                return properties;
            }
        }
        warn.accept("Unknown security object of type: " + secured.getClass().getName());
        return new Properties();
    }

    private static final class OverDriver extends SessionOpener {

        private final Driver driver;
        private final Properties properties;

        OverDriver(
                AgroalConnectionFactoryConfiguration sessions,
                KnownSecrets secrets,
                Driver driver,
                Properties properties,
                Consumer<String> warn) {
            super(sessions, secrets, warn);
            this.driver = driver;
            this.properties = properties;
        }

        @Override
        OpenedSession open() throws SQLException {
            Properties all = new Properties();
            all.putAll(properties);
            all.putAll(credentials());
            Connection connection = driver.connect(sessions.jdbcUrl(), all);
            if (connection == null) { // the driver does not support the URL
                throw new SQLException(
                        "Driver does not support the provided URL: " + ShownUrl.of(sessions.jdbcUrl()), "08001");
            }
            return OpenedSession.of(connection);
        }
    }

    private static final class OverDataSource extends SessionOpener {

        private final Bean<DataSource> bean;

        OverDataSource(
                AgroalConnectionFactoryConfiguration sessions,
                KnownSecrets secrets,
                Class<? extends DataSource> type,
                Properties properties,
                Consumer<String> warn) {
            super(sessions, secrets, warn);
            this.bean = new Bean<>(limited(instance(type)), sessions.jdbcUrl(), properties, warn);
        }

        @Override
        OpenedSession open() throws SQLException {
            Connection connection = bean.with(credentials()).getConnection();
            if (connection == null) {
                throw new SQLException(sessions.connectionProviderClass().getName() + " gave no connection", "08001");
            }
            return OpenedSession.of(connection);
        }
    }

    private static final class OverXaDataSource extends SessionOpener {

        private final Bean<XADataSource> bean;
        private final Bean<XADataSource> recovery;

        OverXaDataSource(
                AgroalConnectionFactoryConfiguration sessions,
                KnownSecrets secrets,
                Class<? extends XADataSource> type,
                Properties properties,
                Consumer<String> warn) {
            super(sessions, secrets, warn);
            this.bean = new Bean<>(limited(instance(type)), sessions.jdbcUrl(), properties, warn);
            this.recovery = new Bean<>(limited(instance(type)), sessions.jdbcUrl(), properties, text -> {});
        }

        @Override
        boolean isXa() {
            return true;
        }

        @Override
        OpenedSession open() throws SQLException {
            return OpenedSession.of(connect(bean, credentials()));
        }

        @Override
        XAConnection openForRecovery() throws SQLException {
            boolean own = sessions.recoveryPrincipal() != null
                    || (sessions.recoveryCredentials() != null
                            && !sessions.recoveryCredentials().isEmpty());
            return connect(
                    recovery,
                    own ? credentials(sessions.recoveryPrincipal(), sessions.recoveryCredentials()) : credentials());
        }

        private XAConnection connect(Bean<XADataSource> from, Properties credentials) throws SQLException {
            XAConnection connection = from.with(credentials).getXAConnection();
            if (connection == null) {
                throw new SQLException(sessions.connectionProviderClass().getName() + " gave no connection", "08001");
            }
            return connection;
        }
    }

    /** A driver's data source, configured by its setters with the target and the user. */
    private static final class Bean<T> {

        private final T target;
        private final PropertyInjector setters;
        private final Consumer<String> warn;
        private Properties credentials = new Properties(); // Guarded by this

        Bean(T target, @Nullable String url, Properties properties, Consumer<String> warn) {
            this.target = target;
            this.setters = new PropertyInjector(target.getClass());
            this.warn = warn;
            if (url != null && !url.isEmpty() && !set("url", url)) {
                set("URL", url); // some have only this setter; some have neither, and their properties name the target
            }
            setAll(properties);
        }

        /** Returns the data source, ready to connect with these credentials, which are set only after a change. */
        synchronized T with(Properties newCredentials) {
            if (!newCredentials.equals(credentials)) {
                setAll(newCredentials);
                credentials = newCredentials;
            }
            return target;
        }

        private void setAll(Properties properties) {
            boolean complete = true;
            for (String name : properties.stringPropertyNames()) {
                if (!set(name, properties.getProperty(name))) {
                    warn.accept("Ignoring property '" + name + "': "
                            + target.getClass().getName() + " refuses it or has none of that name");
                    complete = false;
                }
            }
            if (!complete) {
                warn.accept("Available properties " + new TreeSet<>(setters.availableProperties()));
            }
        }

        private boolean set(String name, String value) {
            try {
                setters.inject(target, name, value);
                return true;
            } catch (IllegalArgumentException
                    | IllegalAccessException
                    | InvocationTargetException
                    | NoSuchMethodException e) {
                return false;
            }
        }
    }
}
