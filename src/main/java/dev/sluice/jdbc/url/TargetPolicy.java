package dev.sluice.jdbc.url;

import dev.sluice.pool.failure.StoredCredentialsStay;
import dev.sluice.pool.failure.TargetNotAllowed;
import dev.sluice.value.BadValue;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides to which databases a request may move a pool, or create one for. A database is named by its kind, its hosts
 * and their ports. The policy permits databases that the configuration names; it connects to none, and queries name
 * servers only for hosts that it permits. Immutable.
 *
 * <p>A name server may answer the driver otherwise than it answered the policy (DNS rebinding). Therefore the addresses
 * are checked again before each session, see {@link #checkAddresses}. The driver then asks the same resolver of the
 * JVM, which keeps its answers for a time. A difference remains possible where that time is set to zero or ends between
 * the check and the driver's question.
 */
public final class TargetPolicy {

    /** The policy without further places: a pool may move within its own destinations. */
    public static final TargetPolicy OWN_DESTINATIONS =
            new TargetPolicy(List.of(), List.of(), HostLookups.OF_JVM, false);

    private static final List<String> H2_SERVERS = List.of("jdbc:h2:tcp:", "jdbc:h2:ssl:");

    private final NamedPlaces configured;
    private final NamedPlaces further;
    private final HostResolver resolver;
    private final boolean isCodeAllowed;

    /**
     * @param configured the URLs and hosts that the configuration has for its own pools
     * @param further places that the configuration names for requests, with the parameters that their URLs have
     * @param isCodeAllowed whether a request may also set parameters that run code, and name files of H2
     * @throws BadValue if a place is neither a host nor a JDBC URL
     */
    public TargetPolicy(
            Collection<String> configured, Collection<String> further, HostResolver resolver, boolean isCodeAllowed) {
        this.configured = new NamedPlaces(configured);
        this.further = new NamedPlaces(further);
        this.resolver = resolver;
        this.isCodeAllowed = isCodeAllowed;
    }

    /**
     * Returns normally if the text names a place for requests: a host, or a URL whose hosts can be read.
     *
     * @throws BadValue with the rule that the text breaks
     */
    public static void checkPlace(String place) {
        if (!place.startsWith("jdbc:")) {
            new NamedPlaces(List.of(place));
            return;
        }
        TargetUrl url = TargetUrl.readAny(place);
        if (url.parameters().keySet().stream().anyMatch(NamedPlaces::isCredential)) {
            throw BadValue.of("url", "must not have a user, a password or a key");
        }
    }

    /**
     * Returns normally if a request may name the URL. Nothing is sent, except a query to a name server for a host that
     * is permitted.
     *
     * @param own the destinations of the stored credentials, which are permitted as well
     * @param bringsCredentials whether the request brings both the name of a user and a password
     * @throws TargetNotAllowed if the kind of database or a host is not permitted
     * @throws StoredCredentialsStay if stored credentials would go to a host that is not named for them
     * @throws BadValue if such a URL can come from a configuration only
     */
    public void admit(String url, Destinations own, boolean bringsCredentials) {
        if (isExempt(url, own)) {
            return;
        }
        TargetUrl target = read(url, own);
        requireNamed(target, own);
        if (!bringsCredentials) {
            own.requireNamed(target);
        }
        for (HostPort host : target.hosts()) {
            refuseAddresses(host.host(), own);
        }
    }

    private TargetUrl read(String url, Destinations own) {
        return TargetUrl.read(
                url,
                (name, value) ->
                        isCodeAllowed || own.places().hasParameter(name, value) || further.hasParameter(name, value));
    }

    private void requireNamed(TargetUrl target, Destinations own) {
        UrlKind kind = target.kind();
        if (List.of(own.places(), configured, further).stream().noneMatch(places -> places.hasKind(kind))) {
            throw new TargetNotAllowed("begins with " + kind.prefix()
                    + ", and the configuration has no such database; add one to sluice.targets.allow");
        }
        for (HostPort host : target.hosts()) {
            if (!isNamed(kind, host, own)) {
                throw new TargetNotAllowed("has the host " + host
                        + ", where the configuration has no database of this kind; add it to sluice.targets.allow");
            }
        }
    }

    private boolean isNamed(UrlKind kind, HostPort host, Destinations own) {
        return own.places().hasHost(kind, host) || configured.hasHost(kind, host) || further.hasHost(kind, host);
    }

    /** Refuses a name that has a forbidden address, or whose addresses are not known in time. A name without an address is left to the check of each session. */
    private void refuseAddresses(String host, Destinations own) {
        try {
            requireAddresses(host, own);
        } catch (UnansweredLookup e) {
            throw new TargetNotAllowed("has a host whose addresses are not known now: " + e.getMessage());
        } catch (UnknownHostException e) {
            // the driver cannot connect either; the failure of its attempt has the reason
        }
    }

    private void requireAddresses(String host, Destinations own) throws UnknownHostException {
        AddressRules rules = new AddressRules(List.of(own.places(), configured, further).stream()
                .flatMap(places -> places.hosts().stream())
                .toList());
        List<InetAddress> addresses =
                HostName.isAddress(host) ? List.of(HostName.address(host)) : resolver.addresses(host);
        for (InetAddress address : addresses) {
            String refusal = rules.refusal(address);
            if (refusal != null) {
                throw new TargetNotAllowed("has the host " + host + ", which is " + refusal + ", "
                        + address.getHostAddress() + "; name the address in the configuration to permit it");
            }
        }
    }

    /**
     * Checks the addresses of an admitted URL again, before a session is opened.
     *
     * @throws TargetNotAllowed if a host has a forbidden address by now
     * @throws UnknownHostException if a host has no address
     */
    public void checkAddresses(String url, Destinations own) throws UnknownHostException {
        if (isExempt(url, own)) {
            return;
        }
        for (HostPort host : TargetUrl.readAny(url).hosts()) {
            requireAddresses(host.host(), own);
        }
    }

    /** Returns whether no rule applies: the pool has the URL, or H2 runs in this process and code is permitted. */
    private boolean isExempt(String url, Destinations own) {
        return own.places().hasUrl(url) || (isCodeAllowed && isEmbeddedH2(url));
    }

    /** Returns whether H2 runs in this process for the URL, in memory or over files. */
    private static boolean isEmbeddedH2(@Nullable String url) {
        return url != null && url.startsWith("jdbc:h2:") && H2_SERVERS.stream().noneMatch(url::startsWith);
    }
}
