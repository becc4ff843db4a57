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
 * Overrides a description of sessions for an Agroal that receives open sessions. The original gives the other answers
 * (see {@link OverridingProxy}). {@link SessionOpener} has used the settings of the login, so Agroal must use none of
 * them. A security provider is therefore asked once for each session, and may give a password that is valid once.
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

    /**
     * Returns one provider without properties. So Agroal knows that recovery has credentials of its own, but uses none.
     */
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
