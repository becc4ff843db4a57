package dev.sluice.adapter.identity;

import dev.sluice.access.Proof;
import io.quarkus.arc.properties.IfBuildProperty;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * Gives direct requests of programs on this machine an identity, during the demonstration of a service that listens at
 * loopback only and has no configured credentials.
 */
@Singleton
@IfBuildProperty(name = ServicePolicy.BUILT, stringValue = "true")
class LocalDemonstration {

    private final Demonstration demonstration;
    private final boolean isPossible;

    LocalDemonstration(Demonstration demonstration, CredentialPlan plan, Config config) {
        this.demonstration = demonstration;
        isPossible = !plan.hasOwn()
                && new BindCheck(key -> config.getConfigValue(key).getValue()).isAtLoopback();
    }

    /** Returns the identity of the demonstration, or null if it does not apply to the request. */
    @Nullable
    Proof proof(HttpServerRequest request) {
        return isPossible && demonstration.isOn() && DirectRequest.of(request).isLocal()
                ? new Proof(DemonstrationIdentity.PRINCIPAL, demonstration::isOn)
                : null;
    }
}
