package dev.sluice.pool.policy;

import static dev.sluice.value.ValueSpec.optional;

import dev.sluice.value.BadValue;
import dev.sluice.value.ValueSpec;
import dev.sluice.value.ValueType;
import dev.sluice.value.Values;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The search for the maximum with the highest throughput.
 *
 * @param least the smallest maximum
 * @param most the largest maximum
 * @param interval minimum time of a measurement
 * @param mode whether the maximum is changed, or only the first step is said
 */
public record AdaptiveSize(int least, @Nullable Integer most, Duration interval, PolicyMode mode) {

    private static final ValueType<Integer> SIZE = Values.integer(1, 10_000);

    private static final ValueSpec<Integer> LEAST =
            optional("least", SIZE, "Smallest maximum of connections.", "4").or(1, "1");

    private static final ValueSpec<Integer> MOST = optional(
                    "most", SIZE, "Largest maximum of connections; not more than the database has for this pool.", "32")
            .orElse("none: must be given");

    private static final ValueSpec<Duration> INTERVAL = optional(
                    "interval",
                    Values.duration(Duration.ofMillis(100), Duration.ofMinutes(10)),
                    "Minimum time of a measurement.",
                    "10s")
            .or(Duration.ofSeconds(5), "5s");

    /** The declaration of this policy. */
    public static final PolicyDeclaration<AdaptiveSize> DECLARATION = new PolicyDeclaration<>(
            "adaptiveSize",
            "Moves the maximum of connections to the size with the highest throughput.",
            AdaptiveSize.class,
            List.<ValueSpec<?>>of(
                    LEAST,
                    MOST,
                    INTERVAL,
                    optional(
                                    "mode",
                                    Values.choice(PolicyMode.class),
                                    "ENFORCE: the maximum is changed; OBSERVE: the first step is only said.",
                                    "ENFORCE")
                            .or(PolicyMode.ENFORCE, PolicyMode.ENFORCE.name())));

    /** Checks the values. */
    public AdaptiveSize {
        LEAST.check(least);
        INTERVAL.check(interval);
        if (most == null) {
            throw BadValue.of("most", "is missing: give the largest maximum");
        }
        MOST.check(most);
        if (least > most) {
            throw BadValue.of("least", "must not exceed most (" + most + ")", least);
        }
    }

    /** Returns {@link #most}, which every policy has. */
    public int largest() {
        return most == null ? least : most;
    }
}
