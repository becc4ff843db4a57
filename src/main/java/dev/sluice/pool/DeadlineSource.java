package dev.sluice.pool;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Limits the waits of callers from outside, for example by the remaining time of a transaction. */
@FunctionalInterface
public interface DeadlineSource {

    /**
     * Returns the limit for a wait of the current thread that begins now, or null without one. A pool asks only for
     * callers that must wait.
     */
    @Nullable
    OuterLimit limit();

    /**
     * A limit for a wait.
     *
     * @param remaining the remaining time, zero or less if it is over
     * @param origin the limit in words, for messages: "the remaining time of the transaction"
     */
    record OuterLimit(Duration remaining, String origin) {}
}
