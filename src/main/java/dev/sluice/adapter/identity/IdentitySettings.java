package dev.sluice.adapter.identity;

import dev.sluice.access.Role;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings under {@code sluice.security}. Immutable.
 *
 * @param credentials keys and values of tokens and users, without the prefix
 * @param certificates keys and values of client certificates, without the prefix
 * @param credentialsFile the file with more tokens and users, or null
 * @param adminToken the token of the identity {@code admin-token}, or null
 * @param adminTokenFile the file with that token, or null for the default file
 * @param roles for each role, the names of groups or roles that have it
 * @param poolsClaim the claim or attribute that lists the pools of an identity
 * @param isTlsTerminated whether a proxy in front of the service encrypts the traffic
 */
public record IdentitySettings(
        Map<String, String> credentials,
        Map<String, String> certificates,
        @Nullable Path credentialsFile,
        @Nullable String adminToken,
        @Nullable Path adminTokenFile,
        Map<Role, List<String>> roles,
        String poolsClaim,
        boolean isTlsTerminated) {

    /** The prefix of the keys. */
    public static final String PREFIX = "sluice.security.";

    static final String CREDENTIALS_FILE = PREFIX + "credentials-file";

    /** Copies the maps. */
    public IdentitySettings {
        credentials = Map.copyOf(credentials);
        certificates = Map.copyOf(certificates);
        roles = Map.copyOf(roles);
    }

    @Override
    public String toString() {
        return "***";
    }
}
