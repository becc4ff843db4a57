package dev.sluice.jdbc;

import dev.sluice.pool.Secrets;
import io.agroal.api.configuration.AgroalConnectionFactoryConfiguration;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Detects secrets in a description of sessions other than the name and the password of its user. */
final class StoredSecrets {

    private static final Pattern SECRET =
            Pattern.compile("(?i)pass|pwd|secret|token|credential|apikey|api_key|api-key|accesskey");
    private static final Set<String> LOGIN = Set.of("user", "password");

    private StoredSecrets() {}

    /**
     * Returns whether sessions would send such a secret to a server to which they log in with another name and
     * password. Such secrets may be in a property for the driver, in the initial statement, and in the credentials for
     * recovery.
     */
    static boolean beyondLogin(AgroalConnectionPoolConfiguration description) {
        AgroalConnectionFactoryConfiguration sessions = description.connectionFactoryConfiguration();
        String initialSql = sessions.initialSql();
        return Stream.of(sessions.jdbcProperties(), sessions.xaProperties()).anyMatch(StoredSecrets::hasSecret)
                || !sessions.recoveryCredentials().isEmpty()
                || (initialSql != null && !Secrets.mask(initialSql).equals(initialSql));
    }

    private static boolean hasSecret(Properties properties) {
        return properties.stringPropertyNames().stream()
                .anyMatch(name -> !LOGIN.contains(name) && SECRET.matcher(name).find());
    }
}
