package dev.sluice.control.operation;

import static dev.sluice.control.operation.OperationParameters.NAME;
import static dev.sluice.control.operation.OperationParameters.SIZE;
import static dev.sluice.value.ValueSpec.optional;

import dev.sluice.access.Role;
import dev.sluice.control.operation.Command.Effort;
import dev.sluice.control.operation.ShortForm.Answer;
import dev.sluice.control.operation.ShortForm.Input;
import dev.sluice.pool.ConfigSettings;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.operation.LaneMix;
import dev.sluice.pool.operation.LoadPlan;
import dev.sluice.pool.operation.OperationName;
import dev.sluice.pool.operation.Pace;
import dev.sluice.pool.policy.WarmUp;
import dev.sluice.time.SpanText;
import dev.sluice.value.BadValue;
import dev.sluice.value.ValueSpec;
import dev.sluice.value.Values;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** The operations that change the number of connections. */
final class CapacityOperations {

    private static final String TARGET = "Number of connections that exist afterwards, up to the maximum.";

    private static final ValueSpec<Integer> FILL_TARGET =
            optional("target", SIZE, TARGET, "15").orElse("the maximum");
    private static final ValueSpec<Integer> WARM_UP_TARGET =
            optional("target", SIZE, TARGET, "15").orElse("size of the policy warm-up, or the minimum");
    private static final ValueSpec<Integer> CREATED_AT_ONCE = optional(
                    "atOnce", Pace.AT_ONCE, "Maximum connections that are created at the same time.", "2")
            .or(2, "2");

    private static final ValueSpec<Integer> MIN =
            optional("min", SIZE, "Connections that are kept.", "5").orElse("as it is");
    static final ValueSpec<Integer> MAX = optional("max", ConfigSettings.MAX_SIZE.type(), "Maximum connections.", "30")
            .orElse("as it is");

    private static final ValueSpec<Integer> THREADS = optional(
                    "threads", LoadPlan.THREADS, "Number of threads, each with one caller.", "50")
            .or(10, "10");
    private static final ValueSpec<Integer> LEASES = optional(
                    "leases", LoadPlan.LEASES, "Number of leases of all threads together.", "5000")
            .orElse(LoadPlan.USUAL_LEASES + ", or any number within a given duration");
    private static final ValueSpec<Duration> DURATION = optional(
                    "duration",
                    LoadPlan.DURATION,
                    "Time after which no acquire begins, whether or not all leases have ended.",
                    "30s")
            .orElse("" + SpanText.exact(LoadPlan.LONGEST));
    private static final ValueSpec<Duration> HOLD = optional(
                    "hold", LoadPlan.HOLD, "Time for which each lease is held.", "10ms")
            .or(Duration.ofMillis(10), "10ms");
    private static final ValueSpec<LaneMix> LANES = optional(
                    "lanes", LaneMix.TYPE, "Lanes of the callers by weight.", "high:1 normal:8 low:1")
            .or(LaneMix.NORMAL, LaneMix.NORMAL.toString());
    private static final ValueSpec<Long> SEED = optional(
                    "seed",
                    Values.wholeNumber(0, Integer.MAX_VALUE),
                    "Selects the sequence of lanes; the same number selects the same sequence.",
                    "42")
            .or(1L, "1");

    private static final ValueSpec<String> STATEMENT = optional(
                    "statement",
                    NAME,
                    "Name of the statement of the setting load-test-sql that each lease runs after its hold.",
                    "lookup")
            .orElse("none");
    private static final ValueSpec<Duration> DEMONSTRATION = optional(
                    "duration",
                    Values.duration(Duration.ofSeconds(10), Duration.ofHours(1)),
                    "Duration of the traffic.",
                    "5m")
            .or(Duration.ofMinutes(10), "10m");

    private CapacityOperations() {}

    /** Returns the entries in the order of the documentation. */
    static List<OperationEntry> entries() {
        return List.of(fill(), warmUp(), resize(), loadTest(), demonstrate());
    }

    private static OperationEntry fill() {
        return OperationEntry.of(OperationName.FILL)
                .title("Create connections ahead of demand")
                .description("Creates connections until the pool has the target number.")
                .parameters(FILL_TARGET)
                .shortFormWithoutParameters()
                .does(arguments -> (pool, context) -> pool.fill(
                        Objects.requireNonNullElseGet(
                                arguments.get(FILL_TARGET), () -> pool.config().maxSize()),
                        context));
    }

    private static OperationEntry warmUp() {
        return OperationEntry.of(OperationName.WARM_UP)
                .aliases("warmup")
                .title("Create connections ahead of demand, a few at a time")
                .description("Creates connections until the pool has the target number, with a limit for those created"
                        + " at the same time.")
                .parameters(WARM_UP_TARGET, CREATED_AT_ONCE)
                .shortFormWithoutParameters()
                .does(arguments -> (pool, context) -> pool.warmUp(
                        Objects.requireNonNullElseGet(arguments.get(WARM_UP_TARGET), () -> usualSize(pool.config())),
                        arguments.need(CREATED_AT_ONCE),
                        context));
    }

    /** Returns the number of connections that the policy has at the start; without it, the minimum. */
    private static int usualSize(PoolConfig config) {
        WarmUp policy = config.policies().warmUp();
        return policy == null ? config.minSize() : Objects.requireNonNullElseGet(policy.size(), config::minSize);
    }

    private static OperationEntry resize() {
        return OperationEntry.of(OperationName.RESIZE)
                .title("Change the sizes")
                .description("Changes minimum and maximum together, or neither. Connections up to a larger minimum are"
                        + " created before the answer, as far as the deadline allows. Connections beyond a smaller"
                        + " maximum are closed when they are released.")
                .parameters(MIN, MAX)
                .effort(arguments -> arguments.get(MIN) == null ? Effort.NONE : Effort.STEPS)
                .shortForms(ShortForm.of("resize", Input.of(MIN), Input.of(MAX))
                        .describedAs("Changes the sizes at once, both or none, and creates connections up to a larger"
                                + " minimum. Returns all numbers.")
                        .answering(Answer.STATISTICS))
                .does(arguments -> {
                    Integer min = arguments.get(MIN);
                    Integer max = arguments.get(MAX);
                    if (min == null && max == null) {
                        throw BadValue.of("max", "is missing: resize needs min, max or both");
                    }
                    return (pool, context) -> pool.resize(min, max, context);
                });
    }

    private static OperationEntry loadTest() {
        return OperationEntry.of(OperationName.LOAD_TEST)
                .title("Measure the pool under load")
                .description("Acquires, holds and releases connections with many threads, as callers of the pool would."
                        + " The leases run no statement, or one that the configuration names. load in the report has"
                        + " the numbers of acquires, the waits, and the leases in a second. The connections are taken"
                        + " from the callers of the application. One load test runs at a time in the process. Other"
                        + " operations, such as reset, run beside it. It is refused while the pool is paused or"
                        + " disabled, and ends early when it is cancelled or the pool is closed.")
                .role(Role.ADMIN)
                .parameters(THREADS, LEASES, DURATION, HOLD, LANES, SEED, STATEMENT)
                .does(arguments -> {
                    LoadPlan plan = new LoadPlan(
                            arguments.need(THREADS),
                            arguments.get(LEASES),
                            arguments.get(DURATION),
                            arguments.need(HOLD),
                            arguments.need(LANES),
                            arguments.need(SEED),
                            arguments.get(STATEMENT));
                    return (pool, context) -> pool.loadTest(plan, context);
                });
    }

    private static OperationEntry demonstrate() {
        return OperationEntry.of(OperationName.DEMONSTRATE)
                .title("Run demonstration traffic")
                .description("Sends callers in all lanes to the pool, with surges, a slow statement, a leak and outages"
                        + " of a few seconds. All surfaces then show traffic. Only for the embedded pool of a service in the"
                        + " demonstration mode. One runs at a time, and other operations run beside it. It ends early"
                        + " when it is cancelled, the pool is closed, or the demonstration mode ends.")
                .breaksLeases()
                .parameters(DEMONSTRATION)
                .does(arguments -> (pool, context) -> pool.demonstrate(arguments.need(DEMONSTRATION), context));
    }
}
