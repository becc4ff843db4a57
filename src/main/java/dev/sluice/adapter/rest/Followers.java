package dev.sluice.adapter.rest;

import dev.sluice.access.CurrentRequester;
import io.quarkus.arc.properties.IfBuildProperty;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.subscription.MultiEmitter;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * Bounds the streams of events that clients follow at the same time, and ends each one when the credentials of its client
 * are no longer valid. Thread-safe.
 */
@Singleton
@IfBuildProperty(name = "sluice.http.enabled", stringValue = "true")
class Followers {

    private static final Duration BETWEEN_CHECKS = Duration.ofSeconds(1);

    private final int most;
    private final CurrentRequester current;
    private final AtomicInteger following = new AtomicInteger();

    Followers(HttpLimits limits, CurrentRequester current) {
        most = limits.followers();
        this.current = current;
    }

    /**
     * Returns the stream, which counts from its begin to its end. It ends within a second when the credentials of the
     * present request are no longer valid. Refuses it at once if there are too many.
     */
    <T> Multi<T> admit(Multi<T> stream) {
        if (following.get() >= most) {
            throw refusal();
        }
        BooleanSupplier isValid = current.validity();
        return Multi.createFrom().deferred(() -> begin(whileValid(stream, isValid)));
    }

    private <T> Multi<T> begin(Multi<T> stream) {
        if (following.incrementAndGet() > most) {
            following.decrementAndGet();
            return Multi.createFrom().failure(refusal());
        }
        return stream.onTermination().invoke(following::decrementAndGet);
    }

    /**
     * Returns the stream up to its end, or up to the first check that finds the credentials not valid. A client that reads
     * too slowly gets the latest event.
     */
    private static <T> Multi<T> whileValid(Multi<T> stream, BooleanSupplier isValid) {
        return Multi.createFrom().emitter(client -> pass(stream, isValid, client), BackPressureStrategy.LATEST);
    }

    /**
     * Passes events on. Only the begin and the checks ask for the validity, which may read a file: an operation sends the
     * events.
     */
    private static <T> void pass(Multi<T> stream, BooleanSupplier isValid, MultiEmitter<? super T> client) {
        if (!isValid.getAsBoolean()) {
            client.complete();
            return;
        }
        Cancellable checks = Multi.createFrom()
                .ticks()
                .every(BETWEEN_CHECKS)
                .onOverflow()
                .drop()
                .subscribe()
                .with(tick -> endUnless(isValid, client));
        Cancellable events = stream.onTermination()
                .invoke(checks::cancel)
                .subscribe()
                .with(client::emit, client::fail, client::complete);
        client.onTermination(events::cancel);
    }

    /** Ends the stream of a client, after which it gets no event, unless its credentials are valid. */
    private static void endUnless(BooleanSupplier isValid, MultiEmitter<?> client) {
        if (!isValid.getAsBoolean()) {
            client.complete();
        }
    }

    private Refusal refusal() {
        return Refusal.of(
                ProblemType.TOO_BUSY,
                most + " clients follow operations and batches, the maximum (sluice.http.limits.followers)");
    }
}
