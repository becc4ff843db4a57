package dev.sluice.adapter.health;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * The process answers, so it lives. Nothing of the pools is asked: a restart does not bring a database back,
 * and a liveness that failed with it would take down every instance at once.
 */
@Liveness
@Singleton
public final class ProcessCheck implements HealthCheck {

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.up("Sluice process");
    }
}
