package dev.sluice.control.operation;

import static dev.sluice.value.ValueSpec.optional;

import dev.sluice.pool.CloseMode;
import dev.sluice.pool.ConfigSettings;
import dev.sluice.pool.operation.Pace;
import dev.sluice.value.Arguments;
import dev.sluice.value.ValueSpec;
import dev.sluice.value.ValueType;
import dev.sluice.value.Values;
import java.time.Duration;
import java.util.Map;

/** The parameters that several operations have in common. */
final class OperationParameters {

    private static final int LONGEST_NAME = 1000;

    static final ValueType<String> NAME = Values.name(LONGEST_NAME);
    static final ValueType<Integer> SIZE = ConfigSettings.MIN_SIZE.type();
    static final String CONNECTION_NAME = "conn_7_1767225600123456789";

    static final ValueSpec<Map<String, String>> TAG =
            optional("tag", Values.TAG, "Only leases with this tag, as key:value.", "feature:billing");
    static final ValueSpec<String> TENANT = optional("tenant", NAME, "Only leases of this tenant.", "acme");
    static final ValueSpec<String> HOLDER =
            optional("holder", NAME, "Only leases that the thread of this name has acquired.", "worker-3");

    static final ValueSpec<Integer> AT_ONCE = optional(
                    "atOnce", Pace.AT_ONCE, "Maximum connections that are replaced at the same time.", "2")
            .or(1, "1");
    static final ValueSpec<Double> PER_SECOND = optional(
                    "perSecond",
                    Pace.PER_SECOND,
                    "Maximum connections that are created in a second; 0 for no limit.",
                    "5")
            .or(0.0, "0");
    static final ValueSpec<Integer> MOST_FAILURES = optional(
                    "mostFailures",
                    Pace.MOST_FAILURES,
                    "Number of failed creations after which the operation stops.",
                    "1")
            .or(0, "0");

    static final ValueSpec<CloseMode> CLOSE_MODE = optional(
                    "mode",
                    Values.choice(CloseMode.class),
                    "DRAIN waits for leases until the patience ends, then breaks the rest; IDLE_ONLY leaves them to their holders;"
                            + " FORCE breaks them at once.",
                    "DRAIN")
            .or(CloseMode.DRAIN, "DRAIN");
    static final ValueSpec<Duration> PATIENCE = optional(
                    "patience", Values.DURATION, "Maximum wait for leases to end.", "30s")
            .or(Duration.ofSeconds(30), "30s");

    private OperationParameters() {}

    /** Returns the tags of the parameter {@link #TAG}. */
    static Map<String, String> tags(Arguments arguments) {
        Map<String, String> tags = arguments.get(TAG);
        return tags == null ? Map.of() : tags;
    }

    /** Returns the pace of the three parameters for it. */
    static Pace pace(Arguments arguments) {
        return new Pace(arguments.need(AT_ONCE), arguments.need(PER_SECOND), arguments.need(MOST_FAILURES));
    }
}
