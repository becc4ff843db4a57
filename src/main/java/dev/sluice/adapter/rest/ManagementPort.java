package dev.sluice.adapter.rest;

import dev.sluice.value.Values;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Objects;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * Serves this API at the management interface of Quarkus, where the application has one, and then nowhere else. A request
 * there passes all filters of the application's port, so that its caller is authenticated by the mechanisms of {@code
 * quarkus.http.auth}; with {@code quarkus.management.auth} it needs the permission of that, too.
 */
@ApplicationScoped
@IfBuildProperty(name = "sluice.http.enabled", stringValue = "true")
public class ManagementPort {

    static final String KEY = "sluice.http.management";

    /** The order of this handler: before the guard of all other paths, because each request of this API has its own role. */
    private static final int FIRST = -3_000_000;

    private static final String ROOT_PATH = "quarkus.http.root-path";
    private static final String MARK = ManagementPort.class.getName();

    private final ApiRoot root;
    private final boolean wanted;
    private final String rootPath;
    private volatile boolean alone;
    private volatile @Nullable Router application;

    @Inject
    ManagementPort(Config config, ApiRoot root) {
        this.root = root;
        wanted = Values.FLAG.read(KEY, config.getValue(KEY, String.class));
        String path = config.getOptionalValue(ROOT_PATH, String.class).orElse("/");
        rootPath = path.endsWith("/") ? path : path + "/";
    }

    /** Notes the router of the application's port, which Quarkus announces before the management interface. */
    void use(@Observes Router router) {
        application = router;
    }

    void serve(@Observes ManagementInterface management) {
        if (wanted) {
            alone = true;
            management.router().route(rootPath + "*").order(FIRST).handler(this::pass);
        }
    }

    private void pass(RoutingContext context) {
        if (root.below(context.normalizedPath()) == null) {
            context.next(); // the resources of the application stay at its own port
            return;
        }
        context.put(MARK, this);
        context.response()
                .headers()
                .remove(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN); // Quarkus allows every origin here
        boolean isHttp2 = context.request().version() == HttpVersion.HTTP_2; // which Quarkus always enables here
        Objects.requireNonNull(application).handleContext(isHttp2 ? EndedRequest.in(context) : context);
    }

    /** Returns whether the API is at the port on which a request has arrived. */
    boolean serves(RoutingContext context) {
        return !alone || context.get(MARK) != null;
    }
}
