package dev.sluice.pool;

import dev.sluice.admission.AdmissionPolicy;
import dev.sluice.pool.leak.LeakStacks;
import dev.sluice.pool.policy.PoolPolicies;
import dev.sluice.pool.statistic.RecordShape;
import dev.sluice.value.BadValue;
import dev.sluice.value.ValueSpec;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The settings of a pool. Immutable. {@link #builder()} starts from the defaults. {@link ConfigSettings} declares type,
 * bounds and default of each setting. An invalid value is refused with a {@link BadValue} that names the key in a
 * configuration. A new setting needs a declaration and an item of {@link ConfigSettings#all()} there; here a
 * component, its check and a method of {@link Builder}; and a method of {@code adapter.quarkus.PoolMapping}.
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
 * @param policies the policies beyond the gate
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
        AdmissionPolicy admission,
        PoolPolicies policies) {

    private static final Duration SHORTEST_DERIVED_INTERVAL = Duration.ofMillis(100);
    private static final RecordShape<PoolConfig> SHAPE = new RecordShape<>(PoolConfig.class);

    /** Checks the values. */
    public PoolConfig {
        ConfigSettings.MAX_SIZE.check(maxSize);
        ConfigSettings.MIN_SIZE.check(minSize);
        ConfigSettings.MAX_IDLE.check(maxIdle);
        ConfigSettings.LIFETIME_JITTER.check(lifetimeJitter);
        ConfigSettings.SHORTEST_WAIT.check(shortestWait);
        ConfigSettings.MAX_LIFETIME.check(maxLifetime);
        ConfigSettings.IDLE_TIMEOUT.check(idleTimeout);
        ConfigSettings.VALIDATE_AFTER_IDLE.check(validateAfterIdle);
        ConfigSettings.VALIDATION_TIMEOUT.check(validationTimeout);
        ConfigSettings.PROBE_AFTER.check(probeAfter);
        ConfigSettings.PROBE_WAIT.check(probeWait);
        ConfigSettings.CREATION_TIMEOUT.check(creationTimeout);
        ConfigSettings.BACKGROUND_VALIDATION.check(backgroundValidation);
        ConfigSettings.LEAK_THRESHOLD.check(leakThreshold);
        unlessForever(ConfigSettings.ACQUISITION_TIMEOUT, acquisitionTimeout);
        unlessForever(ConfigSettings.MAINTENANCE_INTERVAL, maintenanceInterval);
        atMost(minSize, ConfigSettings.MAX_SIZE, maxSize);
        atMost(minSize, ConfigSettings.MAX_IDLE, maxIdle);
        admission.checkFor(maxSize);
    }

    private static void unlessForever(ValueSpec<Duration> setting, Duration value) {
        if (!value.equals(AcquireRequest.FOREVER)) {
            setting.check(value);
        }
    }

    private static void atMost(int minSize, ValueSpec<Integer> limit, int value) {
        if (minSize > value) {
            throw BadValue.of(
                    ConfigSettings.MIN_SIZE.key(), "must not exceed " + limit.key() + " (" + value + ")", minSize);
        }
    }

    /** Returns the value of a setting. */
    @SuppressWarnings("unchecked") // a component and its declaration have the same type
    public <T> T valueOf(ValueSpec<T> setting) {
        return (T) Objects.requireNonNull(SHAPE.values(this).get(setting.name()), setting.name());
    }

    /** Returns a builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns a builder with these settings. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        SHAPE.values(this).forEach((name, value) -> builder.values.put(name, Objects.requireNonNull(value)));
        return builder;
    }

    /** Collects settings. Not thread-safe. */
    public static final class Builder {

        /** The values by the names of the components. A minimum that is not set depends on the maximum. */
        private final Map<String, Object> values = new HashMap<>();

        private Builder() {
            ConfigSettings.all().forEach(setting -> values.put(setting.name(), defaultOf(setting)));
            values.remove(ConfigSettings.MIN_SIZE.name());
            set(ConfigSettings.MAX_IDLE, defaultOf(ConfigSettings.MAX_IDLE));
            creationPerCaller(false);
            admission(AdmissionPolicy.DEFAULT);
            policies(PoolPolicies.NONE);
        }

        private static <T> T defaultOf(ValueSpec<T> setting) {
            return Objects.requireNonNull(setting.otherwise(), setting.name());
        }

        /** Sets the value of a declared setting. {@link #build} checks the bounds. */
        public <T> Builder set(ValueSpec<T> setting, T value) {
            values.put(setting.name(), value);
            return this;
        }

        @SuppressWarnings("unchecked") // set has put a value of this type
        private <T> T present(ValueSpec<T> setting) {
            return (T) Objects.requireNonNull(values.get(setting.name()), setting.name());
        }

        /** Sets {@link PoolConfig#minSize()}. */
        public Builder minSize(int value) {
            return set(ConfigSettings.MIN_SIZE, value);
        }

        /** Sets {@link PoolConfig#maxSize()}. */
        public Builder maxSize(int value) {
            return set(ConfigSettings.MAX_SIZE, value);
        }

        /** Sets {@link PoolConfig#maxIdle()}. */
        public Builder maxIdle(int value) {
            return set(ConfigSettings.MAX_IDLE, value);
        }

        /** Sets {@link PoolConfig#acquisitionTimeout()}. */
        public Builder acquisitionTimeout(Duration value) {
            return set(ConfigSettings.ACQUISITION_TIMEOUT, value);
        }

        /** Sets {@link PoolConfig#shortestWait()}. */
        public Builder shortestWait(Duration value) {
            return set(ConfigSettings.SHORTEST_WAIT, value);
        }

        /** Sets {@link PoolConfig#maxLifetime()}. */
        public Builder maxLifetime(Duration value) {
            return set(ConfigSettings.MAX_LIFETIME, value);
        }

        /** Sets {@link PoolConfig#lifetimeJitter()}. */
        public Builder lifetimeJitter(double value) {
            return set(ConfigSettings.LIFETIME_JITTER, value);
        }

        /** Sets {@link PoolConfig#idleTimeout()}. */
        public Builder idleTimeout(Duration value) {
            return set(ConfigSettings.IDLE_TIMEOUT, value);
        }

        /** Sets {@link PoolConfig#validateAfterIdle()}. */
        public Builder validateAfterIdle(Duration value) {
            return set(ConfigSettings.VALIDATE_AFTER_IDLE, value);
        }

        /** Sets {@link PoolConfig#validationTimeout()}. */
        public Builder validationTimeout(Duration value) {
            return set(ConfigSettings.VALIDATION_TIMEOUT, value);
        }

        /** Sets {@link PoolConfig#probeAfter()}. */
        public Builder probeAfter(Duration value) {
            return set(ConfigSettings.PROBE_AFTER, value);
        }

        /** Sets {@link PoolConfig#probeWait()}. */
        public Builder probeWait(Duration value) {
            return set(ConfigSettings.PROBE_WAIT, value);
        }

        /** Sets {@link PoolConfig#creationTimeout()}. */
        public Builder creationTimeout(Duration value) {
            return set(ConfigSettings.CREATION_TIMEOUT, value);
        }

        /** Sets {@link PoolConfig#backgroundValidation()}. */
        public Builder backgroundValidation(Duration value) {
            return set(ConfigSettings.BACKGROUND_VALIDATION, value);
        }

        /** Sets {@link PoolConfig#leakThreshold()}. */
        public Builder leakThreshold(Duration value) {
            return set(ConfigSettings.LEAK_THRESHOLD, value);
        }

        /** Sets {@link PoolConfig#leakStacks()}. */
        public Builder leakStacks(LeakStacks value) {
            return set(ConfigSettings.LEAK_STACKS, value);
        }

        /** Sets {@link PoolConfig#maintenanceInterval()}. */
        public Builder maintenanceInterval(Duration value) {
            return set(ConfigSettings.MAINTENANCE_INTERVAL, value);
        }

        /**
         * Shortens the maintenance interval to half of the shortest limit that maintenance enforces (maximum lifetime,
         * idle timeout, leak threshold, background validation), at least 100 ms. An interval of FOREVER stays.
         */
        public Builder timelyMaintenance() {
            Duration present = present(ConfigSettings.MAINTENANCE_INTERVAL);
            Duration shortest = Stream.of(
                            ConfigSettings.MAX_LIFETIME,
                            ConfigSettings.IDLE_TIMEOUT,
                            ConfigSettings.LEAK_THRESHOLD,
                            ConfigSettings.BACKGROUND_VALIDATION)
                    .map(this::present)
                    .filter(limit -> limit.compareTo(Duration.ZERO) > 0)
                    .min(Comparator.naturalOrder())
                    .map(limit -> limit.dividedBy(2))
                    .orElse(present);
            if (!present.equals(AcquireRequest.FOREVER) && shortest.compareTo(present) < 0) {
                maintenanceInterval(Collections.max(List.of(shortest, SHORTEST_DERIVED_INTERVAL)));
            }
            return this;
        }

        /** Sets {@link PoolConfig#creationPerCaller()}; false by default. */
        public Builder creationPerCaller(boolean value) {
            values.put("creationPerCaller", value);
            return this;
        }

        /** Sets {@link PoolConfig#admission()}; {@link AdmissionPolicy#DEFAULT} by default. */
        public Builder admission(AdmissionPolicy value) {
            values.put("admission", value);
            return this;
        }

        /** Sets {@link PoolConfig#policies()}; {@link PoolPolicies#NONE} by default. */
        public Builder policies(PoolPolicies value) {
            values.put("policies", value);
            return this;
        }

        /** Changes the present rules of the gate with a function. */
        public Builder changeAdmission(UnaryOperator<AdmissionPolicy> change) {
            return admission(change.apply((AdmissionPolicy) Objects.requireNonNull(values.get("admission"))));
        }

        /** Returns the settings, after a check. */
        public PoolConfig build() {
            Map<String, Object> all = new HashMap<>(values);
            all.putIfAbsent(ConfigSettings.MIN_SIZE.name(), defaultMinimum());
            return SHAPE.ofValues(all);
        }

        /** Returns the default of the minimum, or the largest number that a smaller maximum allows. */
        private int defaultMinimum() {
            int most = Math.min(present(ConfigSettings.MAX_SIZE), present(ConfigSettings.MAX_IDLE));
            return Math.max(0, Math.min(defaultOf(ConfigSettings.MIN_SIZE), most));
        }
    }
}
