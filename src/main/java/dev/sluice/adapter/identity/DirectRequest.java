package dev.sluice.adapter.identity;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The way of a request, as far as it decides whether a program on this machine has sent it directly.
 *
 * @param address the address of the connection's other end, independent of headers; null if it has none
 * @param host the host in the request, null if it is missing
 * @param headers the names of the request's headers
 */
record DirectRequest(@Nullable String address, @Nullable String host, Set<String> headers) {

    /** The headers by which proxies say that they are between, in lower case. */
    private static final Set<String> PROXY_HEADERS = Set.of(
            "forwarded",
            "forwarded-for",
            "x-forwarded",
            "client-ip",
            "x-cluster-client-ip",
            "x-original-forwarded-for",
            "fastly-client-ip",
            "via",
            "x-real-ip",
            "x-client-ip",
            "true-client-ip",
            "cf-connecting-ip",
            "x-envoy-external-address");

    private static final String PROXY_PREFIX = "x-forwarded-";
    private static final Set<String> LOCAL_NAMES = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

    static DirectRequest of(HttpServerRequest request) {
        HostAndPort authority = request.authority();
        return new DirectRequest(
                addressOf(request),
                authority == null ? null : authority.host(),
                request.headers().names());
    }

    /** Returns the address of the connection's other end, independent of headers; null if it has none. */
    static @Nullable String addressOf(HttpServerRequest request) {
        return request.connection().remoteAddress(true).hostAddress();
    }

    /**
     * Returns whether the connection comes from this machine, no proxy says that it is between, and the request names
     * this machine by a name that no foreign DNS server resolves.
     */
    boolean isLocal() {
        return isLoopback() && !isProxied() && isAddressedLocally();
    }

    private boolean isProxied() {
        return headers.stream()
                .map(name -> name.toLowerCase(Locale.ROOT).replace('_', '-')) // some servers take both for the same
                .anyMatch(name -> name.startsWith(PROXY_PREFIX) || PROXY_HEADERS.contains(name));
    }

    private boolean isLoopback() {
        try {
            return address != null && InetAddress.getByName(address).isLoopbackAddress(); // an address, not a name
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private boolean isAddressedLocally() {
        return host != null && LOCAL_NAMES.contains(host.toLowerCase(Locale.ROOT));
    }
}
