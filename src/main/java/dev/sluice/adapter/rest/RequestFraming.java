package dev.sluice.adapter.rest;

import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import org.eclipse.microprofile.config.Config;

/**
 * Refuses requests with a transfer coding that this server does not decode, and closes the connection (RFC 9112, section
 * 6.1). A proxy in front may see the end of such a request elsewhere, and would pass on the rest as the request of
 * another client. The HTTP codec refuses the other forms: Content-Length beside Transfer-Encoding, or repeated.
 */
@Singleton
@IfBuildProperty(name = "sluice.http.enabled", stringValue = "true")
public class RequestFraming {

    /** The priority of this filter, after {@link ConnectionLimits} and before {@link HostCheck}. */
    private static final int BEFORE_HOST = 975;

    private static final String ONLY = "chunked";

    private final boolean isService;

    @Inject
    RequestFraming(Config config) {
        isService = ServiceProcess.is(config);
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, BEFORE_HOST);
    }

    private void check(RoutingContext context) {
        List<String> codings = context.request().headers().getAll(HttpHeaders.TRANSFER_ENCODING);
        if (isDecoded(codings) || !(isService || HttpProblems.isOurs(context))) {
            context.next();
            return;
        }
        RefusedConnection.announceEnd(context);
        context.addEndHandler(end -> RefusedConnection.end(context));
        HttpProblems.answer(
                context, ProblemType.MALFORMED_REQUEST, "the Transfer-Encoding of the request is not chunked");
    }

    /** Returns whether the end of a request with these codings is known. */
    static boolean isDecoded(List<String> codings) {
        return codings.isEmpty()
                || (codings.size() == 1 && codings.get(0).strip().equalsIgnoreCase(ONLY));
    }
}
