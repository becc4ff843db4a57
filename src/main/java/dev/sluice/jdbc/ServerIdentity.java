package dev.sluice.jdbc;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The identity of the server that a JDBC URL names: its hosts with their ports, as the URL spells them, in lower case.
 * Two names of one host are two identities.
 */
final class ServerIdentity {

    private static final Map<String, Integer> PORTS = Map.of(
            "jdbc:postgresql:", 5432,
            "jdbc:mysql:", 3306,
            "jdbc:mariadb:", 3306,
            "jdbc:sqlserver:", 1433,
            "jdbc:oracle:", 1521);

    private ServerIdentity() {}

    /** Returns {@code host:port}, several separated by commas; null if the URL names no host. */
    static @Nullable String of(String url) {
        int begin = url.indexOf("//");
        if (begin < 0) {
            return null;
        }
        String rest = url.substring(begin + 2);
        String hosts = rest.substring(0, end(rest));
        String named = hosts.substring(hosts.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
        return named.isEmpty() || named.startsWith(":")
                ? null
                : Arrays.stream(named.split(","))
                        .map(host -> withPort(host, url))
                        .collect(Collectors.joining(","));
    }

    private static int end(String rest) {
        for (int i = 0; i < rest.length(); i++) {
            if ("/?;".indexOf(rest.charAt(i)) >= 0) {
                return i;
            }
        }
        return rest.length();
    }

    private static String withPort(String host, String url) {
        boolean hasPort = host.lastIndexOf(':') > host.lastIndexOf(']');
        return hasPort
                ? host
                : PORTS.entrySet().stream()
                        .filter(kind -> url.startsWith(kind.getKey()))
                        .map(kind -> host + ":" + kind.getValue())
                        .findFirst()
                        .orElse(host);
    }
}
