package dev.sluice.testing;

import dev.sluice.access.PasswordHash;
import dev.sluice.access.TokenText;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.HashMap;
import java.util.Map;

/**
 * Configures identities of each role and kind, a name of the service, and HTTPS beside HTTP. All classes with this profile
 * share one application.
 */
public final class TokenProfile implements QuarkusTestProfile {

    /** The admin token. */
    public static final String TOKEN = "correct-horse-battery-staple-of-the-tests";

    /** The token of a viewer. */
    public static final String VIEWER = "correct-horse-battery-staple-of-a-viewer";

    /** The token of an operator of another pool than the default pool. */
    public static final String ORDERS_OPERATOR = "correct-horse-battery-staple-of-orders";

    /** The token of an auditor. */
    public static final String AUDITOR = "correct-horse-battery-staple-of-an-auditor";

    /** The password of the user {@code ada}, who is an operator. */
    public static final String PASSWORD = "correct horse";

    /** Computed once: a hash takes more than a second of a JVM that compiles little. */
    private static final String PASSWORD_LINE = PasswordHash.of(PASSWORD).line();

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> values = new HashMap<>(Certificates.settings());
        values.putAll(Map.ofEntries(
                Map.entry("sluice.http.hosts", "pools.example"),
                Map.entry("sluice.security.admin-token", TOKEN),
                Map.entry("sluice.security.tokens.viewer.hash", TokenText.hash(VIEWER)),
                Map.entry("sluice.security.tokens.viewer.roles", "viewer"),
                Map.entry("sluice.security.tokens.orders.hash", TokenText.hash(ORDERS_OPERATOR)),
                Map.entry("sluice.security.tokens.orders.roles", "operator"),
                Map.entry("sluice.security.tokens.orders.pools", "orders"),
                Map.entry("sluice.security.tokens.auditor.hash", TokenText.hash(AUDITOR)),
                Map.entry("sluice.security.tokens.auditor.roles", "auditor"),
                Map.entry("sluice.security.users.ada.password-hash", PASSWORD_LINE),
                Map.entry("sluice.security.users.ada.roles", "operator"),
                Map.entry("sluice.jmx.remote.enabled", "true"),
                Map.entry("sluice.jmx.remote.port", String.valueOf(Ports.free())),
                Map.entry("mp.jwt.verify.publickey", SignedTokens.publicKey()),
                Map.entry("mp.jwt.verify.issuer", SignedTokens.ISSUER)));
        return values;
    }
}
