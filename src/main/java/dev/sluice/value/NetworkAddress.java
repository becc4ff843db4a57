package dev.sluice.value;

import java.net.IDN;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A host with or without a port, as written and never resolved. Immutable.
 *
 * @param host the host name in ASCII, as in DNS and certificates, or an IP address; an IPv6 address without brackets
 * @param port 1 to 65535, or {@link #NO_PORT}
 */
public record NetworkAddress(String host, int port) {

    /** The port of an address that names none. */
    public static final int NO_PORT = 0;

    private static final int LAST_PORT = 65_535;
    private static final String PORTS = "from 1 to " + LAST_PORT;

    /** The grammar with a port, as a noun phrase. */
    static final String WITH_PORT = "host:port with a port " + PORTS + ", such as db.example.com:5432 or [::1]:5432";

    /** The grammar with an optional port, as a noun phrase. */
    static final String MAYBE_WITH_PORT = "host or " + WITH_PORT;

    private static final Pattern WRITTEN = Pattern.compile("(?:\\[([^\\[\\]]+)]|([^\\[\\]:]+))(?::([0-9]{1,5}))?");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+");
    /** Names without a letter beyond ASCII; each part has at most 63 characters, as IDN requires. */
    private static final Pattern SHORT_ASCII = Pattern.compile("[A-Za-z0-9_-]{1,63}(?:\\.[A-Za-z0-9_-]{1,63})*");

    private static final Pattern IPV6 = Pattern.compile("(?=.*:)[0-9A-Fa-f:.]+(?:%[A-Za-z0-9._-]+)?");

    /**
     * Checks the host, and converts an international name to its ASCII form.
     *
     * @throws BadValue if the host is no name and no IP address, or the port is out of bounds
     */
    public NetworkAddress {
        String checked = IPV6.matcher(host).matches() ? host : name(host);
        if (checked == null) {
            throw BadValue.ofText(
                    "host", "must be an IP address, or a name of letters, digits, dots, hyphens and underscores", host);
        }
        if (port != NO_PORT) {
            checkPort(port);
        }
        host = checked;
    }

    private static @Nullable String name(String text) {
        if (SHORT_ASCII.matcher(text).matches()) {
            return text; // as IDN would, whose tables of Unicode take time to load
        }
        try {
            String ascii = IDN.toASCII(text);
            return NAME.matcher(ascii).matches() ? ascii : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /**
     * Checks the bounds of a port.
     *
     * @throws BadValue if the port is out of bounds
     */
    public static void checkPort(int port) {
        if (!isPort(port)) {
            throw BadValue.of("port", "must be " + PORTS, port);
        }
    }

    /** Returns whether a number is within the bounds of ports. */
    public static boolean isPort(int number) {
        return number >= 1 && number <= LAST_PORT;
    }

    /** Returns the address of a text: a host, or an IPv6 address in brackets, with or without a port; otherwise null. */
    static @Nullable NetworkAddress parse(String text) {
        Matcher parts = WRITTEN.matcher(text);
        if (!parts.matches()) {
            return null;
        }
        String address = parts.group(1);
        String host = address == null ? name(String.valueOf(parts.group(2))) : address;
        String port = parts.group(3);
        int number = port == null ? NO_PORT : Integer.parseInt(port);
        if (host == null
                || (port != null && !isPort(number))
                || (address != null && !IPV6.matcher(address).matches())) {
            return null;
        }
        return new NetworkAddress(host, number);
    }

    /** Returns whether the address names a port. */
    public boolean hasPort() {
        return port != NO_PORT;
    }

    @Override
    public String toString() {
        String written = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return hasPort() ? written + ":" + port : written;
    }
}
