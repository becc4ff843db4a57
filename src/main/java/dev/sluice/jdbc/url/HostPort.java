package dev.sluice.jdbc.url;

import java.net.IDN;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A host and a port as written, never resolved. Two spellings of one name are equal: differences in case, a final dot,
 * and the ASCII form of an international name do not count.
 *
 * @param host the host in lower case, in ASCII
 * @param port 1 to 65535, or {@link #ANY_KIND} for the default port of any kind of database
 */
record HostPort(String host, int port) {

    /** The value for the default port of the kind of database. */
    static final int ANY_KIND = 0;

    private static final int LAST_PORT = 65_535;
    private static final String NO_HOST = "is not host or host:port";
    private static final Pattern WRITTEN =
            Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[\\p{L}\\p{M}\\p{N}._-]+)(?::([0-9]{1,5}))?");

    /**
     * Reads {@code host}, {@code host:port}, {@code [address]} or {@code [address]:port}.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    static HostPort read(String text, int defaultPort) {
        Matcher parts = WRITTEN.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(NO_HOST);
        }
        String port = parts.group(2);
        int number = port == null ? defaultPort : Integer.parseInt(port);
        if (port != null && (number < 1 || number > LAST_PORT)) {
            throw new IllegalArgumentException("has a port that is not from 1 to " + LAST_PORT);
        }
        return new HostPort(normal(String.valueOf(parts.group(1))), number);
    }

    private static String normal(String host) {
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        String ascii = name.startsWith("[") ? name : ascii(name);
        if (ascii.isEmpty()) {
            throw new IllegalArgumentException(NO_HOST);
        }
        return ascii.toLowerCase(Locale.ROOT);
    }

    private static String ascii(String name) {
        try {
            return IDN.toASCII(name);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(NO_HOST, e);
        }
    }

    /** Returns the same host with the default port of a kind of database, if it has no port of its own. */
    HostPort withDefault(int defaultPort) {
        return port == ANY_KIND ? new HostPort(host, defaultPort) : this;
    }

    @Override
    public String toString() {
        return port == ANY_KIND ? host : host + ":" + port;
    }
}
