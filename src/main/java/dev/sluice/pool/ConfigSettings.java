package dev.sluice.pool;

import static dev.sluice.value.ValueSpec.optional;

import dev.sluice.pool.leak.LeakStacks;
import dev.sluice.time.SpanText;
import dev.sluice.value.ValueSpec;
import dev.sluice.value.ValueType;
import dev.sluice.value.Values;
import java.time.Duration;
import java.util.List;

/**
 * The settings of every kind of pool, each declared once: name, type with bounds, default, and meaning with unit. The
 * name is that of a component of {@link PoolConfig}. The checks of {@link PoolConfig}, the configuration, requests, the
 * attributes of JMX, OpenAPI and the reference are derived from these declarations. Thread-safe.
 */
public final class ConfigSettings {

    /** Maximum size of a pool. Bounds the cost of a snapshot, which reads every resource. */
    private static final int LARGEST = 10_000;

    private static final Duration LONGEST_PROBE = Duration.ofSeconds(10);

    /** The declaration of {@link PoolConfig#minSize()}. */
    public static final ValueSpec<Integer> MIN_SIZE = optional(
                    "minSize", Values.integer(0, LARGEST), "Minimum connections, kept without demand.", "5")
            .or(10, "10");

    /** The declaration of {@link PoolConfig#maxSize()}. */
    public static final ValueSpec<Integer> MAX_SIZE = optional(
                    "maxSize", Values.integer(1, LARGEST), "Maximum connections.", "20")
            .or(20, "20");

    /** The declaration of {@link PoolConfig#maxIdle()}, which only programs set. */
    static final ValueSpec<Integer> MAX_IDLE = optional(
                    "maxIdle", Values.integer(0, Integer.MAX_VALUE), "Maximum idle connections.", "10")
            .or(Integer.MAX_VALUE, "no limit");

    /** The declaration of {@link PoolConfig#maxLifetime()}. */
    public static final ValueSpec<Duration> MAX_LIFETIME =
            duration("maxLifetime", Duration.ofMinutes(30), "Maximum age of a connection; 0s for no limit.");

    /** The declaration of {@link PoolConfig#lifetimeJitter()}. */
    public static final ValueSpec<Double> LIFETIME_JITTER = optional(
                    "lifetimeJitter",
                    Values.fraction(),
                    "Share by which the lifetime of each connection is longer or shorter.",
                    "0.1")
            .or(0.1, "0.1");

    /** The declaration of {@link PoolConfig#idleTimeout()}. */
    public static final ValueSpec<Duration> IDLE_TIMEOUT = duration(
            "idleTimeout",
            Duration.ofMinutes(5),
            "Idle time after which connections beyond the minimum are closed; 0s for never.");

    /** The declaration of {@link PoolConfig#acquisitionTimeout()}. */
    public static final ValueSpec<Duration> ACQUISITION_TIMEOUT =
            duration("acquisitionTimeout", Duration.ofSeconds(5), "Maximum wait of a caller; 0s for no limit.");

    /** The declaration of {@link PoolConfig#shortestWait()}. */
    public static final ValueSpec<Duration> SHORTEST_WAIT = duration(
            "shortestWait",
            Duration.ofMillis(50),
            "Remaining time below which a caller is refused at once if the pool is full; 0s lets all callers wait.");

    /** The declaration of {@link PoolConfig#creationTimeout()}. */
    public static final ValueSpec<Duration> CREATION_TIMEOUT =
            duration("creationTimeout", Duration.ofSeconds(30), "Maximum duration of a creation; 0s for no limit.");

    /** The declaration of {@link PoolConfig#validateAfterIdle()}. */
    public static final ValueSpec<Duration> VALIDATE_AFTER_IDLE = duration(
            "validateAfterIdle", Duration.ofSeconds(5), "Idle time after which a connection is validated before use.");

    /** The declaration of {@link PoolConfig#validationTimeout()}. */
    public static final ValueSpec<Duration> VALIDATION_TIMEOUT =
            positive("validationTimeout", Duration.ofSeconds(2), "Maximum duration of a validation.");

    /** The declaration of {@link PoolConfig#probeAfter()}. */
    public static final ValueSpec<Duration> PROBE_AFTER = positive(
            "probeAfter",
            Duration.ofSeconds(1),
            "Time without a working connection after which a reading of the pool has one validated.");

    /** The declaration of {@link PoolConfig#probeWait()}. */
    public static final ValueSpec<Duration> PROBE_WAIT = duration(
            "probeWait",
            Values.duration(Duration.ZERO, LONGEST_PROBE),
            Duration.ofMillis(200),
            "Maximum wait of a reading for that validation; 0s answers at once.");

    /** The declaration of {@link PoolConfig#backgroundValidation()}. */
    public static final ValueSpec<Duration> BACKGROUND_VALIDATION = duration(
            "backgroundValidation",
            Duration.ofMinutes(2),
            "Interval at which idle connections are validated; 0s for never.");

    /** The declaration of {@link PoolConfig#maintenanceInterval()}. */
    public static final ValueSpec<Duration> MAINTENANCE_INTERVAL =
            positive("maintenanceInterval", Duration.ofSeconds(10), "Time between two housekeeping runs of the pool.");

    /** The declaration of {@link PoolConfig#leakThreshold()}. */
    public static final ValueSpec<Duration> LEAK_THRESHOLD = duration(
            "leakThreshold", Duration.ofSeconds(30), "Lease time after which a leak is reported; 0s for no detection.");

    /** The declaration of {@link PoolConfig#leakStacks()}. */
    public static final ValueSpec<LeakStacks> LEAK_STACKS = optional(
                    "leakStacks",
                    Values.choice(LeakStacks.class),
                    "Acquires whose stack is captured for reports of leaks: OFF, SUSPECTS (after a leak), ALL.",
                    "SUSPECTS")
            .or(LeakStacks.SUSPECTS, LeakStacks.SUSPECTS.name());

    private static final List<ValueSpec<?>> ALL = List.of(
            MIN_SIZE,
            MAX_SIZE,
            MAX_LIFETIME,
            LIFETIME_JITTER,
            IDLE_TIMEOUT,
            ACQUISITION_TIMEOUT,
            SHORTEST_WAIT,
            CREATION_TIMEOUT,
            VALIDATE_AFTER_IDLE,
            VALIDATION_TIMEOUT,
            PROBE_AFTER,
            PROBE_WAIT,
            BACKGROUND_VALIDATION,
            MAINTENANCE_INTERVAL,
            LEAK_THRESHOLD,
            LEAK_STACKS);

    private ConfigSettings() {}

    private static ValueSpec<Duration> duration(String name, Duration otherwise, String description) {
        return duration(name, Values.DURATION, otherwise, description);
    }

    private static ValueSpec<Duration> positive(String name, Duration otherwise, String description) {
        return duration(name, Values.POSITIVE_DURATION, otherwise, description);
    }

    private static ValueSpec<Duration> duration(
            String name, ValueType<Duration> type, Duration otherwise, String description) {
        String text = SpanText.exact(otherwise).replace(" ", "");
        return optional(name, type, description, text).or(otherwise, text);
    }

    /** Returns the settings that a configuration may have, in the order of the documentation. */
    public static List<ValueSpec<?>> all() {
        return ALL;
    }
}
