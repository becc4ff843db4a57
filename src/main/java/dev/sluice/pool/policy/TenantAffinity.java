package dev.sluice.pool.policy;

import static dev.sluice.value.ValueSpec.optional;

import dev.sluice.value.ValueSpec;
import dev.sluice.value.Values;
import java.time.Duration;
import java.util.List;

/**
 * The sessions that are kept without a reset for the next lease of the same tenant.
 *
 * @param keep the time for which an idle session is kept
 * @param mostKept maximum share of the pool's maximum size that is kept, in percent, rounded up
 */
public record TenantAffinity(Duration keep, int mostKept) {

    private static final Duration LONGEST_KEEP = Duration.ofHours(1);

    /** The declaration of this policy. */
    public static final PolicyDeclaration<TenantAffinity> DECLARATION = new PolicyDeclaration<>(
            "tenantAffinity",
            "Keeps sessions without a reset for the next lease of the same tenant.",
            TenantAffinity.class,
            List.<ValueSpec<?>>of(
                    optional(
                                    "keep",
                                    Values.duration(Duration.ofMillis(100), LONGEST_KEEP),
                                    "Time for which an idle session is kept for its tenant; then it is reset.",
                                    "30s")
                            .or(Duration.ofSeconds(10), "10s"),
                    optional(
                                    "mostKept",
                                    Values.integer(1, 100),
                                    "Maximum number of kept sessions, in percent of max-size, rounded up.",
                                    "80")
                            .or(50, "50")));

    /** Returns the maximum number of kept sessions of a pool of this maximum size. */
    public int mostOf(int maxSize) {
        return (int) (((long) maxSize * mostKept + 99) / 100);
    }
}
