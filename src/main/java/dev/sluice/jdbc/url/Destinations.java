package dev.sluice.jdbc.url;

import dev.sluice.pool.failure.StoredCredentialsStay;
import java.util.Collection;
import java.util.List;

/**
 * The destinations that a configuration names for the credentials that it stores: whole JDBC URLs, and hosts. A request
 * may send these credentials to no other destination. Immutable.
 */
public final class Destinations {

    /** No destinations: a request brings its own credentials. */
    public static final Destinations NONE = of(List.of());

    private static final String REMEDY = "; give username and password in the request, or name the host in the"
            + " configuration: sluice.pools.<name>.endpoints, or sluice.secret-hosts.<secret>";

    private final NamedPlaces places;

    private Destinations(Collection<String> named) {
        places = new NamedPlaces(named);
    }

    /**
     * Returns these destinations.
     *
     * @param named {@code host}, {@code host:port}, or whole URLs that begin with {@code jdbc:}; a host without a port
     *     has the default port of the kind of database
     * @throws dev.sluice.value.BadValue for {@code endpoints}, if an entry has none of these forms
     */
    public static Destinations of(Collection<String> named) {
        return new Destinations(named);
    }

    NamedPlaces places() {
        return places;
    }

    /**
     * Returns normally if the stored credentials may be sent to the target.
     *
     * @throws StoredCredentialsStay if a host is not named here, or the connection would be less encrypted
     */
    void requireNamed(TargetUrl target) {
        for (HostPort host : target.hosts()) {
            if (!places.hasHost(target.kind(), host)) {
                throw new StoredCredentialsStay("has the host " + host
                        + ", which the configuration does not name for the stored credentials" + REMEDY);
            }
        }
        if (!target.hosts().isEmpty() && !places.isEncryptedLike(target)) {
            throw new StoredCredentialsStay(
                    "must have the parameters for encryption that the configured one has, with the same values,"
                            + " as the stored credentials would be sent; or give username and password in the request");
        }
    }
}
