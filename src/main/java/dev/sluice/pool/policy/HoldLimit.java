package dev.sluice.pool.policy;

import static dev.sluice.value.ValueSpec.optional;

import dev.sluice.admission.Priority;
import dev.sluice.value.BadValue;
import dev.sluice.value.ValueSpec;
import dev.sluice.value.ValueType;
import dev.sluice.value.Values;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The maximum time of a lease. A lease whose request has a limit of its own has that limit only.
 *
 * @param maxHold the maximum time of a lease, or null for none
 * @param byLane the maximum times of leases of single lanes, zero for none; or null
 * @param idleInTransaction the maximum time for which the session of a lease may be idle in a transaction, or null
 * @param mode the effect on a lease beyond its limit
 */
public record HoldLimit(
        @Nullable Duration maxHold,
        @Nullable NamedDurations byLane,
        @Nullable Duration idleInTransaction,
        Effect mode) {

    private static final ValueType<Duration> LIMIT = Values.duration(Duration.ofMillis(100), Values.LONGEST);

    /** The effect on a lease beyond its limit. */
    public enum Effect {
        /** The lease is counted. */
        OBSERVE,
        /** The lease is counted and reported. */
        WARN,
        /** The lease is ended: its statement is cancelled, its work is rolled back, and its connection is closed. */
        END
    }

    /** The declaration of this policy. */
    public static final PolicyDeclaration<HoldLimit> DECLARATION = new PolicyDeclaration<>(
            "holdLimit",
            "Counts, reports or ends leases that are held for too long.",
            HoldLimit.class,
            List.<ValueSpec<?>>of(
                    optional("maxHold", LIMIT, "Maximum time of a lease.", "30s")
                            .orElse("no limit"),
                    optional(
                                    "byLane",
                                    NamedDurations.type("background:10m low:1m", HoldLimit::isLane),
                                    "Maximum time of a lease of the lane; 0s for no limit.",
                                    "background:10m")
                            .orElse("max-hold"),
                    optional(
                                    "idleInTransaction",
                                    LIMIT,
                                    "Maximum time for which the session of a lease may be idle in a transaction"
                                            + " (PostgreSQL).",
                                    "20s")
                            .orElse("no limit"),
                    optional(
                                    "mode",
                                    Values.choice(Effect.class),
                                    "OBSERVE: leases beyond a limit are counted; WARN: and reported; END: and ended.",
                                    "WARN")
                            .or(Effect.OBSERVE, Effect.OBSERVE.name())));

    /** Checks that there is a limit. */
    public HoldLimit {
        if (maxHold == null && byLane == null && idleInTransaction == null) {
            throw BadValue.of("maxHold", "is missing: give at least one of max-hold, by-lane and idle-in-transaction");
        }
    }

    private static boolean isLane(String name) {
        return List.of(Priority.values()).stream()
                .anyMatch(lane -> lane.name().toLowerCase(Locale.ROOT).equals(name));
    }

    /** Returns the limit of a lease of the lane without a limit of its own; null for no limit. */
    public @Nullable Duration of(Priority lane) {
        Duration ofLane =
                byLane == null ? null : byLane.byName().get(lane.name().toLowerCase(Locale.ROOT));
        Duration limit = ofLane == null ? maxHold : ofLane;
        return limit == null || limit.isZero() ? null : limit;
    }
}
