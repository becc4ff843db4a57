package dev.sluice.adapter.rest;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/** The address at which HTTP is served. */
final class ListenAddress {

    static final String HOST = "quarkus.http.host";

    private static final String ENABLED = "quarkus.http.host-enabled";

    private ListenAddress() {}

    /** The configured host, if others than programs on this machine can reach it; otherwise null. */
    static @Nullable String reachable(Config config) {
        String host = config.getConfigValue(HOST).getValue();
        return host == null || !isOpen(config) || isLoopback(host.strip()) ? null : host;
    }

    /** Whether there is a port at all: a batch from a shell has none. */
    static boolean isOpen(Config config) {
        return !"false".equals(config.getConfigValue(ENABLED).getValue());
    }

    private static boolean isLoopback(String host) {
        try {
            // The service would listen at the first of them. Blank is not loopback, though the JDK takes it for that.
            return !host.isEmpty()
                    && Arrays.stream(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress);
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
