package dev.sluice.tcp;

import java.net.IDN;
import java.util.regex.Pattern;

/**
 * The endpoint of a pool. Immutable.
 *
 * @param host the host name in ASCII, as in DNS and certificates, or an IP address; an IPv6 address without brackets
 * @param port 1 to 65535
 */
public record Endpoint(String host, int port) {

    private static final int MAX_PORT = 65_535;
    private static final Pattern PORT = Pattern.compile("[0-9]{1,9}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]+(%[A-Za-z0-9._-]+)?");

    /** Checks the values, and converts an international host name to its ASCII form. */
    public Endpoint {
        if (host.isBlank()) {
            throw new IllegalArgumentException("cannot create pool with empty address");
        }
        host = host.indexOf(':') >= 0 ? checkIpv6(host) : toAscii(host);
        if (port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException("port must be from 1 to " + MAX_PORT + ": " + port);
        }
    }

    private static String checkIpv6(String host) {
        if (!IPV6.matcher(host).matches()) {
            throw new IllegalArgumentException("bad host: '" + host + "' is no IPv6 address");
        }
        return host;
    }

    private static String toAscii(String host) {
        String ascii;
        try {
            ascii = IDN.toASCII(host);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("bad host: '" + host + "': " + e.getMessage(), e);
        }
        if (!NAME.matcher(ascii).matches()) {
            throw new IllegalArgumentException(
                    "bad host: '" + host + "'; a host has letters, digits, dots, hyphens and underscores");
        }
        return ascii;
    }

    /**
     * Reads {@code host:port} or {@code [IPv6 address]:port}.
     *
     * @throws IllegalArgumentException if the text has another form; the message quotes it
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
            String inner = host.substring(1, host.length() - 1);
            if (inner.indexOf(':') < 0) {
                throw new IllegalArgumentException("only an IPv6 address is written in brackets: '" + address + "'");
            }
            return inner;
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
        if (!PORT.matcher(port).matches()) {
            throw new IllegalArgumentException("bad port in address '" + address + "': '" + port + "'");
        }
        return Integer.parseInt(port);
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
