package dev.sluice.jdbc;

import io.agroal.api.configuration.AgroalConnectionFactoryConfiguration;
import io.agroal.api.security.AgroalSecurityProvider;
import java.security.Principal;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The changes to a description of sessions for an Agroal that takes sessions which are open already; the original
 * answers the rest, see {@link OverridingProxy}. {@link SessionOpener} has used the settings of the login, so Agroal uses none of
 * them: a security provider is asked once for each session, and may give a password that is valid once.
 */
final class HandOverConfiguration {

    private final Class<?> provider;

    private HandOverConfiguration(Class<?> provider) {
        this.provider = provider;
    }

    /** Returns the description of sessions that the provider hands over. */
    static AgroalConnectionFactoryConfiguration of(AgroalConnectionFactoryConfiguration original, Class<?> provider) {
        return OverridingProxy.of(
                AgroalConnectionFactoryConfiguration.class, new HandOverConfiguration(provider), () -> original);
    }

    public Class<?> connectionProviderClass() {
        return provider;
    }

    public String initialSql() {
        return "";
    }

    public Duration loginTimeout() {
        return Duration.ZERO;
    }

    public @Nullable Principal principal() {
        return null;
    }

    public Collection<Object> credentials() {
        return List.of();
    }

    /** Agroal still learns whether recovery has credentials of its own, but uses no properties of them. */
    public Collection<AgroalSecurityProvider> securityProviders() {
        return List.of(secret -> new Properties());
    }

    public Properties jdbcProperties() {
        return new Properties();
    }

    public Properties xaProperties() {
        return new Properties();
    }
}
