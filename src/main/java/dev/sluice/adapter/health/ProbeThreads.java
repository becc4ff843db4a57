package dev.sluice.adapter.health;

import dev.sluice.time.Workers;
import io.quarkus.arc.properties.IfBuildProperty;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * The threads of the checks of pools. Quarkus would call checks on the threads that handle requests: a service with
 * only slow requests would then appear dead. Thread-safe.
 */
@Singleton
@IfBuildProperty(name = "sluice.health.enabled", stringValue = "true")
public class ProbeThreads {

    /** The number of threads: one for readiness and one for startup, each with one check at a time. */
    private static final int THREADS = 2;

    private final ExecutorService threads = Workers.named("sluice-health", THREADS);

    /** Returns a check of the pools; probes during a running check share its answer. */
    SharedProbe share(Supplier<HealthCheckResponse> check) {
        return new SharedProbe(Uni.createFrom().item(check).runSubscriptionOn(threads));
    }
}
