package dev.sluice.pool;

import dev.sluice.pool.store.FailureKind;
import org.jspecify.annotations.Nullable;

/**
 * Reports an attempt that was not made, because attempts are held back after a failure that does not pass by itself, or
 * because the circuit is open.
 * The cause is the earlier failure. The message does not repeat it, because it says nothing about the present.
 */
final class AttemptWithheld extends Exception {

    private static final long serialVersionUID = 1L;

    AttemptWithheld(LastFailure last, long now) {
        super(
                "not tried: waiting after a "
                        + (last.kind() == FailureKind.PASSWORD_REJECTED ? "rejected password" : "failed set-up")
                        + ", next attempt in " + last.untilNext(now),
                last.cause());
    }

    /** Reports an attempt that an open circuit withholds. */
    AttemptWithheld(String circuit, @Nullable Throwable cause) {
        super("not tried: " + circuit, cause);
    }
}
