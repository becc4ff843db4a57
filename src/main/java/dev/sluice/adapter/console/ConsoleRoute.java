package dev.sluice.adapter.console;

import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;

/**
 * Serves the files of the console to any caller, because the form for credentials is one of them. Paths that are not of
 * the console are left to the other routes. Where the management interface serves the API, it serves the console, too,
 * and the port of the application does not. Thread-safe.
 *
 * <p>Not a singleton, because routes are created before the application starts with its real configuration.
 */
@ApplicationScoped
@IfBuildProperty(name = "sluice.console.enabled", stringValue = "true")
public class ConsoleRoute {

    /** Before the resources of the application; the filters, authentication included, have other routes before it. */
    private static final int EARLY = 0;

    private static final int MOVED = 308;
    private static final int UNCHANGED = 304;
    private static final int NOT_ALLOWED = 405;
    private static final String READS = "GET, HEAD";
    private static final String COMPRESSED = "-gzip";

    private final ConsoleSite site;
    private volatile @Nullable ConsoleFiles files;
    private volatile boolean isManaged;

    @Inject
    ConsoleRoute(ConsoleSite site) {
        this.site = site;
    }

    void serve(@Observes Router router) {
        router.route().order(EARLY).handler(context -> answer(context, isManaged));
    }

    void serve(@Observes ManagementInterface management) {
        if (site.isManaged()) {
            isManaged = true;
            management.router().route().handler(context -> answer(context, false));
        }
    }

    /** Returns whether a request is for a file of the console, which needs no identity. */
    public boolean serves(RoutingContext context) {
        return !isManaged && isOurs(context.normalizedPath());
    }

    private boolean isOurs(String path) {
        ConsolePaths paths = paths();
        String name = paths.file(path);
        return name == null ? paths.lacksSlash(path) : files().find(name) != null;
    }

    private ConsolePaths paths() {
        return new ConsolePaths(site.path());
    }

    private ConsoleFiles files() {
        ConsoleFiles known = files;
        if (known == null) {
            known = new ConsoleFiles(paths().relative(site.api()));
            files = known; // RACE: two threads may read the list, with the same result
        }
        return known;
    }

    private void answer(RoutingContext context, boolean elsewhere) {
        String path = context.normalizedPath();
        if (elsewhere || !isOurs(path)) {
            context.next();
            return;
        }
        HttpMethod method = context.request().method();
        HttpServerResponse response = context.response();
        if (!HttpMethod.GET.equals(method) && !HttpMethod.HEAD.equals(method)) {
            response.putHeader(HttpHeaders.ALLOW, READS);
            context.fail(NOT_ALLOWED);
            return;
        }
        ConsoleHeaders.add(response.headers());
        String name = paths().file(path);
        ConsoleFile file = name == null ? null : files().find(name);
        if (file == null) {
            String last = path.substring(path.lastIndexOf('/') + 1);
            response.setStatusCode(MOVED)
                    .putHeader(HttpHeaders.LOCATION, last + "/")
                    .end();
        } else {
            send(context, file);
        }
    }

    private static void send(RoutingContext context, ConsoleFile file) {
        HttpServerResponse response = context.response();
        boolean isCompressed = accepts(context.request().getHeader(HttpHeaders.ACCEPT_ENCODING));
        String tag = '"' + file.tag() + (isCompressed ? COMPRESSED : "") + '"';
        response.putHeader(HttpHeaders.ETAG, tag);
        if (knows(context.request().getHeader(HttpHeaders.IF_NONE_MATCH), tag)) {
            response.setStatusCode(UNCHANGED).end();
            return;
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, file.type());
        if (isCompressed) {
            response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
        }
        var content = isCompressed ? file.compressed() : file.plain();
        response.putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(content.length()));
        if (HttpMethod.HEAD.equals(context.request().method())) {
            response.end();
        } else {
            response.end(content);
        }
    }

    private static boolean accepts(@Nullable String encodings) {
        return encodings != null && encodings.contains("gzip") && !encodings.contains("gzip;q=0");
    }

    private static boolean knows(@Nullable String known, String tag) {
        return known != null && known.contains(tag);
    }
}
