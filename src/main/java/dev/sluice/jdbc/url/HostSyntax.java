package dev.sluice.jdbc.url;

import dev.sluice.value.BadValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The spellings of hosts in JDBC URLs: the text between the prefix and the parameters. */
enum HostSyntax {
    /** {@code //host:port,host:port/database} */
    LIST("//host:port/database?name=value", "//([^/?]+)(?:/[^/?;&\\\\'\"#]*)?") {
        @Override
        List<HostPort> hosts(Matcher parts, int defaultPort) {
            List<HostPort> hosts = new ArrayList<>();
            for (String host : part(parts, 1).split(",", -1)) {
                hosts.add(readHost(host, defaultPort, hosts.size() + 1));
            }
            return List.copyOf(hosts);
        }
    },
    /**
     * {@code //host:port/service}, {@code host:port/service} or {@code host:port:sid}. A descriptor in parentheses and
     * the name of an entry in a file of the client are not among them.
     */
    ORACLE(
            "//host:port/service or host:port:sid",
            "(?://([^/,]+)/|(\\[[^\\]]*]:[0-9]{1,5}|[^/:,]+:[0-9]{1,5})[:/])[A-Za-z0-9_.$-]+") {
        @Override
        List<HostPort> hosts(Matcher parts, int defaultPort) {
            return List.of(readHost(part(parts, parts.group(1) == null ? 2 : 1), defaultPort, 1));
        }
    },
    /**
     * {@code //host:port} or {@code //host\instance}. The server tells the port of an instance, so that the instance
     * counts as part of the host unless the URL has a port, which the driver prefers.
     */
    SQL_SERVER(
            "//host:port;name=value", "//([^\\\\:/;]+|\\[[^\\]]*])(?:\\\\([A-Za-z0-9_$]{1,16}))?(?::([0-9]{1,5}))?") {
        @Override
        List<HostPort> hosts(Matcher parts, int defaultPort) {
            String port = parts.group(3);
            HostPort host = readHost(part(parts, 1) + (port == null ? "" : ":" + port), defaultPort, 1);
            String instance = parts.group(2);
            return List.of(
                    instance == null || port != null
                            ? host
                            : new HostPort(host.host(), instance.toLowerCase(Locale.ROOT), BROWSER_PORT));
        }
    },
    /** The name of a database in memory. */
    NONE("", "[A-Za-z0-9_.-]*") {
        @Override
        List<HostPort> hosts(Matcher parts, int defaultPort) {
            return List.of();
        }
    };

    /** The port of the service that tells the ports of instances. */
    private static final int BROWSER_PORT = 1434;

    private final String form;

    @SuppressWarnings("ImmutableEnumChecker") // a pattern is immutable
    private final Pattern pattern;

    HostSyntax(String form, String pattern) {
        this.form = form;
        this.pattern = Pattern.compile(pattern);
    }

    /**
     * Returns the hosts of a text, in order.
     *
     * @throws BadValue for {@code url} if the text has another form
     */
    List<HostPort> read(String prefix, String text, int defaultPort) {
        Matcher parts = pattern.matcher(text);
        if (!parts.matches()) {
            throw BadValue.of(
                    "url",
                    this == NONE
                            ? "must name a database in memory with letters, digits, '_', '.' and '-'"
                            : "must be " + prefix + form
                                    + " in a request; any other form can be set in the configuration only");
        }
        return hosts(parts, defaultPort);
    }

    /** Returns what every text of this form begins with, which may be empty. */
    String begin() {
        return this == LIST || this == SQL_SERVER ? "//" : "";
    }

    abstract List<HostPort> hosts(Matcher parts, int defaultPort);

    private static String part(Matcher parts, int number) {
        return String.valueOf(parts.group(number));
    }

    private static HostPort readHost(String host, int defaultPort, int number) {
        HostPort read = HostPort.parse(host, defaultPort);
        if (read == null) {
            throw BadValue.of(
                    "url", "must name hosts separated by commas, without a user; host " + number + " " + HostPort.RULE);
        }
        return read;
    }
}
