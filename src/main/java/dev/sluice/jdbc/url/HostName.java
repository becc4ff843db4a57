package dev.sluice.jdbc.url;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The names and addresses of hosts in one spelling each. A text that resolvers read in several ways, such as {@code
 * 127.1} or {@code 2130706433}, has no such spelling and is refused.
 */
final class HostName {

    private static final Pattern NAME = Pattern.compile("[a-z0-9_-]{1,63}(?:\\.[a-z0-9_-]{1,63})*");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+|0x[0-9a-f]*");
    private static final String PART = "(?:0|[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5])";
    private static final Pattern ADDRESS = Pattern.compile(PART + "(?:\\." + PART + "){3}");
    private static final int LONGEST = 253;

    private HostName() {}

    /**
     * Returns the name in lower case and without a final dot, or the address in its usual spelling. An IPv6 address
     * that stands for an IPv4 address becomes that address. Returns null for other texts, and for an IPv6 address with
     * a zone, because a driver would read its percent sign as an escape.
     *
     * @param host a name in ASCII, or an address; an IPv6 address without brackets
     */
    static @Nullable String canonical(String host) {
        if (host.indexOf(':') >= 0) {
            InetAddress address = host.indexOf('%') < 0 ? addressOrNull(host) : null;
            return address == null ? null : address.getHostAddress();
        }
        String name = (host.endsWith(".") ? host.substring(0, host.length() - 1) : host).toLowerCase(Locale.ROOT);
        if (name.length() > LONGEST || !NAME.matcher(name).matches()) {
            return null;
        }
        boolean endsWithNumber =
                NUMBER.matcher(name.substring(name.lastIndexOf('.') + 1)).matches();
        boolean isAddress = ADDRESS.matcher(name).matches() && host.length() == name.length();
        return endsWithNumber && !isAddress ? null : name;
    }

    /** Returns whether the canonical text is an address, not a name. */
    static boolean isAddress(String canonical) {
        return canonical.indexOf(':') >= 0 || ADDRESS.matcher(canonical).matches();
    }

    /** Returns the address that a canonical text has, without a query to a name server. */
    static InetAddress address(String canonical) {
        InetAddress address = isAddress(canonical) ? addressOrNull(canonical) : null;
        if (address == null) {
            throw new IllegalArgumentException("no address: " + canonical);
        }
        return address;
    }

    private static @Nullable InetAddress addressOrNull(String text) {
        try {
            return InetAddress.getByName(text.indexOf(':') >= 0 ? "[" + text + "]" : text);
        } catch (UnknownHostException e) {
            return null;
        }
    }
}
