package dev.sluice.adapter.health;

import dev.sluice.time.Workers;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * The threads of the checks that look at pools. Quarkus would call checks on the threads that handle requests: a
 * service whose requests all take long would then look dead. Thread-safe.
 */
@Singleton
public class ProbeThreads {

    /** The number of threads: one for readiness and one for startup, each of which has one look at a time. */
    private static final int THREADS = 2;

    private final ExecutorService threads = Workers.named("sluice-health", THREADS);

    /** Returns a check of the pools; probes that come while one is running share its answer. */
    SharedProbe look(Supplier<HealthCheckResponse> check) {
        return new SharedProbe(Uni.createFrom().item(check).runSubscriptionOn(threads));
    }
}
