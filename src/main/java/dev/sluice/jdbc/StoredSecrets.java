package dev.sluice.jdbc;

import dev.sluice.value.ShownUrl;
import io.agroal.api.configuration.AgroalConnectionFactoryConfiguration;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;

/** Detects texts in a description of sessions that may be secrets, apart from the name and the password of its user. */
final class StoredSecrets {

    private static final Set<String> LOGIN = Set.of("user", "password");

    private StoredSecrets() {}

    /**
     * Returns whether sessions would send such a text to a server to which they log in with another name and password:
     * a property for the driver that is not listed as harmless to show, the initial statement, or the credentials for
     * recovery.
     */
    static boolean beyondLogin(AgroalConnectionPoolConfiguration description) {
        AgroalConnectionFactoryConfiguration sessions = description.connectionFactoryConfiguration();
        String initialSql = sessions.initialSql();
        return Stream.of(sessions.jdbcProperties(), sessions.xaProperties()).anyMatch(StoredSecrets::hasSecret)
                || !sessions.recoveryCredentials().isEmpty()
                || (initialSql != null && !initialSql.isEmpty());
    }

    private static boolean hasSecret(Properties properties) {
        return properties.stringPropertyNames().stream()
                .anyMatch(name -> !LOGIN.contains(name.toLowerCase(Locale.ROOT)) && !ShownUrl.isListed(name));
    }
}
