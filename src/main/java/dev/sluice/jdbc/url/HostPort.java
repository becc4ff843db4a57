package dev.sluice.jdbc.url;

import dev.sluice.value.NetworkAddress;
import dev.sluice.value.Values;
import org.jspecify.annotations.Nullable;

/**
 * The host and the port of a database in one spelling, never resolved. Two spellings of one name are equal: differences
 * in case, a final dot, and the ASCII form of an international name do not count.
 *
 * @param host the host, as {@link HostName} spells it
 * @param instance the instance of SQL Server, in lower case, whose port the server tells; empty for none
 * @param port 1 to 65535, or {@link #ANY_KIND} for the default port of any kind of database
 */
record HostPort(String host, String instance, int port) {

    /** The value for the default port of the kind of database. */
    static final int ANY_KIND = NetworkAddress.NO_PORT;

    /** The rule of {@link #parse}. */
    static final String RULE = Values.HOST.rule() + ", with an IPv4 address as four decimal numbers";

    /**
     * Returns the host of a text in the grammar of {@link Values#HOST}, or null. An address that has another spelling
     * than {@link HostName} gives it is refused.
     */
    static @Nullable HostPort parse(String text, int defaultPort) {
        NetworkAddress address = Values.HOST.parse(text);
        String host = address == null ? null : HostName.canonical(address.host());
        if (address == null || host == null) {
            return null;
        }
        return new HostPort(host, "", address.hasPort() ? address.port() : defaultPort);
    }

    /** Returns the same host with the default port of a kind of database, if it has no port of its own. */
    HostPort withDefault(int defaultPort) {
        return port == ANY_KIND ? new HostPort(host, instance, defaultPort) : this;
    }

    @Override
    public String toString() {
        String written = new NetworkAddress(host, port).toString();
        return instance.isEmpty() ? written : new NetworkAddress(host, ANY_KIND) + "\\" + instance;
    }
}
