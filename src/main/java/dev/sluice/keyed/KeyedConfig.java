package dev.sluice.keyed;

import dev.sluice.admission.AdmissionPolicy;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.leak.LeakStacks;
import java.lang.System.Logger.Level;
import java.time.Duration;

/**
 * The settings of a keyed pool. Immutable; created with {@link #builder()}, which begins with the defaults.
 *
 * <p>A zero or negative value is replaced by the default, with a warning in the log, unless zero has a meaning of its
 * own. Other invalid values are refused with an {@link IllegalArgumentException} that names the key and the value.
 *
 * @param maxOpenResources maximum number of open resources, including resources in opening and in closing
 * @param healthCheckInterval interval between two pings of each open resource
 * @param pingTimeout maximum time of a ping; a resource that does not answer in time is evicted
 * @param creationTimeout maximum time of a call of the factory; a longer call is given up and counts as failed
 * @param acquisitionTimeout maximum wait of a caller whose request has no timeout; zero for no limit
 * @param maxLeasesPerKey maximum number of concurrent leases of one key; zero for no limit
 * @param admission the rules of the gate for callers that need a place for a new resource
 */
public record KeyedConfig(
        int maxOpenResources,
        Duration healthCheckInterval,
        Duration pingTimeout,
        Duration creationTimeout,
        Duration acquisitionTimeout,
        int maxLeasesPerKey,
        AdmissionPolicy admission) {

    /** The default of {@link #maxOpenResources()}. */
    public static final int DEFAULT_MAX = 10;

    /** The default of {@link #healthCheckInterval()}. */
    public static final Duration DEFAULT_INTERVAL = Duration.ofMinutes(1);

    /** The default of {@link #pingTimeout()}. */
    public static final Duration DEFAULT_PING_TIMEOUT = Duration.ofSeconds(5);

    /** The default of {@link #creationTimeout()}. */
    public static final Duration DEFAULT_CREATION_TIMEOUT = Duration.ofSeconds(30);

    /** The validation age of places: an empty place does not become stale. */
    private static final Duration LONG = Duration.ofDays(1);

    /** Replaces zero and negative numbers by defaults, and checks the other values. */
    public KeyedConfig {
        maxOpenResources = maxOpenResources > 0 ? maxOpenResources : instead("max-open-resources", DEFAULT_MAX);
        healthCheckInterval = positive("health-check-interval", healthCheckInterval, DEFAULT_INTERVAL);
        pingTimeout = positive("ping-timeout", pingTimeout, DEFAULT_PING_TIMEOUT);
        creationTimeout = positive("creation-timeout", creationTimeout, DEFAULT_CREATION_TIMEOUT);
        maxLeasesPerKey = maxLeasesPerKey >= 0 ? maxLeasesPerKey : instead("max-leases-per-key", 0);
        poolConfig(maxOpenResources, acquisitionTimeout, admission);
    }

    /** Returns a builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    private static Duration positive(String key, Duration value, Duration standard) {
        return value.isNegative() || value.isZero() ? instead(key, standard) : value;
    }

    private static <T> T instead(String key, T standard) {
        System.getLogger(KeyedConfig.class.getPackageName())
                .log(Level.WARNING, "{0} is zero or negative: the default of {1} is used", key, standard);
        return standard;
    }

    /**
     * Returns the settings of the managed pool. No place is created before a caller needs it, and places do not age. An
     * occupied place stays leased, which is no leak.
     */
    PoolConfig poolConfig() {
        return poolConfig(maxOpenResources, acquisitionTimeout, admission);
    }

    private static PoolConfig poolConfig(int max, Duration acquisitionTimeout, AdmissionPolicy admission) {
        return PoolConfig.builder()
                .minSize(0)
                .maxSize(max)
                .acquisitionTimeout(acquisitionTimeout)
                .shortestWait(Duration.ZERO)
                .maxLifetime(Duration.ZERO)
                .validateAfterIdle(LONG)
                .backgroundValidation(Duration.ZERO)
                .leakThreshold(Duration.ZERO)
                .leakStacks(LeakStacks.OFF)
                .admission(admission)
                .build();
    }

    /** Collects settings. Not thread-safe. */
    public static final class Builder {

        private int maxOpenResources = DEFAULT_MAX;
        private Duration healthCheckInterval = DEFAULT_INTERVAL;
        private Duration pingTimeout = DEFAULT_PING_TIMEOUT;
        private Duration creationTimeout = DEFAULT_CREATION_TIMEOUT;
        private Duration acquisitionTimeout = Duration.ofSeconds(5);
        private int maxLeasesPerKey;
        private AdmissionPolicy admission = AdmissionPolicy.DEFAULT;

        private Builder() {}

        /** Sets {@link KeyedConfig#maxOpenResources()} (default 10). */
        public Builder maxOpenResources(int value) {
            maxOpenResources = value;
            return this;
        }

        /** Sets {@link KeyedConfig#healthCheckInterval()} (default 1 minute). */
        public Builder healthCheckInterval(Duration value) {
            healthCheckInterval = value;
            return this;
        }

        /** Sets {@link KeyedConfig#pingTimeout()} (default 5 s). */
        public Builder pingTimeout(Duration value) {
            pingTimeout = value;
            return this;
        }

        /** Sets {@link KeyedConfig#creationTimeout()} (default 30 s). */
        public Builder creationTimeout(Duration value) {
            creationTimeout = value;
            return this;
        }

        /** Sets {@link KeyedConfig#acquisitionTimeout()} (default 5 s). */
        public Builder acquisitionTimeout(Duration value) {
            acquisitionTimeout = value;
            return this;
        }

        /** Sets {@link KeyedConfig#maxLeasesPerKey()} (default: no limit). */
        public Builder maxLeasesPerKey(int value) {
            maxLeasesPerKey = value;
            return this;
        }

        /** Sets {@link KeyedConfig#admission()}. */
        public Builder admission(AdmissionPolicy value) {
            admission = value;
            return this;
        }

        /** Checks the settings and returns them. */
        public KeyedConfig build() {
            return new KeyedConfig(
                    maxOpenResources,
                    healthCheckInterval,
                    pingTimeout,
                    creationTimeout,
                    acquisitionTimeout,
                    maxLeasesPerKey,
                    admission);
        }
    }
}
