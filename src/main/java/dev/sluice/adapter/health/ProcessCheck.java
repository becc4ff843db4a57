package dev.sluice.adapter.health;

import io.quarkus.arc.properties.IfBuildProperty;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Reports liveness: the process lives if it answers. The check does not read the pools, because a restart does not
 * bring a database back. A liveness that failed with the database would take down every instance at once. The event
 * loop answers the check, so other requests cannot keep it from a thread.
 */
@Liveness
@Singleton
@IfBuildProperty(name = "sluice.health.enabled", stringValue = "true")
public final class ProcessCheck implements AsyncHealthCheck {

    @Override
    public Uni<HealthCheckResponse> call() {
        return Uni.createFrom().item(HealthCheckResponse.up("Sluice process"));
    }
}
