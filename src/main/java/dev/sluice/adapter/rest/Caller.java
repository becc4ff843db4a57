package dev.sluice.adapter.rest;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The sender of a request, and its origin.
 *
 * @param address the address of the connection's other end, independent of headers; null if it has none
 * @param scheme the scheme of the request
 * @param host the host in the request, null if it is missing
 * @param port the port in the request, negative if it is missing
 * @param header returns a header of the request by its name
 */
record Caller(
        @Nullable String address,
        @Nullable String scheme,
        @Nullable String host,
        int port,
        Function<String, @Nullable String> header) {

    private static final List<String> PROXY_HEADERS =
            List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via");
    private static final Set<String> OWN_SITE = Set.of("same-origin", "none");
    private static final Set<String> LOCAL_NAMES = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

    static Caller of(HttpServerRequest request) {
        HostAndPort authority = request.authority();
        return new Caller(
                request.connection().remoteAddress(true).hostAddress(),
                request.scheme(),
                authority == null ? null : authority.host(),
                authority == null ? -1 : authority.port(),
                request::getHeader);
    }

    @Nullable
    String header(String name) {
        return header.apply(name);
    }

    /** Returns the foreign site whose page made a browser send the request, or null. */
    @Nullable
    String foreignPage() {
        String origin = header("Origin");
        if (origin != null && !isOwn(origin)) {
            return "'" + origin + "'";
        }
        String site = header("Sec-Fetch-Site");
        return site == null || OWN_SITE.contains(site) ? null : "another site (" + site + ")";
    }

    private boolean isOwn(String origin) {
        try {
            URI uri = URI.create(origin);
            return host != null
                    && host.equalsIgnoreCase(uri.getHost())
                    && String.valueOf(scheme).equalsIgnoreCase(uri.getScheme())
                    && port(port) == port(uri.getPort());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private int port(int given) {
        return given >= 0 ? given : "https".equalsIgnoreCase(scheme) ? 443 : 80;
    }

    boolean isProxied() {
        return PROXY_HEADERS.stream().anyMatch(name -> header(name) != null);
    }

    boolean isLoopback() {
        try {
            return address != null && InetAddress.getByName(address).isLoopbackAddress(); // an address, not a name
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** Returns whether the request addresses this machine by a name that no foreign DNS server resolves. */
    boolean isAddressedLocally() {
        return host != null && LOCAL_NAMES.contains(host.toLowerCase(Locale.ROOT));
    }
}
