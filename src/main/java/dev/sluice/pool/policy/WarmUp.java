package dev.sluice.pool.policy;

import static dev.sluice.value.ValueSpec.optional;

import dev.sluice.value.BadValue;
import dev.sluice.value.ValueSpec;
import dev.sluice.value.ValueType;
import dev.sluice.value.Values;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The creation of connections ahead of demand: at the start of the pool, after a reset, and by schedule.
 *
 * @param size number of connections at the start, or null for no warm-up at the start
 * @param parallel maximum number of connections that a warm-up creates at the same time
 * @param afterReset whether the pool is warmed up again after a reset
 * @param readinessWait the time for which readiness waits for the warm-up at the start
 * @param schedule the times of the week at which the pool is warmed up, or null
 * @param zone the time zone of the schedule, or null for that of the system
 */
public record WarmUp(
        @Nullable Integer size,
        int parallel,
        boolean afterReset,
        Duration readinessWait,
        @Nullable WeeklySchedule schedule,
        @Nullable String zone) {

    /** Maximum number of connections, which is the largest size of a pool. */
    static final int LARGEST = 10_000;

    private static final int MOST_PARALLEL = 1_000;
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private static final ValueType<String> ZONE = Values.text(
            "the name of a time zone, such as Europe/Berlin or UTC",
            text -> zoneOf(text.strip()) == null ? null : text.strip());

    /** The declaration of this policy. */
    public static final PolicyDeclaration<WarmUp> DECLARATION = new PolicyDeclaration<>(
            "warmUp",
            "Creates connections ahead of demand: at the start, after a reset, and by schedule.",
            WarmUp.class,
            List.<ValueSpec<?>>of(
                    optional(
                                    "size",
                                    Values.integer(1, LARGEST),
                                    "Connections at the start of the pool; more than max-size count as max-size.",
                                    "15")
                            .orElse("no warm-up at the start"),
                    optional(
                                    "parallel",
                                    Values.integer(1, MOST_PARALLEL),
                                    "Maximum connections that a warm-up creates at the same time.",
                                    "5")
                            .or(2, "2"),
                    optional(
                                    "afterReset",
                                    Values.FLAG,
                                    "Brings the pool to size again after the operation reset.",
                                    "false")
                            .or(true, "true"),
                    optional(
                                    "readinessWait",
                                    Values.duration(Duration.ZERO, LONGEST_WAIT),
                                    "Time for which startup and readiness wait for the warm-up at the start.",
                                    "30s")
                            .or(Duration.ofSeconds(30), "30s"),
                    optional(
                                    "schedule",
                                    WeeklySchedule.TYPE,
                                    "Local times at which the pool is brought to a number of connections, or to max-size"
                                            + " if that is less.",
                                    "Mon-Fri 08:00=15 | Sat 09:30=5")
                            .orElse("no schedule"),
                    optional("zone", ZONE, "Time zone of the schedule.", "Europe/Berlin")
                            .orElse("that of the system")));

    /** Checks that there is a warm-up. */
    public WarmUp {
        if (size == null && schedule == null) {
            throw BadValue.of("size", "is missing: give at least one of size and schedule");
        }
    }

    private static @Nullable ZoneId zoneOf(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** Returns the time zone of the schedule. */
    public ZoneId zoneId() {
        ZoneId named = zone == null ? null : zoneOf(zone);
        return named == null ? ZoneId.systemDefault() : named;
    }
}
