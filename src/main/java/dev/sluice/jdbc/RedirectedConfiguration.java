package dev.sluice.jdbc;

import dev.sluice.pool.store.Target;
import io.agroal.api.configuration.AgroalConnectionFactoryConfiguration;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration;
import io.agroal.api.configuration.supplier.AgroalConnectionPoolConfigurationSupplier;
import io.agroal.api.security.SimplePassword;
import java.security.Principal;
import java.util.Collection;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Overrides a description of sessions for another target or another user. The original gives the other answers, see
 * {@link OverridingProxy}.
 */
final class RedirectedConfiguration {

    private final AgroalConnectionFactoryConfiguration original;
    private final Target target;

    private RedirectedConfiguration(AgroalConnectionFactoryConfiguration original, Target target) {
        this.original = original;
        this.target = target;
    }

    /** Returns the configuration with another target, user or password. */
    static AgroalConnectionPoolConfiguration of(AgroalConnectionPoolConfiguration original, Target target) {
        AgroalConnectionFactoryConfiguration sessions = original.connectionFactoryConfiguration();
        AgroalConnectionFactoryConfiguration redirected = OverridingProxy.of(
                AgroalConnectionFactoryConfiguration.class,
                new RedirectedConfiguration(sessions, target),
                () -> sessions);
        return new AgroalConnectionPoolConfigurationSupplier(original)
                .connectionFactoryConfiguration(() -> redirected)
                .get();
    }

    public String jdbcUrl() {
        return target.url() == null ? original.jdbcUrl() : target.url();
    }

    public @Nullable Principal principal() {
        return target.username() == null ? original.principal() : new RequestedUser(target.username());
    }

    public Collection<Object> credentials() {
        return target.password() == null ? original.credentials() : List.of(new SimplePassword(target.password()));
    }

    /** Returns the properties without a name or password that the driver would prefer to the new ones. */
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
}
