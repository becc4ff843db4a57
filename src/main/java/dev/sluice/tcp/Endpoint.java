package dev.sluice.tcp;

/**
 * Where a pool connects to. Immutable.
 *
 * @param host its name or address; an IPv6 address without brackets
 * @param port 1 to 65535
 */
public record Endpoint(String host, int port) {

    private static final int MAX_PORT = 65_535;

    /** Checks the values. */
    public Endpoint {
        if (host.isBlank()) {
            throw new IllegalArgumentException("cannot create pool with empty address");
        }
        if (port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException("port must be from 1 to " + MAX_PORT + ": " + port);
        }
    }

    /**
     * Reads {@code host:port} or {@code [IPv6 address]:port}.
     *
     * @throws IllegalArgumentException if it is not one; the message quotes it
     */
    public static Endpoint parse(String address) {
        String text = address.strip();
        if (text.isEmpty()) {
            throw new IllegalArgumentException("cannot create pool with empty address");
        }
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("address must be host:port, but has no port: '" + text + "'");
        }
        return new Endpoint(hostIn(text, text.substring(0, colon)), portIn(text, text.substring(colon + 1)));
    }

    private static String hostIn(String address, String host) {
        if (host.startsWith("[") && host.endsWith("]")) {
            return host.substring(1, host.length() - 1);
        }
        if (host.isBlank()) {
            throw new IllegalArgumentException("address must be host:port, but has no host: '" + address + "'");
        }
        if (host.indexOf(':') >= 0) {
            throw new IllegalArgumentException("an IPv6 address must be in brackets: '" + address + "'");
        }
        return host;
    }

    private static int portIn(String address, String port) {
        try {
            return Integer.parseInt(port);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("bad port in address '" + address + "': '" + port + "'", e);
        }
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
