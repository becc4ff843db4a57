package dev.sluice.adapter.rest;

import dev.sluice.time.Ticker;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/**
 * Logs answers that refuse a request for lack of valid credentials (401), at the pace of {@link RefusalPace}: for every
 * path of the service, whichever part refuses. In an embedding application, only for the paths of this API.
 */
@Singleton
@IfBuildProperty(name = "sluice.http.enabled", stringValue = "true")
public class AnonymousRefusals {

    /** The priority of this filter, before the filters that refuse. */
    private static final int EARLY = 1050;

    private static final String MARK = AnonymousRefusals.class.getName();
    private static final Logger LOG = Logger.getLogger("dev.sluice.http");

    private final boolean isService;
    private final RefusalPace pace = new RefusalPace(Ticker.system(), LOG::warn);

    @Inject
    AnonymousRefusals(Config config) {
        isService = ServiceProcess.is(config);
    }

    void register(@Observes Filters filters) {
        filters.register(this::watch, EARLY);
    }

    private void watch(RoutingContext context) {
        boolean isRerouted = context.get(MARK) != null;
        if (!isRerouted && (isService || HttpProblems.isOurs(context))) {
            context.put(MARK, this);
            context.addHeadersEndHandler(begins -> record(context));
        }
        context.next();
    }

    private void record(RoutingContext context) {
        if (context.response().getStatusCode() == ProblemType.TOKEN_REQUIRED.status()) {
            HttpServerRequest request = context.request();
            SocketAddress peer = request.connection().remoteAddress(true);
            pace.record(
                    peer == null ? "an unknown address" : peer.hostAddress(),
                    request.method() + " " + HttpProblems.instance(request.path()));
        }
    }
}
