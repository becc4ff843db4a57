package dev.sluice.adapter.rest;

import dev.sluice.access.LoopbackHost;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/** The address at which the process serves HTTP. */
final class ListenAddress {

    static final String HOST = "quarkus.http.host";

    private static final String MANAGEMENT = "quarkus.management.enabled";
    private static final String MANAGEMENT_HOST = "quarkus.management.host";
    private static final String ENABLED = "quarkus.http.host-enabled";

    private ListenAddress() {}

    /** Returns a configured host that other machines can reach, that of the management interface included, or null. */
    static @Nullable String reachable(Config config) {
        if (!isOpen(config)) {
            return null;
        }
        String host = reachable(config, HOST);
        boolean isManaged = config.getOptionalValue(MANAGEMENT, Boolean.class).orElse(false);
        return host != null || !isManaged ? host : reachable(config, MANAGEMENT_HOST);
    }

    private static @Nullable String reachable(Config config, String key) {
        String host = config.getConfigValue(key).getValue();
        return host == null || LoopbackHost.is(host) ? null : host;
    }

    /** Returns whether the process listens on a port, which a batch from a shell does not. */
    static boolean isOpen(Config config) {
        return config.getOptionalValue(ENABLED, Boolean.class).orElse(true); // as Quarkus reads it
    }
}
