package dev.sluice.adapter.health;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * The process answers, so it lives. Nothing of the pools is asked: a restart does not bring a database back,
 * and a liveness that failed with it would take down every instance at once. The event loop answers it: no other
 * request can keep it from a thread.
 */
@Liveness
@Singleton
public final class ProcessCheck implements AsyncHealthCheck {

    @Override
    public Uni<HealthCheckResponse> call() {
        return Uni.createFrom().item(HealthCheckResponse.up("Sluice process"));
    }
}
