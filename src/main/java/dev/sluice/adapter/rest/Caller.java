package dev.sluice.adapter.rest;

import dev.sluice.access.Guard;
import dev.sluice.access.Requester;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.net.URI;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The web page that made a browser send a request, if any.
 *
 * @param scheme the scheme of the request
 * @param host the host in the request, null if it is missing
 * @param port the port in the request, negative if it is missing
 * @param header returns a header of the request by its name
 */
record Caller(@Nullable String scheme, @Nullable String host, int port, Function<String, @Nullable String> header) {

    private static final Pattern ORIGIN = Pattern.compile("null|[a-z]{1,10}://[A-Za-z0-9.-]{1,253}(?::[0-9]{1,5})?");
    private static final Set<String> OWN_SITE = Set.of("same-origin", "none");

    static Caller of(HttpServerRequest request) {
        HostAndPort authority = request.authority();
        return new Caller(
                request.scheme(),
                authority == null ? null : authority.host(),
                authority == null ? -1 : authority.port(),
                request::getHeader);
    }

    /** Refuses and audits a request by a web page of another site, with or without credentials. */
    void refuseForeignPages(Guard guard, Requester requester, String operation, @Nullable String pool) {
        String page = foreignPage();
        if (page != null) {
            guard.refused(requester, operation, pool == null ? "" : pool, "a page of another site");
            throw Refusal.of(ProblemType.CROSS_SITE, "a page of " + page + " may not do this");
        }
    }

    /** Returns the foreign site whose page made a browser send the request, or null. */
    @Nullable
    String foreignPage() {
        String origin = header.apply("Origin");
        if (origin != null && !isOwn(origin)) {
            return shown(origin);
        }
        String site = header.apply("Sec-Fetch-Site");
        return site == null || OWN_SITE.contains(site) ? null : "another site (" + site + ")";
    }

    /** Returns scheme, host and port of an origin; any other text may be a secret in the wrong header. */
    private static String shown(String origin) {
        return ORIGIN.matcher(origin).matches() ? "'" + origin + "'" : "another site";
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
}
