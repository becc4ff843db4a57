package dev.sluice.pool;

import dev.sluice.admission.AdmissionPolicy;
import dev.sluice.pool.leak.LeakStacks;
import dev.sluice.value.BadValue;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a pool. Immutable. {@link #builder()} starts from the defaults. An invalid value is refused with an
 * {@link IllegalArgumentException} that names the value and its key in a configuration.
 *
 * @param minSize number of resources that are kept even if no caller needs them
 * @param maxSize maximum number of resources, including resources in creation and in closing
 * @param maxIdle maximum number of idle resources; beyond it, a released resource that no waiter needs is closed
 * @param acquisitionTimeout maximum wait of a caller without a timeout of its own; zero waits without limit
 * @param shortestWait a caller with less time than this is refused at once by a full pool; zero lets every caller wait
 * @param maxLifetime age at which a resource is retired, zero for never
 * @param lifetimeJitter share by which the lifetime of each resource is longer or shorter, so that resources created
 *     together do not expire together
 * @param idleTimeout idle time after which a resource beyond the minimum is retired, zero for never
 * @param validateAfterIdle idle time after which a resource is validated before it is handed out
 * @param validationTimeout maximum time of a validation, and of the reset after a lease
 * @param probeAfter the time without a proof after which a readiness or statistics request validates an idle resource;
 *     a proof is a resource that was shown to work
 * @param probeWait the time for which such a request waits for the answer, at most 10 s; zero answers at once from
 *     known facts
 * @param creationTimeout time after which a creation is given up: it is interrupted, its place is free for another one,
 *     and a resource that it creates later is closed; zero for never
 * @param backgroundValidation idle time after which the maintenance validates a resource, zero for never
 * @param leakThreshold duration beyond which a lease is reported as a leak, once; zero for never
 * @param leakStacks the acquires that capture their stacks, so that leak reports can name the place of the acquire
 * @param maintenanceInterval interval of the maintenance, {@link AcquireRequest#FOREVER} for none. Without maintenance,
 *     resources are retired for their age or idle time only when a caller needs one, and no leak is reported
 * @param creationPerCaller whether a creation stands for the caller that caused it. If it fails, the waiter whose turn
 *     it is receives the failure at once. It is interrupted when all callers that waited at its begin have left.
 *     Otherwise creations stand for the pool, and callers wait until their deadlines while the pool tries again
 * @param admission the rules of the gate
 */
public record PoolConfig(
        int minSize,
        int maxSize,
        int maxIdle,
        Duration acquisitionTimeout,
        Duration shortestWait,
        Duration maxLifetime,
        double lifetimeJitter,
        Duration idleTimeout,
        Duration validateAfterIdle,
        Duration validationTimeout,
        Duration probeAfter,
        Duration probeWait,
        Duration creationTimeout,
        Duration backgroundValidation,
        Duration leakThreshold,
        LeakStacks leakStacks,
        Duration maintenanceInterval,
        boolean creationPerCaller,
        AdmissionPolicy admission) {

    private static final Duration LONGEST = Duration.ofDays(36_500);
    /** Maximum of {@link #probeWait}. */
    public static final Duration LONGEST_PROBE = Duration.ofSeconds(10);

    /** Maximum size of a pool. Bounds the cost of a snapshot, which reads every resource. */
    public static final int LARGEST = 10_000;

    private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(1);
    private static final Duration SHORTEST_DERIVED_INTERVAL = Duration.ofMillis(100);

    /** Checks the values. */
    public PoolConfig {
        require(maxSize >= 1, "max-size", "must be at least 1", maxSize);
        require(maxSize <= LARGEST, "max-size", "must be at most " + LARGEST, maxSize);
        require(minSize >= 0, "min-size", "must not be negative", minSize);
        require(minSize <= maxSize, "min-size", "must not exceed max-size (" + maxSize + ")", minSize);
        require(maxIdle >= 0, "max-idle", "must not be negative", maxIdle);
        require(minSize <= maxIdle, "min-size", "must not exceed max-idle (" + maxIdle + ")", minSize);
        require(lifetimeJitter >= 0 && lifetimeJitter < 1, "lifetime-jitter", "must be in [0, 1)", lifetimeJitter);
        require(!acquisitionTimeout.isNegative(), "acquisition-timeout", "must not be negative", acquisitionTimeout);
        notNegative("shortest-wait", shortestWait);
        notNegative("max-lifetime", maxLifetime);
        notNegative("idle-timeout", idleTimeout);
        notNegative("validate-after-idle", validateAfterIdle);
        positive("validation-timeout", validationTimeout);
        positive("probe-after", probeAfter);
        notNegative("probe-wait", probeWait);
        require(probeWait.compareTo(LONGEST_PROBE) <= 0, "probe-wait", "must be at most 10 s", probeWait);
        notNegative("creation-timeout", creationTimeout);
        notNegative("background-validation", backgroundValidation);
        notNegative("leak-threshold", leakThreshold);
        if (!maintenanceInterval.equals(AcquireRequest.FOREVER)) {
            positive("maintenance-interval", maintenanceInterval);
            boolean seldom = maintenanceInterval.compareTo(SHORTEST_INTERVAL) >= 0;
            require(
                    seldom,
                    "maintenance-interval",
                    "must be at least " + SHORTEST_INTERVAL.toMillis() + " ms",
                    maintenanceInterval);
        }
        admission.checkFor(maxSize);
    }

    /** Returns a builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns a builder with these settings. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.minSize = minSize;
        builder.maxSize = maxSize;
        builder.maxIdle = maxIdle;
        builder.acquisitionTimeout = acquisitionTimeout;
        builder.shortestWait = shortestWait;
        builder.maxLifetime = maxLifetime;
        builder.lifetimeJitter = lifetimeJitter;
        builder.idleTimeout = idleTimeout;
        builder.validateAfterIdle = validateAfterIdle;
        builder.validationTimeout = validationTimeout;
        builder.probeAfter = probeAfter;
        builder.probeWait = probeWait;
        builder.creationTimeout = creationTimeout;
        builder.backgroundValidation = backgroundValidation;
        builder.leakThreshold = leakThreshold;
        builder.leakStacks = leakStacks;
        builder.maintenanceInterval = maintenanceInterval;
        builder.creationPerCaller = creationPerCaller;
        builder.admission = admission;
        return builder;
    }

    private static void notNegative(String key, Duration value) {
        require(!value.isNegative(), key, "must not be negative", value);
        notAbsurd(key, value);
    }

    private static void positive(String key, Duration value) {
        require(!value.isNegative() && !value.isZero(), key, "must be positive", value);
        notAbsurd(key, value);
    }

    /** Checks the maximum of 100 years. A long of nanoseconds overflows after 292 years, so sums stay in range. */
    private static void notAbsurd(String key, Duration value) {
        require(value.compareTo(LONGEST) <= 0, key, "must be at most " + LONGEST.toDays() + " days", value);
    }

    private static void require(boolean holds, String key, String rule, Object value) {
        if (!holds) {
            throw BadValue.of(key, rule, value);
        }
    }

    /** Collects settings. Not thread-safe. */
    public static final class Builder {

        private static final int MIN_SIZE = 10;

        private @Nullable Integer minSize;
        private int maxSize = 20;
        private int maxIdle = Integer.MAX_VALUE;
        private Duration acquisitionTimeout = Duration.ofSeconds(5);
        private Duration shortestWait = Duration.ofMillis(50);
        private Duration maxLifetime = Duration.ofMinutes(30);
        private double lifetimeJitter = 0.1;
        private Duration idleTimeout = Duration.ofMinutes(5);
        private Duration validateAfterIdle = Duration.ofSeconds(5);
        private Duration validationTimeout = Duration.ofSeconds(2);
        private Duration probeAfter = Duration.ofSeconds(1);
        private Duration probeWait = Duration.ofMillis(200);
        private Duration creationTimeout = Duration.ofSeconds(30);
        private Duration backgroundValidation = Duration.ofMinutes(2);
        private Duration leakThreshold = Duration.ofSeconds(30);
        private LeakStacks leakStacks = LeakStacks.SUSPECTS;
        private Duration maintenanceInterval = Duration.ofSeconds(10);
        private boolean creationPerCaller;
        private AdmissionPolicy admission = AdmissionPolicy.DEFAULT;

        private Builder() {}

        /** See {@link PoolConfig#minSize()}; 10, or the largest number that a smaller maximum allows. */
        public Builder minSize(int value) {
            minSize = value;
            return this;
        }

        /** See {@link PoolConfig#maxSize()}; 20. */
        public Builder maxSize(int value) {
            maxSize = value;
            return this;
        }

        /** See {@link PoolConfig#maxIdle()}; no limit. */
        public Builder maxIdle(int value) {
            maxIdle = value;
            return this;
        }

        /** See {@link PoolConfig#acquisitionTimeout()}; 5 s. */
        public Builder acquisitionTimeout(Duration value) {
            acquisitionTimeout = value;
            return this;
        }

        /** See {@link PoolConfig#shortestWait()}; 50 ms. */
        public Builder shortestWait(Duration value) {
            shortestWait = value;
            return this;
        }

        /** See {@link PoolConfig#maxLifetime()}; 30 min. */
        public Builder maxLifetime(Duration value) {
            maxLifetime = value;
            return this;
        }

        /** See {@link PoolConfig#lifetimeJitter()}; 0.1. */
        public Builder lifetimeJitter(double value) {
            lifetimeJitter = value;
            return this;
        }

        /** See {@link PoolConfig#idleTimeout()}; 5 min. */
        public Builder idleTimeout(Duration value) {
            idleTimeout = value;
            return this;
        }

        /** See {@link PoolConfig#validateAfterIdle()}; 5 s. */
        public Builder validateAfterIdle(Duration value) {
            validateAfterIdle = value;
            return this;
        }

        /** See {@link PoolConfig#validationTimeout()}; 2 s. */
        public Builder validationTimeout(Duration value) {
            validationTimeout = value;
            return this;
        }

        /** See {@link PoolConfig#probeAfter()}; 1 s. */
        public Builder probeAfter(Duration value) {
            probeAfter = value;
            return this;
        }

        /** See {@link PoolConfig#probeWait()}; 200 ms. */
        public Builder probeWait(Duration value) {
            probeWait = value;
            return this;
        }

        /** See {@link PoolConfig#creationTimeout()}; 30 s. */
        public Builder creationTimeout(Duration value) {
            creationTimeout = value;
            return this;
        }

        /** See {@link PoolConfig#backgroundValidation()}; 2 min. */
        public Builder backgroundValidation(Duration value) {
            backgroundValidation = value;
            return this;
        }

        /** See {@link PoolConfig#leakThreshold()}; 30 s. */
        public Builder leakThreshold(Duration value) {
            leakThreshold = value;
            return this;
        }

        /** See {@link PoolConfig#leakStacks()}; {@link LeakStacks#SUSPECTS}. */
        public Builder leakStacks(LeakStacks value) {
            leakStacks = value;
            return this;
        }

        /** See {@link PoolConfig#maintenanceInterval()}; 10 s. */
        public Builder maintenanceInterval(Duration value) {
            maintenanceInterval = value;
            return this;
        }

        /**
         * Shortens the maintenance interval to half of the shortest limit that maintenance enforces (maximum lifetime,
         * idle timeout, leak threshold, background validation), at least 100 ms. An interval of FOREVER stays.
         */
        public Builder timelyMaintenance() {
            Duration shortest = Stream.of(maxLifetime, idleTimeout, leakThreshold, backgroundValidation)
                    .filter(limit -> limit.compareTo(Duration.ZERO) > 0)
                    .min(Comparator.naturalOrder())
                    .map(limit -> limit.dividedBy(2))
                    .orElse(maintenanceInterval);
            if (!maintenanceInterval.equals(AcquireRequest.FOREVER) && shortest.compareTo(maintenanceInterval) < 0) {
                maintenanceInterval = Collections.max(List.of(shortest, SHORTEST_DERIVED_INTERVAL));
            }
            return this;
        }

        /** See {@link PoolConfig#creationPerCaller()}; false. */
        public Builder creationPerCaller(boolean value) {
            creationPerCaller = value;
            return this;
        }

        /** See {@link PoolConfig#admission()}; {@link AdmissionPolicy#DEFAULT}. */
        public Builder admission(AdmissionPolicy value) {
            admission = value;
            return this;
        }

        /** Changes the present rules of the gate with a function. */
        public Builder changeAdmission(UnaryOperator<AdmissionPolicy> change) {
            admission = change.apply(admission);
            return this;
        }

        /** Returns the settings, after a check. */
        public PoolConfig build() {
            return new PoolConfig(
                    minSize == null ? Math.max(0, Math.min(MIN_SIZE, Math.min(maxSize, maxIdle))) : minSize,
                    maxSize,
                    maxIdle,
                    acquisitionTimeout,
                    shortestWait,
                    maxLifetime,
                    lifetimeJitter,
                    idleTimeout,
                    validateAfterIdle,
                    validationTimeout,
                    probeAfter,
                    probeWait,
                    creationTimeout,
                    backgroundValidation,
                    leakThreshold,
                    leakStacks,
                    maintenanceInterval,
                    creationPerCaller,
                    admission);
        }
    }
}
