package dev.sluice.jdbc;

import java.time.Duration;

/**
 * The hosts that a JDBC URL names. Drivers try them one after the other, each for up to the connect timeout.
 *
 * @param count the number of hosts, at least 1
 */
record HostList(int count) {

    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final Duration SHORTEST_SECONDS = Duration.ofSeconds(1);
    private static final Duration SHORTEST_MILLIS = Duration.ofMillis(100);

    /** Counts the hosts between the slashes, separated by commas; commas in parentheses belong to one host. */
    static HostList of(String url) {
        int begin = url.indexOf("//");
        if (begin < 0) {
            return new HostList(1);
        }
        int hosts = 1;
        int depth = 0;
        for (char c : url.substring(begin + 2).toCharArray()) {
            if (depth == 0 && (c == '/' || c == '?' || c == ';')) {
                break;
            }
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            hosts += c == ',' && depth == 0 ? 1 : 0;
        }
        return new HostList(hosts);
    }

    /**
     * Returns the connect timeout that lets the driver try every host before the login times out. The result is at most
     * 5 s; several hosts share the login timeout equally. The minimum is 1 s for a driver that counts in seconds,
     * otherwise 100 ms.
     */
    Duration share(Duration login, boolean inSeconds) {
        if (count == 1) {
            return LONGEST;
        }
        Duration all = login.isZero() || login.compareTo(LONGEST.multipliedBy(count)) > 0
                ? LONGEST.multipliedBy(count)
                : login;
        Duration share = all.dividedBy(count);
        Duration whole = inSeconds ? Duration.ofSeconds(share.toSeconds()) : Duration.ofMillis(share.toMillis());
        Duration shortest = inSeconds ? SHORTEST_SECONDS : SHORTEST_MILLIS;
        return whole.compareTo(shortest) < 0 ? shortest : whole;
    }
}
