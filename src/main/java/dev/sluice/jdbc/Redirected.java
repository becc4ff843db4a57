package dev.sluice.jdbc;

import dev.sluice.pool.store.Target;
import io.agroal.api.configuration.AgroalConnectionFactoryConfiguration;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration;
import io.agroal.api.configuration.supplier.AgroalConnectionPoolConfigurationSupplier;
import io.agroal.api.security.AgroalSecurityProvider;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.security.Principal;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** A description of sessions, but for where they are and for whom. */
final class Redirected implements AgroalConnectionFactoryConfiguration {

    private final AgroalConnectionFactoryConfiguration original;
    private final Target target;

    private Redirected(AgroalConnectionFactoryConfiguration original, Target target) {
        this.original = original;
        this.target = target;
    }

    /** The same pool of sessions at another place, or for somebody else. */
    static AgroalConnectionPoolConfiguration of(AgroalConnectionPoolConfiguration original, Target target) {
        Redirected redirected = new Redirected(original.connectionFactoryConfiguration(), target);
        return new AgroalConnectionPoolConfigurationSupplier(original)
                .connectionFactoryConfiguration(() -> redirected)
                .get();
    }

    @Override
    public String jdbcUrl() {
        return target.url() == null ? original.jdbcUrl() : target.url();
    }

    @Override
    public @Nullable Principal principal() {
        return target.username() == null ? original.principal() : new NamePrincipal(target.username());
    }

    @Override
    public Collection<Object> credentials() {
        return target.password() == null ? original.credentials() : List.of(new SimplePassword(target.password()));
    }

    /** Without those by which a driver would prefer the old name and password. */
    @Override
    public Properties jdbcProperties() {
        Properties properties = new Properties();
        properties.putAll(original.jdbcProperties());
        if (target.username() != null) {
            properties.remove("user");
        }
        if (target.password() != null) {
            properties.remove("password");
        }
        return properties;
    }

    @Override
    public boolean autoCommit() {
        return original.autoCommit();
    }

    @Override
    public boolean readOnly() {
        return original.readOnly();
    }

    @Override
    public boolean trackJdbcResources() {
        return original.trackJdbcResources();
    }

    @Override
    public Duration loginTimeout() {
        return original.loginTimeout();
    }

    @Override
    public String initialSql() {
        return original.initialSql();
    }

    @Override
    public Class<?> connectionProviderClass() {
        return original.connectionProviderClass();
    }

    @Override
    public IsolationLevel jdbcTransactionIsolation() {
        return original.jdbcTransactionIsolation();
    }

    @Override
    public Collection<AgroalSecurityProvider> securityProviders() {
        return original.securityProviders();
    }

    @Override
    public boolean poolRecovery() {
        return original.poolRecovery();
    }

    @Override
    public Principal recoveryPrincipal() {
        return original.recoveryPrincipal();
    }

    @Override
    public Collection<Object> recoveryCredentials() {
        return original.recoveryCredentials();
    }

    @Override
    public Properties xaProperties() {
        return original.xaProperties();
    }
}
