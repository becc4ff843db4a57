package dev.sluice.admission;

import static dev.sluice.value.ValueSpec.optional;

import dev.sluice.value.ValueSpec;
import dev.sluice.value.ValueType;
import dev.sluice.value.Values;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The rules of a gate, each declared once: name, type with bounds, default, and meaning with unit. The checks of {@link
 * AdmissionPolicy}, the reader of rules on every surface and the reference are derived from these declarations. Only
 * programs may give times below one millisecond. Thread-safe.
 */
public final class GateRules {

    private static final ValueType<Integer> COUNT = Values.integer(0, Integer.MAX_VALUE);

    /** The declaration of {@link AdmissionPolicy#fairness()}. */
    public static final ValueSpec<Fairness> FAIRNESS = optional(
                    "fairness",
                    Values.choice(Fairness.class),
                    "BOUNDED: running callers may overtake waiters of their lane, which saves a switch of threads;"
                            + " STRICT: first come, first served.",
                    "STRICT")
            .or(Fairness.BOUNDED, Fairness.BOUNDED.name());

    /** The declaration of {@link AdmissionPolicy#overtaking()}. */
    public static final ValueSpec<Integer> OVERTAKING = optional(
                    "overtaking",
                    Values.integer(0, 10_000),
                    "Maximum callers that overtake one waiter; while all waiters are on virtual threads, any number"
                            + " does in the first 5 ms of a wait. After a long lease the waiter is next. 0: none.",
                    "64")
            .or(64, "64");

    /** The declaration of {@link AdmissionPolicy#aging()}. */
    public static final ValueSpec<Duration> AGING = optional(
                    "aging",
                    Values.POSITIVE_DURATION,
                    "Wait after which a waiter counts as one lane higher, so that no caller starves.",
                    "1s")
            .or(Duration.ofSeconds(1), "1s");

    /** The declaration of {@link AdmissionPolicy#maxWaiters()}. */
    public static final ValueSpec<Integer> MAX_WAITERS = optional(
                    "maxWaiters", COUNT, "Maximum waiters; further callers are refused as saturated.", "200")
            .orElse("no cap");

    /** The declaration of each value of {@link AdmissionPolicy#maxWaitersByLane()}. */
    public static final ValueSpec<Integer> MAX_WAITERS_BY_LANE = optional(
                    "maxWaitersByLane",
                    COUNT,
                    "Maximum waiters of the lane critical, high, normal, low or background.",
                    "50")
            .orElse("no cap");

    /** The declaration of {@link AdmissionPolicy#enforceCaps()}. */
    public static final ValueSpec<Boolean> ENFORCE_CAPS = flag(
            "enforceCaps",
            true,
            "Refuses callers beyond the caps; otherwise such callers are only counted (sluice_pool_over_caps).");

    /** The declaration of each value of {@link AdmissionPolicy#reserved()}. */
    public static final ValueSpec<Integer> RESERVED = optional(
                    "reserved", COUNT, "Connections kept for the lane and the lanes above it.", "1")
            .or(0, "0");

    /** The declaration of {@link AdmissionPolicy#reservedForNested()}. */
    public static final ValueSpec<Integer> RESERVED_FOR_NESTED = optional(
                    "reservedForNested",
                    COUNT,
                    "Connections kept for threads that hold a connection already (REQUIRES_NEW).",
                    "1")
            .or(0, "0");

    /** The declaration of {@link AdmissionPolicy#refuseNested()}. */
    public static final ValueSpec<Boolean> REFUSE_NESTED = flag(
            "refuseNested",
            true,
            "Refuses at once a thread that could only wait for a connection that it holds itself.");

    /** The declaration of {@link AdmissionPolicy#failFast()}. */
    public static final ValueSpec<Boolean> FAIL_FAST = flag(
            "failFast",
            false,
            "Refuses at once a caller whose estimated wait, after recent waits, exceeds its deadline.");

    /** The declaration of {@link Shedding#target()}. */
    public static final ValueSpec<Duration> TARGET = optional(
                    "target", Values.POSITIVE_DURATION, "Wait that is always acceptable; below the interval.", "500ms")
            .orElse("off");

    /** The declaration of {@link Shedding#interval()}. */
    public static final ValueSpec<Duration> INTERVAL = optional(
                    "interval",
                    Values.POSITIVE_DURATION,
                    "Time after which waiters are refused if all waits were above the target, until waits are short.",
                    "5s")
            .orElse("off");

    /** The declaration of {@link TenantShare#floor()}. */
    public static final ValueSpec<Integer> FLOOR =
            optional("floor", COUNT, "Connections kept for the tenant.", "2").or(0, "0");

    /** The declaration of {@link TenantShare#cap()}. */
    public static final ValueSpec<Integer> CAP = optional(
                    "cap", Values.integer(1, Integer.MAX_VALUE), "Maximum connections of the tenant.", "8")
            .orElse("no cap");

    /** The declaration of {@link TenantShare#weight()}. */
    public static final ValueSpec<Integer> WEIGHT = optional(
                    "weight",
                    Values.integer(1, Integer.MAX_VALUE),
                    "Part of the tenant, in proportion to its weight, while other tenants want connections.",
                    "2")
            .or(1, "1");

    /** The declaration of {@link TenantShare#burst()}. */
    public static final ValueSpec<Integer> BURST = optional(
                    "burst", COUNT, "Connections that the tenant may have above that part meanwhile.", "1")
            .or(0, "0");

    /** The rules with one value. */
    public static final List<ValueSpec<?>> SINGLE = List.of(
            FAIRNESS, OVERTAKING, AGING, MAX_WAITERS, ENFORCE_CAPS, RESERVED_FOR_NESTED, REFUSE_NESTED, FAIL_FAST);

    /** The rules with a value for each lane. */
    public static final List<ValueSpec<Integer>> BY_LANE = List.of(MAX_WAITERS_BY_LANE, RESERVED);

    /** The rules of the group {@code shedding}, which are given together. */
    public static final List<ValueSpec<Duration>> SHEDDING = List.of(TARGET, INTERVAL);

    /** The rules of the share of a tenant, in {@code tenants} by name, and in {@code otherTenants}. */
    public static final List<ValueSpec<Integer>> SHARE = List.of(FLOOR, CAP, WEIGHT, BURST);

    private GateRules() {}

    /** Returns the keys of all rules as in a configuration, with {@code <lane>} and {@code <name>} for names. */
    public static List<String> keys() {
        return Stream.of(
                        keys(SINGLE, "", ""),
                        keys(BY_LANE, "", ".<lane>"),
                        keys(SHEDDING, "shedding.", ""),
                        keys(SHARE, "tenants.<name>.", ""),
                        keys(SHARE, "other-tenants.", ""))
                .flatMap(keys -> keys)
                .toList();
    }

    private static Stream<String> keys(List<? extends ValueSpec<?>> rules, String before, String after) {
        return rules.stream().map(rule -> before + rule.key() + after);
    }

    private static ValueSpec<Boolean> flag(String name, boolean otherwise, String description) {
        String text = String.valueOf(otherwise);
        return optional(name, Values.FLAG, description, text).or(otherwise, text);
    }
}
