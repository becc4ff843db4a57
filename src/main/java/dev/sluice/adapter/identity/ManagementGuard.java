package dev.sluice.adapter.identity;

import dev.sluice.access.ServicePaths;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;

/**
 * Requires at the management interface of the service what {@link ServicePolicy} requires at its port: health, metrics
 * and every other path need a viewer, except the three probes. Quarkus itself checks there by {@code
 * quarkus.management.auth} only, which is off by default. The REST interface has its own checks.
 */
@Singleton
@IfBuildProperty(name = ServicePolicy.BUILT, stringValue = "true")
public class ManagementGuard {

    /** The order of this handler: after the REST interface, and before the plain probes and all paths of Quarkus. */
    private static final int ORDER = -2_000_000;

    private final ServiceMechanism mechanism;
    private final ServicePolicy policy;
    private final IdentityProviderManager providers;
    private final ServicePaths paths;

    ManagementGuard(
            ServiceMechanism mechanism, ServicePolicy policy, IdentityProviderManager providers, Config config) {
        this.mechanism = mechanism;
        this.policy = policy;
        this.providers = providers;
        this.paths = ServicePaths.ofManagement(key -> config.getConfigValue(key).getValue());
    }

    void guard(@Observes ManagementInterface management) {
        management.router().route().order(ORDER).handler(this::check);
    }

    private void check(RoutingContext context) {
        context.response()
                .headers()
                .remove(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN); // Quarkus allows every origin here
        pause(context.request()); // otherwise it ends during a check on another thread, and HTTP/2 permits no pause
        // then
        Context loop = context.vertx().getOrCreateContext();
        mechanism
                .authenticate(context, providers)
                .flatMap(identity -> policy.check(context, identity, paths))
                .emitOn(command -> loop.runOnContext(now -> command.run()))
                .subscribe()
                .with(
                        permitted -> {
                            resume(context.request());
                            context.next();
                        },
                        context::fail);
    }

    private static void pause(HttpServerRequest request) {
        if (!request.isEnded()) {
            request.pause();
        }
    }

    private static void resume(HttpServerRequest request) {
        if (!request.isEnded()) {
            request.resume();
        }
    }
}
