package dev.sluice.pool.failure;

import java.time.Duration;

/** Refuses a caller beyond a rate limit. The caller took no slot. */
public final class RateLimited extends PoolException {

    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    /** Creates the exception with a message that has the limit and its rate. */
    public RateLimited(String pool, String message, Duration retryAfter) {
        super(pool, message, null);
        this.retryAfter = retryAfter;
    }

    /** Returns the time until the caller may come again. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
