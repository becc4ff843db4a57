package dev.sluice.adapter.health;

import io.smallrye.mutiny.Uni;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.jspecify.annotations.Nullable;

/** One look at the pools at a time, however many probes ask: those that come meanwhile get its answer. Thread-safe. */
final class SharedLook {

    private final Uni<HealthCheckResponse> look;
    private final AtomicReference<@Nullable Uni<HealthCheckResponse>> running = new AtomicReference<>();

    SharedLook(Uni<HealthCheckResponse> look) {
        this.look = look;
    }

    /** The answer of the look that is being taken, or of a new one. */
    Uni<HealthCheckResponse> answer() {
        Uni<HealthCheckResponse> mine =
                look.onTermination().invoke(() -> running.set(null)).memoize().indefinitely();
        Uni<HealthCheckResponse> other = running.compareAndExchange(null, mine);
        return other == null ? mine : other;
    }
}
