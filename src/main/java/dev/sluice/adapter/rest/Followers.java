package dev.sluice.adapter.rest;

import io.quarkus.arc.properties.IfBuildProperty;
import io.smallrye.mutiny.Multi;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicInteger;

/** Bounds the streams of events that clients follow at the same time. Thread-safe. */
@Singleton
@IfBuildProperty(name = "sluice.http.enabled", stringValue = "true")
class Followers {

    private final int most;
    private final AtomicInteger following = new AtomicInteger();

    Followers(HttpLimits limits) {
        most = limits.followers();
    }

    /** Returns the stream, which counts from its begin to its end. Refuses it at once if there are too many. */
    <T> Multi<T> admit(Multi<T> stream) {
        if (following.get() >= most) {
            throw refusal();
        }
        return Multi.createFrom().deferred(() -> begin(stream));
    }

    private <T> Multi<T> begin(Multi<T> stream) {
        if (following.incrementAndGet() > most) {
            following.decrementAndGet();
            return Multi.createFrom().failure(refusal());
        }
        return stream.onTermination().invoke(following::decrementAndGet);
    }

    private Refusal refusal() {
        return Refusal.of(
                ProblemType.TOO_BUSY,
                most + " clients follow operations and batches, the maximum (sluice.http.limits.followers)");
    }
}
