package dev.sluice.adapter.health;

import io.smallrye.mutiny.Uni;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.jspecify.annotations.Nullable;

/** Runs one check of the pools at a time; concurrent probes share its answer. Thread-safe. */
final class SharedProbe {

    private final Uni<HealthCheckResponse> probe;
    private final AtomicReference<@Nullable Uni<HealthCheckResponse>> running = new AtomicReference<>();

    SharedProbe(Uni<HealthCheckResponse> probe) {
        this.probe = probe;
    }

    /** Returns the answer of the running check, or of a new one. */
    Uni<HealthCheckResponse> answer() {
        Uni<HealthCheckResponse> mine =
                probe.onTermination().invoke(() -> running.set(null)).memoize().indefinitely();
        Uni<HealthCheckResponse> other = running.compareAndExchange(null, mine);
        return other == null ? mine : other;
    }
}
