package dev.sluice.control.operation;

import static dev.sluice.value.ValueSpec.optional;
import static dev.sluice.value.ValueSpec.required;

import dev.sluice.access.Role;
import dev.sluice.admission.Priority;
import dev.sluice.control.operation.Command.Effort;
import dev.sluice.pool.fault.FaultKind;
import dev.sluice.pool.fault.FaultRule;
import dev.sluice.pool.operation.OperationName;
import dev.sluice.value.Arguments;
import dev.sluice.value.ValueSpec;
import dev.sluice.value.Values;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The operations that inject faults, to see what the application does then. */
final class FaultOperations {

    private static final ValueSpec<FaultKind> FAULT = required(
            "fault",
            Values.choice(FaultKind.class),
            "DELAY_ACQUIRE lets callers wait before their acquire; REFUSE_ACQUIRE refuses callers; FAIL_CREATION fails"
                    + " creations; FAIL_VALIDATION fails validations of idle connections; BREAK_ON_USE cuts the session"
                    + " of a new lease, so that its next statement fails; DROP_CONNECTION takes a connection from its"
                    + " new holder.",
            "REFUSE_ACQUIRE");
    private static final ValueSpec<Priority> LANE =
            optional("lane", Values.choice(Priority.class), "Only callers of this lane.", "LOW");
    private static final ValueSpec<String> TENANT =
            optional("tenant", OperationParameters.NAME, "Only callers of this tenant.", "acme");
    private static final ValueSpec<Map<String, String>> TAG =
            optional("tag", Values.TAG, "Only callers with this tag, as key:value.", "feature:billing");
    private static final ValueSpec<String> CONNECTION = optional(
            "connection",
            OperationParameters.NAME,
            "Only the connection of this name; for FAIL_VALIDATION alone.",
            OperationParameters.CONNECTION_NAME);
    private static final ValueSpec<Double> PERCENTAGE = optional(
                    "percentage", FaultRule.PERCENTAGE, "Share of the events that are affected, in percent.", "30")
            .or(FaultRule.ALL, "100");
    private static final ValueSpec<Long> SEED = optional(
                    "seed",
                    Values.wholeNumber(0, Integer.MAX_VALUE),
                    "Selects the affected events; the same number selects the same sequence.",
                    "42")
            .or(1L, "1");
    private static final ValueSpec<Integer> COUNT = optional(
                    "count", FaultRule.COUNT, "Number of affected events after which the rule ends.", "3")
            .orElse("until the time to live ends");
    private static final ValueSpec<Integer> ON_LEASE = optional(
            "onLease",
            FaultRule.COUNT,
            "Only the lease of this number, counted from the injection; for DROP_CONNECTION alone.",
            "5");
    private static final ValueSpec<Duration> DELAY = optional(
            "delay",
            FaultRule.DELAY,
            "Wait before each affected acquire; for DELAY_ACQUIRE alone, which needs it.",
            "200ms");
    private static final ValueSpec<Duration> TIME_TO_LIVE =
            required("timeToLive", FaultRule.TIME_TO_LIVE, "Time after which the rule ends by itself.", "5m");
    private static final ValueSpec<String> RULE = optional(
                    "rule", OperationParameters.NAME, "Only the rule of this name, as in faultRules.", "f1")
            .orElse("all rules");

    private FaultOperations() {}

    /** Returns the entries in the order of the documentation. */
    static List<OperationEntry> entries() {
        return List.of(inject(), clear());
    }

    private static OperationEntry inject() {
        return OperationEntry.of(OperationName.INJECT_FAULT)
                .title("Inject a fault")
                .description("Lets callers, creations or validations fail until the time to live ends. Needs"
                        + " sluice.fault-injection.enabled=true at the start, which the production profile refuses. A"
                        + " pool has 20 rules at most. While one exists, statistics, readiness, log and events say so.")
                .role(Role.ADMIN)
                .breaksLeases()
                .effort(Effort.NONE)
                .parameters(
                        FAULT, TIME_TO_LIVE, LANE, TENANT, TAG, CONNECTION, PERCENTAGE, SEED, COUNT, ON_LEASE, DELAY)
                .does(arguments -> (pool, context) -> pool.injectFault(rule(arguments), context));
    }

    private static FaultRule rule(Arguments arguments) {
        Map<String, String> tags = arguments.get(TAG);
        return new FaultRule(
                arguments.need(FAULT),
                arguments.get(LANE),
                arguments.get(TENANT),
                tags == null ? Map.of() : tags,
                arguments.get(CONNECTION),
                arguments.need(PERCENTAGE),
                arguments.need(SEED),
                arguments.get(COUNT),
                arguments.get(ON_LEASE),
                arguments.get(DELAY),
                arguments.need(TIME_TO_LIVE));
    }

    private static OperationEntry clear() {
        return OperationEntry.of(OperationName.CLEAR_FAULTS)
                .title("End injected faults")
                .description(
                        "Ends the injected faults of the pool, or the one of a name. Leases that a fault has broken"
                                + " stay broken.")
                .role(Role.ADMIN)
                .effort(Effort.NONE)
                .parameters(RULE)
                .shortFormWithoutParameters()
                .does(arguments -> {
                    String rule = arguments.get(RULE);
                    return (pool, context) -> pool.clearFaults(rule, context);
                });
    }
}
