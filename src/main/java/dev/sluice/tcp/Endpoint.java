package dev.sluice.tcp;

import dev.sluice.value.NetworkAddress;
import dev.sluice.value.Values;

/**
 * The endpoint of a pool. Immutable.
 *
 * @param host the host name in ASCII, as in DNS and certificates, or an IP address; an IPv6 address without brackets
 * @param port 1 to 65535
 */
public record Endpoint(String host, int port) {

    private static final String NO_ADDRESS = "cannot create pool with empty address";

    /** Checks the values, and converts an international host name to its ASCII form. */
    public Endpoint {
        if (host.isBlank()) {
            throw new IllegalArgumentException(NO_ADDRESS);
        }
        NetworkAddress.checkPort(port);
        host = new NetworkAddress(host, port).host();
    }

    /**
     * Reads {@code host:port} or {@code [IPv6 address]:port}.
     *
     * @throws IllegalArgumentException if the text has another form; the message quotes it
     */
    public static Endpoint parse(String address) {
        if (address.isBlank()) {
            throw new IllegalArgumentException(NO_ADDRESS);
        }
        NetworkAddress read = Values.HOST_AND_PORT.read("address", address);
        return new Endpoint(read.host(), read.port());
    }

    @Override
    public String toString() {
        return new NetworkAddress(host, port).toString();
    }
}
