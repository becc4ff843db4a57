package dev.sluice.adapter.identity;

import dev.sluice.access.Principal;
import io.quarkus.arc.properties.IfBuildProperty;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Gives direct requests of programs on this machine an identity, during the demonstration without credentials. */
@Singleton
@IfBuildProperty(name = ServicePolicy.BUILT, stringValue = "true")
class LocalDemonstration {

    private final Demonstration demonstration;
    private final boolean isConfigured;

    LocalDemonstration(Demonstration demonstration, CredentialPlan plan, IssuerKeys issuer) {
        this.demonstration = demonstration;
        isConfigured = plan.hasOwn() || issuer.isKnown();
    }

    /** Returns the identity of the demonstration, or null if it does not apply to the request. */
    @Nullable
    Principal principal(HttpServerRequest request) {
        return !isConfigured
                        && demonstration.isOn()
                        && DirectRequest.of(request).isLocal()
                ? DemonstrationIdentity.PRINCIPAL
                : null;
    }
}
