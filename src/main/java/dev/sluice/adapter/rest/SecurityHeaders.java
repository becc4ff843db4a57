package dev.sluice.adapter.rest;

import dev.sluice.access.Demonstration;
import dev.sluice.access.ServicePaths;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.Config;

/**
 * Adds the headers that keep browsers and caches from misusing an answer: to every answer of the service, refusals and
 * event streams included. In an embedding application, only the answers for the paths of this API have them.
 * In the demonstration mode, each answer says so. {@link HeadRefusals} writes the same protection for requests that never reach the router.
 */
@Singleton
@IfBuildProperty(name = "sluice.http.enabled", stringValue = "true")
public class SecurityHeaders {

    /** The priority of this filter, before every filter that may answer. */
    private static final int BEFORE_ALL = 1100;

    private static final String NO_FRAMES = "frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
    private static final Header DATA_ONLY = new Header("Content-Security-Policy", "default-src 'none'; " + NO_FRAMES);

    /** The explorer has a script and styles inside its page, and sends requests to this service only. */
    private static final Header EXPLORER_ONLY = new Header(
            "Content-Security-Policy",
            "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline';"
                    + " img-src 'self' data:; object-src 'none'; " + NO_FRAMES);

    private static final Header NO_STORE = new Header("Cache-Control", "no-store");
    private static final List<Header> DATA = List.of(DATA_ONLY, NO_STORE);
    private static final Header DEMONSTRATION = new Header("Sluice-Demonstration", Demonstration.MEANING);
    private static final Header TLS_ONLY = new Header("Strict-Transport-Security", "max-age=31536000");

    private static final List<Header> ALWAYS = List.of(
            new Header("X-Content-Type-Options", "nosniff"),
            new Header("X-Frame-Options", "DENY"),
            new Header("Referrer-Policy", "no-referrer"),
            new Header("Cross-Origin-Resource-Policy", "same-origin"),
            new Header("Cross-Origin-Opener-Policy", "same-origin"),
            new Header("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"));

    private final boolean isService;
    private final ServicePaths paths;
    private final Demonstration demonstration;

    @Inject
    SecurityHeaders(Config config, Demonstration demonstration) {
        this.demonstration = demonstration;
        isService = ServiceProcess.is(config);
        paths = ServicePaths.of(key -> config.getConfigValue(key).getValue());
    }

    /**
     * A header of an answer, encoded once.
     *
     * @param name the name
     * @param value the value
     */
    private record Header(CharSequence name, CharSequence value) {
        Header {
            name = HttpHeaders.createOptimized(name.toString());
            value = HttpHeaders.createOptimized(value.toString());
        }
    }

    void register(@Observes Filters filters) {
        filters.register(this::protect, BEFORE_ALL);
    }

    private void protect(RoutingContext context) {
        if (isService || ApiRequests.pathOf(context) != null) {
            context.addHeadersEndHandler(begins -> addAll(context));
        }
        context.next();
    }

    private void addAll(RoutingContext context) {
        MultiMap headers = context.response().headers();
        headersOf(kind(context), context.request().isSSL())
                .forEach(header -> headers.set(header.name(), header.value()));
        if (demonstration.isOn()) {
            headers.set(DEMONSTRATION.name(), DEMONSTRATION.value());
        }
    }

    /** Adds the headers to an answer that no filter has seen. */
    static void add(RoutingContext context) {
        MultiMap headers = context.response().headers();
        headersOf(DATA, context.request().isSSL()).forEach(header -> headers.set(header.name(), header.value()));
    }

    /** Returns the headers that depend on the content of an answer. */
    private List<Header> kind(RoutingContext context) {
        if (context.response().headers().contains(DATA_ONLY.name())) {
            return List.of(); // a static file of the console, which has a policy of its own
        }
        return paths.isExplorer(context.normalizedPath()) ? List.of(EXPLORER_ONLY) : DATA;
    }

    private static List<Header> headersOf(List<Header> kind, boolean isEncrypted) {
        List<Header> headers = new ArrayList<>(ALWAYS);
        headers.addAll(kind);
        if (isEncrypted) {
            headers.add(TLS_ONLY);
        }
        return headers;
    }

    /** Returns the lines of the headers, for an answer that is written without the router. */
    static String lines(boolean isEncrypted) {
        return headersOf(DATA, isEncrypted).stream()
                .map(header -> header.name() + ": " + header.value() + "\r\n")
                .collect(Collectors.joining());
    }
}
