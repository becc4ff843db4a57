package dev.sluice.adapter.rest;

import dev.sluice.access.Role;
import dev.sluice.testing.SignedTokens;
import dev.sluice.testing.TokenProfile;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A kind of sender of requests to the application of {@link TokenProfile}. */
enum Asker {
    ANONYMOUS("anonymous", null, null),
    VIEWER("viewer", Role.VIEWER, "Bearer " + TokenProfile.VIEWER),
    OPERATOR("ada", Role.OPERATOR, basic("ada:" + TokenProfile.PASSWORD)),
    OPERATOR_OF_ORDERS("orders", Role.OPERATOR, "Bearer " + TokenProfile.ORDERS_OPERATOR),
    ADMIN("admin-token", Role.ADMIN, "Bearer " + TokenProfile.TOKEN),
    AUDITOR("auditor", Role.AUDITOR, "Bearer " + TokenProfile.AUDITOR);

    /** The name in the audit log. */
    final String who;

    final @Nullable Role role;
    final @Nullable String authorization;

    Asker(String who, @Nullable Role role, @Nullable String authorization) {
        this.who = who;
        this.role = role;
        this.authorization = authorization;
    }

    private static String basic(String credentials) {
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Returns the name of an identity of the same permissions that sends the denied requests of one test only. The audit
     * log has a bounded number of denials of each identity.
     */
    String freshName() {
        return "fresh-" + who;
    }

    /** Returns the header of that identity, a signed token; null without an identity. */
    @Nullable
    String freshAuthorization() {
        String pools = this == OPERATOR_OF_ORDERS ? ",\"sluice_pools\":[\"orders\"]" : "";
        return role == null
                ? null
                : "Bearer "
                        + SignedTokens.token(
                                freshName(), "sluice-" + role.name().toLowerCase(Locale.ROOT), pools);
    }

    /** Returns the status of the denial of a request for the pool {@code default}, or 0 if the request is permitted. */
    int denialOf(Endpoint endpoint) {
        if (role == null) {
            return 401;
        }
        boolean isOfPool =
                endpoint.isOfPool() || endpoint.name().equals("POST /batches"); // of the default pool by default
        boolean isElsewhere = this == OPERATOR_OF_ORDERS && isOfPool;
        boolean isEnough = endpoint.roles().stream().anyMatch(role::includes);
        return isEnough && !isElsewhere ? 0 : 403;
    }
}
