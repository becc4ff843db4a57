package dev.sluice.pool.policy;

import static dev.sluice.value.ValueSpec.optional;

import dev.sluice.admission.Priority;
import dev.sluice.value.BadValue;
import dev.sluice.value.ValueSpec;
import dev.sluice.value.ValueType;
import dev.sluice.value.Values;
import java.time.Duration;
import java.util.List;

/**
 * The behaviour of a pool that is full, or nearly full. At a high utilization the pool becomes DEGRADED and refuses
 * callers of low lanes; at a lower one it is NORMAL again.
 *
 * @param whenFull what a caller gets that finds the pool full
 * @param enterAt utilization from which checks count towards DEGRADED, 0 to 1
 * @param leaveAt utilization below which checks count towards NORMAL, 0 to 1
 * @param checks number of checks in a row that change the state
 * @param interval the time between two checks
 * @param lowestLane the lowest lane that is served in DEGRADED
 * @param mode whether callers are affected, or only counted
 */
public record Degradation(
        WhenFull whenFull,
        double enterAt,
        double leaveAt,
        int checks,
        Duration interval,
        Priority lowestLane,
        PolicyMode mode) {

    /** The treatment of a caller that finds the pool full. */
    public enum WhenFull {
        /** The caller waits until its deadline. */
        WAIT,
        /** The caller is refused at once. */
        FAIL_FAST,
        /** The caller gets a substitute from the supplier of the application. */
        FALLBACK
    }

    private static final ValueType<Double> UTILIZATION = Values.decimal(0, 1);

    private static final ValueSpec<Double> ENTER_AT = optional(
                    "enterAt",
                    UTILIZATION,
                    "Utilization (leased share of max-size) from which a check counts towards DEGRADED.",
                    "0.95")
            .or(0.9, "0.9");
    private static final ValueSpec<Double> LEAVE_AT = optional(
                    "leaveAt",
                    UTILIZATION,
                    "Utilization below which a check counts towards NORMAL; must be below enter-at.",
                    "0.6")
            .or(0.7, "0.7");
    private static final ValueSpec<Integer> CHECKS = optional(
                    "checks", Values.integer(1, 1000), "Checks in a row that change the state.", "5")
            .or(3, "3");
    private static final ValueSpec<Duration> INTERVAL = optional(
                    "interval",
                    Values.duration(Duration.ofMillis(100), Duration.ofHours(1)),
                    "Time between two checks.",
                    "500ms")
            .or(Duration.ofSeconds(1), "1s");

    /** The declaration of this policy. */
    public static final PolicyDeclaration<Degradation> DECLARATION = new PolicyDeclaration<>(
            "degradation",
            "Refuses callers of a full pool at once, or gives them a substitute; refuses low lanes of a nearly full"
                    + " pool.",
            Degradation.class,
            List.<ValueSpec<?>>of(
                    optional(
                                    "whenFull",
                                    Values.choice(WhenFull.class),
                                    "WAIT: a caller that finds the pool full waits; FAIL_FAST: it is refused at once;"
                                            + " FALLBACK: it gets a substitute from the application's supplier.",
                                    "FAIL_FAST")
                            .or(WhenFull.WAIT, WhenFull.WAIT.name()),
                    ENTER_AT,
                    LEAVE_AT,
                    CHECKS,
                    INTERVAL,
                    optional(
                                    "lowestLane",
                                    Values.choice(Priority.class),
                                    "Lowest lane that is served in the state DEGRADED, at most HIGH: HIGH and CRITICAL"
                                            + " are always served.",
                                    "HIGH")
                            .or(Priority.NORMAL, Priority.NORMAL.name()),
                    optional(
                                    "mode",
                                    Values.choice(PolicyMode.class),
                                    "ENFORCE: callers are affected; OBSERVE: they are only counted.",
                                    "OBSERVE")
                            .or(PolicyMode.ENFORCE, PolicyMode.ENFORCE.name())));

    /** Checks the bounds, and that the two limits leave room between them. */
    public Degradation {
        ENTER_AT.check(enterAt);
        LEAVE_AT.check(leaveAt);
        CHECKS.check(checks);
        INTERVAL.check(interval);
        if (leaveAt >= enterAt) {
            throw BadValue.of("leaveAt", "must be below enter-at (" + enterAt + ")", leaveAt);
        }
        if (lowestLane.lane() < Priority.HIGH.lane()) {
            throw BadValue.of(
                    "lowestLane", "must not be above HIGH, because HIGH and above are always served", lowestLane);
        }
    }

    /** Returns whether callers of the lane are served in the state DEGRADED. */
    public boolean serves(Priority lane) {
        return lane.lane() <= lowestLane.lane();
    }
}
