package dev.sluice.adapter.quarkus;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The values of {@link SecurityMapping} by their keys, without the prefix, as the file with credentials has them. */
final class SecurityValues {

    private SecurityValues() {}

    static Map<String, String> credentials(SecurityMapping security) {
        Map<String, String> values = new HashMap<>();
        security.tokens().forEach((name, token) -> {
            put(values, "tokens." + name, token);
            put(values, "tokens." + name + ".hash", token.hash());
        });
        security.users().forEach((name, user) -> {
            put(values, "users." + name, user);
            put(values, "users." + name + ".password-hash", user.passwordHash());
        });
        return values;
    }

    static Map<String, String> certificates(SecurityMapping security) {
        Map<String, String> values = new HashMap<>();
        security.certificates().forEach((name, certificate) -> {
            put(values, "certificates." + name, certificate);
            put(values, "certificates." + name + ".subject", certificate.subject());
        });
        return values;
    }

    private static void put(Map<String, String> values, String owner, SecurityMapping.Permissions permissions) {
        put(values, owner + ".roles", permissions.roles());
        put(values, owner + ".pools", permissions.pools());
    }

    private static void put(Map<String, String> values, String key, Optional<String> value) {
        value.ifPresent(text -> values.put(key, text));
    }
}
