package dev.sluice.jdbc.url;

import dev.sluice.pool.failure.StoredCredentialsStay;
import dev.sluice.value.BadValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The destinations that a configuration names for the credentials that it stores: whole JDBC URLs, and hosts. A request
 * may send these credentials to no other destination. Immutable.
 */
public final class Destinations {

    /** No destinations: a request brings its own credentials. */
    public static final Destinations NONE = of(List.of());

    /** Matches a URL without a host, for which the driver uses localhost. */
    private static final Pattern WITHOUT_HOST = Pattern.compile("^jdbc:postgresql:(?!//[^/])/*");

    /** Matches parameters that carry credentials. A request must not be able to guess their values by trials. */
    private static final Pattern CREDENTIAL = Pattern.compile("(?i)user|pass|pwd|secret|token|credential|key");

    private static final String WAY_OUT = "; give username and password in the request, or name the host in the"
            + " configuration: sluice.pools.<name>.endpoints, or sluice.secret-hosts.<secret>";

    private final Set<String> urls = new LinkedHashSet<>();
    private final Set<HostPort> hosts = new LinkedHashSet<>();
    private final List<TargetUrl> read = new ArrayList<>();

    private Destinations(Collection<String> named) {
        for (String place : named) {
            if (place.startsWith("jdbc:")) {
                urls.add(place);
                readIfPossible(place);
            } else {
                hosts.add(readHost(place));
            }
        }
        read.forEach(url -> hosts.addAll(url.hosts()));
    }

    /**
     * Returns these destinations.
     *
     * @param named {@code host}, {@code host:port}, or whole URLs that begin with {@code jdbc:}; a host without a port
     *     has the default port of the kind of database
     * @throws BadValue for {@code endpoints}, if an entry has none of these forms
     */
    public static Destinations of(Collection<String> named) {
        return new Destinations(named);
    }

    private static HostPort readHost(String place) {
        HostPort host = HostPort.parse(place, HostPort.ANY_KIND);
        if (host == null) {
            throw BadValue.ofText("endpoints", HostPort.RULE + ", or a JDBC URL", place);
        }
        return host;
    }

    /** Reads the hosts of a URL. A URL that a request could not contain names no host in addition to itself. */
    private void readIfPossible(String url) {
        try {
            String whole = WITHOUT_HOST.matcher(url).replaceFirst("jdbc:postgresql://localhost/");
            read.add(TargetUrl.read(whole, (name, value) -> true));
        } catch (IllegalArgumentException e) {
            // then only the URL as written counts
        }
    }

    /**
     * Returns normally if a request may name the URL.
     *
     * @param hasOwnCredentials whether the request brings both the name of a user and a password
     * @throws BadValue if such a URL can come from a configuration only
     * @throws StoredCredentialsStay if stored credentials would go to a host that is not named for them
     */
    public void admit(String url, boolean hasOwnCredentials) {
        if (urls.contains(url)) {
            return;
        }
        TargetUrl target = TargetUrl.read(url, this::isConfigured);
        if (hasOwnCredentials) {
            return;
        }
        for (HostPort host : target.hosts()) {
            if (!isNamed(host, target.kind())) {
                throw new StoredCredentialsStay("has the host " + host
                        + ", which the configuration does not name for the stored credentials" + WAY_OUT);
            }
        }
        if (!target.hosts().isEmpty() && !read.isEmpty() && !isEncryptedAsConfigured(target)) {
            throw new StoredCredentialsStay(
                    "must have the parameters for encryption that the configured one has, with the same values,"
                            + " as the stored credentials would be sent; or give username and password in the request");
        }
    }

    /** Returns whether all hosts of the URL, or the URL itself, are named here. */
    public boolean covers(String url) {
        try {
            admit(url, false);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private boolean isConfigured(String name, String value) {
        return !CREDENTIAL.matcher(name).find()
                && read.stream()
                        .anyMatch(url -> hasName(url, name)
                                && value.equals(url.parameters().get(name)));
    }

    private static boolean hasName(TargetUrl url, String name) {
        return url.parameters().keySet().stream().anyMatch(name::equals);
    }

    private boolean isNamed(HostPort host, UrlKind kind) {
        return hosts.stream()
                .anyMatch(named -> named.withDefault(kind.defaultPort()).equals(host));
    }

    private boolean isEncryptedAsConfigured(TargetUrl target) {
        return read.stream().anyMatch(url -> encryption(url).equals(encryption(target)));
    }

    private static Map<String, String> encryption(TargetUrl url) {
        Map<String, String> parameters = new TreeMap<>(url.parameters());
        parameters.keySet().removeIf(name -> !UrlKind.isEncryption(name));
        return parameters;
    }
}
