package dev.sluice.pool.failure;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Refuses a caller that would need a new connection while the circuit breaker is open. The caller took no slot. */
public final class CircuitOpen extends PoolException {

    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    /** Creates the exception with the last failed creation as its cause. */
    public CircuitOpen(String pool, String message, Duration retryAfter, @Nullable Throwable cause) {
        super(pool, message, cause);
        this.retryAfter = retryAfter;
    }

    /** Returns the time until the next probe; zero while a probe is under way. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
