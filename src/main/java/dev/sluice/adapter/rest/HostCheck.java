package dev.sluice.adapter.rest;

import dev.sluice.access.Guard;
import dev.sluice.access.Requester;
import dev.sluice.access.ServicePaths;
import dev.sluice.access.Surface;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * Refuses requests to a host that is not this service. A web page can give its own name the address of this machine (DNS
 * rebinding), and could then read every answer. The browser still sends the name of the page, by which such a request is
 * recognised. Refusals are audited. The three probes, which tell nothing, are answered under each name.
 *
 * <p>A service that listens at a loopback address has the loopback names and those of {@link HttpHosts}. A service that
 * other machines can reach has any name, unless {@link HttpHosts} has some. In an embedding application, only the paths
 * of this API are checked.
 */
@Singleton
@IfBuildProperty(name = "sluice.http.enabled", stringValue = "true")
public class HostCheck {

    /** The priority of this filter, after {@link ConnectionLimits} and before {@link HttpProblems}. */
    private static final int BEFORE_PATHS = 950;

    private static final String OPERATION = "request"; // the name that a denial has
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1");

    private final Set<String> names = new HashSet<>(LOOPBACK);
    private final boolean isOpenToAll;
    private final boolean isService;
    private final ServicePaths paths;

    private final Guard guard;

    @Inject
    HostCheck(Config config, HttpHosts hosts, Guard guard) {
        this.guard = guard;
        isOpenToAll = hosts.names().isEmpty() && ListenAddress.reachable(config) != null;
        isService = ServiceProcess.is(config);
        paths = ServicePaths.of(key -> config.getConfigValue(key).getValue());
        hosts.names().forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
        String own = config.getConfigValue(ListenAddress.HOST).getValue();
        if (own != null) {
            names.add(own.strip().toLowerCase(Locale.ROOT));
        }
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, BEFORE_PATHS);
    }

    private void check(RoutingContext context) {
        if (!isChecked(context)) {
            context.next();
            return;
        }
        HttpServerRequest request = context.request();
        HostAndPort authority = request.authority();
        String host = authority == null ? null : authority.host();
        if (request.headers().getAll(HttpHeaders.HOST).size() > 1) {
            HttpProblems.answer(context, ProblemType.MALFORMED_REQUEST, "the request has several Host headers");
            return;
        }
        String target = hostOfTarget(request.uri());
        if (admits(host) && (target == null || admits(target))) {
            context.next();
        } else {
            host = admits(host) ? target : host;
            audit(request, host);
            HttpProblems.answer(
                    context,
                    ProblemType.FOREIGN_HOST,
                    (host == null ? "the request names no host" : "this service is not the host '" + host + "'")
                            + "; use localhost or 127.0.0.1, or add the name of the service to sluice.http.hosts");
        }
    }

    /**
     * Returns the host in the target of a request that is a whole URI, which counts more than the Host header (RFC 9112,
     * section 3.2.2); null if the target is a path.
     */
    static @Nullable String hostOfTarget(String target) {
        int scheme = target.indexOf("://");
        if (scheme <= 0 || target.startsWith("/")) {
            return null;
        }
        try {
            return Objects.requireNonNullElse(new URI(target).getHost(), "");
        } catch (URISyntaxException e) {
            return "";
        }
    }

    /** Hands the refusal over to the audit log, which does not block this thread, and bounds the number of its lines. */
    private void audit(HttpServerRequest request, @Nullable String host) {
        String address = request.connection().remoteAddress(true).hostAddress();
        guard.refused(
                new Requester(null, address, Surface.HTTP), OPERATION, host == null ? "" : host, "a foreign host");
    }

    private boolean isChecked(RoutingContext context) {
        return isService ? paths.probe(context.normalizedPath()) == null : HttpProblems.isOurs(context);
    }

    /** Returns whether the host of a request, without its port, is this service. */
    boolean admits(@Nullable String host) {
        return isOpenToAll || (host != null && names.contains(withoutBrackets(host.toLowerCase(Locale.ROOT))));
    }

    private static String withoutBrackets(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }
}
