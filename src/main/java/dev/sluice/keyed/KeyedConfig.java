package dev.sluice.keyed;

import dev.sluice.admission.AdmissionPolicy;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.leak.LeakStacks;
import java.lang.System.Logger.Level;
import java.time.Duration;

/**
 * The settings of a keyed pool. Immutable; made with {@link #builder()}, which starts from the defaults. Zero and
 * negative numbers stand for the default, with a warning in the log, but where zero has a meaning of its own; anything
 * else that makes no sense is refused with an {@link IllegalArgumentException} that names the key and the value.
 *
 * @param maxOpenResources how many may be open at once, those being opened and closed included
 * @param healthCheckInterval how often every open resource is pinged
 * @param pingTimeout a resource that needs longer to answer does not work
 * @param creationTimeout a call of the factory that needs longer is given up, as if it had failed
 * @param acquisitionTimeout how long a caller waits who does not say otherwise; zero waits for ever
 * @param maxLeasesPerKey how many may have a lease of one key at once; zero for any number
 * @param admission the rules of the gate, for those who need a place for a new resource
 */
public record KeyedConfig(
        int maxOpenResources,
        Duration healthCheckInterval,
        Duration pingTimeout,
        Duration creationTimeout,
        Duration acquisitionTimeout,
        int maxLeasesPerKey,
        AdmissionPolicy admission) {

    /** See {@link #maxOpenResources()}. */
    public static final int DEFAULT_MAX = 10;

    /** See {@link #healthCheckInterval()}. */
    public static final Duration DEFAULT_INTERVAL = Duration.ofMinutes(1);

    /** See {@link #pingTimeout()}. */
    public static final Duration DEFAULT_PING_TIMEOUT = Duration.ofSeconds(5);

    /** See {@link #creationTimeout()}. */
    public static final Duration DEFAULT_CREATION_TIMEOUT = Duration.ofSeconds(30);

    /** An empty place does not grow stale. */
    private static final Duration LONG = Duration.ofDays(1);

    /** Puts defaults in the place of zero and negative numbers, and checks the rest. */
    public KeyedConfig {
        maxOpenResources = maxOpenResources > 0 ? maxOpenResources : instead("max-open-resources", DEFAULT_MAX);
        healthCheckInterval = positive("health-check-interval", healthCheckInterval, DEFAULT_INTERVAL);
        pingTimeout = positive("ping-timeout", pingTimeout, DEFAULT_PING_TIMEOUT);
        creationTimeout = positive("creation-timeout", creationTimeout, DEFAULT_CREATION_TIMEOUT);
        maxLeasesPerKey = maxLeasesPerKey >= 0 ? maxLeasesPerKey : instead("max-leases-per-key", 0);
        poolConfig(maxOpenResources, acquisitionTimeout, admission);
    }

    /** Starts from the defaults. */
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
     * The managed pool's: no place is made before it is needed. A place is as good as new, however old; and as long as
     * it is occupied it is out on lease, which is no leak.
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

        /** See {@link KeyedConfig#maxOpenResources()}; 10. */
        public Builder maxOpenResources(int value) {
            maxOpenResources = value;
            return this;
        }

        /** See {@link KeyedConfig#healthCheckInterval()}; a minute. */
        public Builder healthCheckInterval(Duration value) {
            healthCheckInterval = value;
            return this;
        }

        /** See {@link KeyedConfig#pingTimeout()}; 5 s. */
        public Builder pingTimeout(Duration value) {
            pingTimeout = value;
            return this;
        }

        /** See {@link KeyedConfig#creationTimeout()}; 30 s. */
        public Builder creationTimeout(Duration value) {
            creationTimeout = value;
            return this;
        }

        /** See {@link KeyedConfig#acquisitionTimeout()}; 5 s. */
        public Builder acquisitionTimeout(Duration value) {
            acquisitionTimeout = value;
            return this;
        }

        /** See {@link KeyedConfig#maxLeasesPerKey()}; any number. */
        public Builder maxLeasesPerKey(int value) {
            maxLeasesPerKey = value;
            return this;
        }

        /** See {@link KeyedConfig#admission()}. */
        public Builder admission(AdmissionPolicy value) {
            admission = value;
            return this;
        }

        /** Checks the settings. */
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
