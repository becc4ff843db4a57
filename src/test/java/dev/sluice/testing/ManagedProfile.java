package dev.sluice.testing;

import dev.sluice.access.TokenText;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.HashMap;
import java.util.Map;

/**
 * A service that is built with the management interface of Quarkus, and whose JMX connector has a TLS configuration. All
 * classes with this profile share one application.
 */
public final class ManagedProfile implements QuarkusTestProfile {

    /** The token of a viewer of all pools. */
    public static final String VIEWER = "correct-horse-battery-staple-of-a-manager";

    /** The token of an operator of the pool {@code orders}. */
    public static final String ORDERS_OPERATOR = "correct-horse-battery-staple-of-order-ops";

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> values = new HashMap<>(Certificates.keysOf("connector"));
        values.putAll(Map.ofEntries(
                Map.entry("quarkus.management.enabled", "true"),
                Map.entry("quarkus.management.host", "127.0.0.1"),
                Map.entry("quarkus.management.test-port", "0"),
                Map.entry("sluice.pools.default.url", "jdbc:h2:mem:managed;DB_CLOSE_DELAY=-1"),
                Map.entry("sluice.pools.orders.url", "jdbc:h2:mem:managed-orders;DB_CLOSE_DELAY=-1"),
                Map.entry("sluice.security.tokens.viewer.hash", TokenText.hash(VIEWER)),
                Map.entry("sluice.security.tokens.viewer.roles", "viewer"),
                Map.entry("sluice.security.tokens.orders.hash", TokenText.hash(ORDERS_OPERATOR)),
                Map.entry("sluice.security.tokens.orders.roles", "operator"),
                Map.entry("sluice.security.tokens.orders.pools", "orders"),
                Map.entry("sluice.jmx.remote.enabled", "true"),
                Map.entry("sluice.jmx.remote.tls", "connector"),
                Map.entry("quarkus.tls.connector.protocols", "TLSv1.3"),
                Map.entry("sluice.jmx.remote.port", String.valueOf(Ports.free()))));
        return values;
    }
}
