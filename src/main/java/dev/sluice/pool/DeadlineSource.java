package dev.sluice.pool;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Limits the waits of callers from outside, for example by the remaining time of a transaction. {@link
 * ManagedPool#limitWaits} adds a source to a pool. Implementations are thread-safe, and never block.
 */
@FunctionalInterface
public interface DeadlineSource {

    /**
     * Returns the limit for a wait of the current thread that begins now, or null without one. A pool asks only for
     * callers that must wait.
     */
    @Nullable
    OuterLimit limit();

    /**
     * Registers for an end of the current thread's work before its limit, such as a rollback by another thread. By
     * default there is no such end.
     *
     * @param end ends the wait; receives the reason in words, as {@link OuterLimit#origin}. Any thread may call it, also
     *     more than once, and this method may, too
     * @return removes the registration; called once, at the end of the wait
     */
    default Runnable onEarlyEnd(Consumer<String> end) {
        return () -> {};
    }

    /**
     * A limit for a wait.
     *
     * @param remaining the remaining time, zero or less if it is over
     * @param origin the limit in words, for messages: "the remaining time of the transaction"
     */
    record OuterLimit(Duration remaining, String origin) {}
}
