package dev.sluice.jdbc.url;

import dev.sluice.value.BadValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Hosts and JDBC URLs that a configuration names. Immutable. */
final class NamedPlaces {

    /** Matches a URL without a host, for which the driver uses localhost. */
    private static final Pattern WITHOUT_HOST = Pattern.compile("^jdbc:postgresql:(?!//[^/])/*");

    /** Matches parameters that carry credentials. A request must not be able to guess their values by trials. */
    private static final Pattern CREDENTIAL = Pattern.compile("(?i)user|pass|pwd|secret|token|credential|key");

    private final Set<String> urls = new LinkedHashSet<>();
    private final Set<UrlKind> kinds = new LinkedHashSet<>();
    private final Set<HostPort> bare = new LinkedHashSet<>();
    private final List<TargetUrl> read = new ArrayList<>();

    /**
     * @param places {@code host}, {@code host:port}, or whole URLs that begin with {@code jdbc:}; a host without a port
     *     has the default port of the kind of database
     * @throws BadValue for {@code endpoints}, if an entry has none of these forms
     */
    NamedPlaces(Collection<String> places) {
        for (String place : places) {
            if (place.startsWith("jdbc:")) {
                urls.add(place);
                readIfPossible(WITHOUT_HOST.matcher(place).replaceFirst("jdbc:postgresql://localhost/"));
            } else {
                bare.add(readHost(place));
            }
        }
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
        UrlKind kind = UrlKind.of(url);
        if (kind != null) {
            kinds.add(kind);
        }
        try {
            read.add(TargetUrl.readAny(url));
        } catch (IllegalArgumentException e) {
            // then only the URL as written counts
        }
    }

    static boolean isCredential(String parameter) {
        return CREDENTIAL.matcher(parameter).find();
    }

    /** Returns whether the URL is named as a whole, exactly as written. */
    boolean hasUrl(String url) {
        return urls.contains(url);
    }

    /** Returns whether a URL of this kind is named. */
    boolean hasKind(UrlKind kind) {
        return kinds.contains(kind);
    }

    /** Returns whether the host is named, in a URL of the kind or by itself. */
    boolean hasHost(UrlKind kind, HostPort host) {
        return read.stream().anyMatch(url -> url.kind() == kind && url.hosts().contains(host))
                || bare.stream()
                        .anyMatch(named -> named.withDefault(kind.defaultPort()).equals(host));
    }

    /** Returns whether a URL here has the parameter with this value, and no credential is in it. */
    boolean hasParameter(String name, String value) {
        return !isCredential(name) && read.stream().anyMatch(url -> value.equals(url.parameter(name)));
    }

    /** Returns whether there is no URL with hosts here, or one has the same parameters for encryption. */
    boolean isEncryptedLike(TargetUrl target) {
        return read.isEmpty() || read.stream().anyMatch(url -> encryption(url).equals(encryption(target)));
    }

    private static Map<String, String> encryption(TargetUrl url) {
        Map<String, String> parameters = new TreeMap<>(url.parameters());
        parameters.keySet().removeIf(name -> !UrlKind.isEncryption(name));
        return parameters;
    }

    /** Returns the hosts, without ports. */
    List<String> hosts() {
        List<String> hosts = new ArrayList<>();
        bare.forEach(host -> hosts.add(host.host()));
        read.forEach(url -> url.hosts().forEach(host -> hosts.add(host.host())));
        return hosts;
    }
}
