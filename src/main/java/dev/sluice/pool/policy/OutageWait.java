package dev.sluice.pool.policy;

import static dev.sluice.value.ValueSpec.optional;

import dev.sluice.value.ValueSpec;
import dev.sluice.value.Values;
import java.time.Duration;
import java.util.List;

/**
 * The limit for waits while the database is down: the last creation has failed, and the pool has no connection. The
 * acquisition timeout remains the limit for waits at a busy pool.
 *
 * @param maxWait maximum wait; zero refuses callers at once
 */
public record OutageWait(Duration maxWait) {

    private static final ValueSpec<Duration> MAX_WAIT = optional(
                    "maxWait",
                    Values.duration(Duration.ZERO, Duration.ofHours(1)),
                    "Maximum wait while the last creation failed and the pool has no connection; 0s refuses at once.",
                    "500ms")
            .or(Duration.ofSeconds(1), "1s");

    /** The declaration of this policy. */
    public static final PolicyDeclaration<OutageWait> DECLARATION = new PolicyDeclaration<>(
            "outage",
            "Limits the waits of callers while the database is down, apart from the waits at a busy pool.",
            OutageWait.class,
            List.<ValueSpec<?>>of(MAX_WAIT));

    /** Checks the bounds. */
    public OutageWait {
        MAX_WAIT.check(maxWait);
    }
}
