package dev.sluice.pool.policy;

import static dev.sluice.value.ValueSpec.optional;

import dev.sluice.value.ValueSpec;
import dev.sluice.value.Values;
import java.time.Duration;
import java.util.List;

/**
 * The circuit breaker on the creation of connections. After some failed creations in a row none is tried for a time,
 * and a caller that would need a new connection is refused at once. Idle connections are still leased.
 *
 * @param failures number of failed creations in a row that open the circuit
 * @param open the time from the opening to the next probe
 * @param mode whether callers are refused, or only counted
 */
public record Breaker(int failures, Duration open, PolicyMode mode) {

    private static final ValueSpec<Integer> FAILURES = optional(
                    "failures", Values.integer(1, 1000), "Failed creations in a row that open the circuit.", "3")
            .or(5, "5");

    private static final ValueSpec<Duration> OPEN = optional(
                    "open",
                    Values.duration(Duration.ofMillis(100), Duration.ofHours(1)),
                    "Time from the opening of the circuit to the next probe.",
                    "10s")
            .or(Duration.ofSeconds(30), "30s");

    /** The declaration of this policy. */
    public static final PolicyDeclaration<Breaker> DECLARATION = new PolicyDeclaration<>(
            "breaker",
            "Tries no creation for a time after failed ones, and refuses callers that would need a new connection.",
            Breaker.class,
            List.<ValueSpec<?>>of(
                    FAILURES,
                    OPEN,
                    optional(
                                    "mode",
                                    Values.choice(PolicyMode.class),
                                    "ENFORCE: callers that would need a new connection are refused; OBSERVE: they are"
                                            + " only counted, and creations go on.",
                                    "OBSERVE")
                            .or(PolicyMode.ENFORCE, PolicyMode.ENFORCE.name())));

    /** Checks the bounds. */
    public Breaker {
        FAILURES.check(failures);
        OPEN.check(open);
    }
}
