package dev.sluice.pool.policy;

import static dev.sluice.value.ValueSpec.optional;

import dev.sluice.value.BadValue;
import dev.sluice.value.ValueSpec;
import dev.sluice.value.Values;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The checks of the application on the connections of a pool. A connection that fails one is closed, and the caller
 * receives another one.
 *
 * @param names the names of the checks, in the order in which they run
 * @param limit maximum time of each check
 * @param when the moments at which the checks run
 */
public record Checks(@Nullable CheckNames names, Duration limit, CheckMoments when) {

    /** The declaration of this policy. */
    public static final PolicyDeclaration<Checks> DECLARATION = new PolicyDeclaration<>(
            "checks",
            "Runs checks of the application on connections, and closes those that fail one.",
            Checks.class,
            List.<ValueSpec<?>>of(
                    optional(
                                    "names",
                                    CheckNames.TYPE,
                                    "Names of the checks, in the order in which they run; the first failure ends them.",
                                    "schema-version")
                            .orElse("required"),
                    optional(
                                    "limit",
                                    Values.duration(Duration.ofMillis(10), Duration.ofMinutes(5)),
                                    "Maximum time of each check; a later answer counts as a failure.",
                                    "500ms")
                            .or(Duration.ofSeconds(2), "2s"),
                    optional(
                                    "when",
                                    CheckMoments.TYPE,
                                    "Moments: acquire (after validate-after-idle), return (after each lease), background"
                                            + " (with background-validation), first (before the first lease).",
                                    "acquire first background")
                            .or(CheckMoments.USUAL, CheckMoments.USUAL.toString())));

    /** Checks that there is a check. */
    public Checks {
        if (names == null) {
            throw BadValue.of("names", "is missing: give the names of checks");
        }
    }

    /**
     * Checks that the application has all named checks.
     *
     * @param known the names of the checks of the application
     * @throws BadValue for the rule names, if one is missing
     */
    public void requireKnown(Set<String> known) {
        for (String name : ordered()) {
            if (!known.contains(name)) {
                String all = known.isEmpty() ? "none" : String.join(", ", new TreeSet<>(known));
                throw BadValue.ofText("names", "must be checks of the application, which has " + all, name);
            }
        }
    }

    /** Returns the names of the checks. */
    public List<String> ordered() {
        return names == null ? List.of() : names.names();
    }
}
