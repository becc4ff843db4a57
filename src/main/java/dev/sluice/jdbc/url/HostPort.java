package dev.sluice.jdbc.url;

import dev.sluice.value.NetworkAddress;
import dev.sluice.value.Values;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The host and the port of a database as written, never resolved. Two spellings of one name are equal: differences in
 * case, a final dot, and the ASCII form of an international name do not count.
 *
 * @param host the host in lower case, in ASCII
 * @param port 1 to 65535, or {@link #ANY_KIND} for the default port of any kind of database
 */
record HostPort(String host, int port) {

    /** The value for the default port of the kind of database. */
    static final int ANY_KIND = NetworkAddress.NO_PORT;

    /** The rule of {@link #parse}. */
    static final String RULE = Values.HOST.rule();

    /**
     * Returns the host of a text in the grammar of {@link Values#HOST}, or null. An IPv6 address with a zone is
     * refused, because a driver would read its percent sign as an escape.
     */
    static @Nullable HostPort parse(String text, int defaultPort) {
        NetworkAddress address = Values.HOST.parse(text);
        String host = address == null || address.host().indexOf('%') >= 0 ? "" : normal(address.host());
        if (address == null || host.isEmpty()) {
            return null;
        }
        return new HostPort(host, address.hasPort() ? address.port() : defaultPort);
    }

    private static String normal(String host) {
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        return name.toLowerCase(Locale.ROOT);
    }

    /** Returns the same host with the default port of a kind of database, if it has no port of its own. */
    HostPort withDefault(int defaultPort) {
        return port == ANY_KIND ? new HostPort(host, defaultPort) : this;
    }

    @Override
    public String toString() {
        return new NetworkAddress(host, port).toString();
    }
}
