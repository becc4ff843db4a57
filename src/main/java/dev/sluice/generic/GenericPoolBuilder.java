package dev.sluice.generic;

import dev.sluice.admission.AdmissionPolicy;
import dev.sluice.admission.Fairness;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.PoolListener;
import dev.sluice.pool.PoolRuntime;
import dev.sluice.pool.PoolThreads;
import dev.sluice.pool.policy.PoolPolicies;
import dev.sluice.pool.store.ResourceCheck;
import dev.sluice.time.SpanText;
import dev.sluice.value.Values;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Configures a {@link GenericPool}. A factory, a close function and a maximum are required. A duration of zero switches
 * its feature off. Invalid values are refused when the pool is built. Not thread-safe.
 *
 * @param <R> the type of the resources
 */
public final class GenericPoolBuilder<R> {

    /** A duration that does not end in practice. */
    private static final Duration NEVER = Values.LONGEST;

    /** The policy that serves callers in the order of their arrival. */
    private static final AdmissionPolicy IN_ORDER =
            AdmissionPolicy.builder().fairness(Fairness.STRICT).build();

    private final String name;
    private @Nullable Callable<R> factory;
    private @Nullable Closer<R> closer;
    private @Nullable Ping<R> ping;
    private final Map<String, ResourceCheck<?>> checks = new TreeMap<>();
    private PoolPolicies policies = PoolPolicies.NONE;
    private int minSize;
    private int maxSize;
    private @Nullable Integer maxIdle;
    private Duration maxIdleTime = Duration.ZERO;
    private Duration maxAge = Duration.ZERO;
    private double ageJitter = 0.1;
    private Duration pingAfterIdle = Duration.ZERO;
    private Duration healthCheckInterval = Duration.ZERO;
    private Duration healthCheckTimeout = Duration.ofSeconds(1);
    private @Nullable Duration cleanupInterval;
    private Duration factoryTimeout = Duration.ofSeconds(30);
    private Duration acquireTimeout = Duration.ofSeconds(5);
    private Duration leakThreshold = Duration.ZERO;
    private AdmissionPolicy admission = IN_ORDER;
    private @Nullable PoolListener listener;

    GenericPoolBuilder(String name) {
        this.name = name;
    }

    /** Sets the factory, which creates a resource on a worker. A call without waiters is interrupted. Required. */
    public GenericPoolBuilder<R> factory(Callable<R> value) {
        factory = value;
        return this;
    }

    /** Sets the close function, which ends a resource on a worker. Required. */
    public GenericPoolBuilder<R> closer(Closer<R> value) {
        closer = value;
        return this;
    }

    /** Sets the check of an idle resource before it is handed out (default: none, each resource counts as working). */
    public GenericPoolBuilder<R> ping(Ping<R> value) {
        ping = value;
        return this;
    }

    /**
     * Adds a check of resources, for the policy {@code checks}. Checks run only if {@link #policies} names them, or a
     * later change of the policy does.
     */
    public GenericPoolBuilder<R> check(String checkName, ResourceCheck<? super R> value) {
        checks.put(checkName, value);
        return this;
    }

    /** Sets the policies beyond the gate (default: none). */
    public GenericPoolBuilder<R> policies(PoolPolicies value) {
        policies = value;
        return this;
    }

    /** Sets the minimum number of resources, kept without demand (default 0). */
    public GenericPoolBuilder<R> minSize(int value) {
        minSize = value;
        return this;
    }

    /** Sets the maximum number of resources, including resources in creation and in closing. Required. */
    public GenericPoolBuilder<R> maxSize(int value) {
        maxSize = value;
        return this;
    }

    /**
     * Sets the maximum number of idle resources (default: the maximum size). Further idle resources are closed, unless
     * a caller waits.
     */
    public GenericPoolBuilder<R> maxIdle(int value) {
        maxIdle = value;
        return this;
    }

    /** Sets the idle time after which maintenance closes a resource (default: zero, off). */
    public GenericPoolBuilder<R> maxIdleTime(Duration value) {
        maxIdleTime = value;
        return this;
    }

    /**
     * Sets the age after which a resource is not leased any more. Maintenance closes it, or its release does (default:
     * zero, off).
     */
    public GenericPoolBuilder<R> maxAge(Duration value) {
        maxAge = value;
        return this;
    }

    /**
     * Sets the share of the maximum age by which a resource may be retired earlier (default 0.1). So resources created
     * together are not retired together. No resource exceeds the maximum age.
     */
    public GenericPoolBuilder<R> ageJitter(double value) {
        ageJitter = value;
        return this;
    }

    /**
     * Sets the idle time after which a resource needs a ping before its next lease. With zero (the default), each lease
     * needs a ping, even directly after a release. New resources, and unused resources that answered a ping in the last
     * half second, need no ping.
     */
    public GenericPoolBuilder<R> pingAfterIdle(Duration value) {
        pingAfterIdle = value;
        return this;
    }

    /** Sets the maximum time between two pings of an idle resource, also without demand (default: zero, off). */
    public GenericPoolBuilder<R> healthCheckInterval(Duration value) {
        healthCheckInterval = value;
        return this;
    }

    /** Sets the time limit of a ping (default 1 s). A longer ping is interrupted, and the resource is closed. */
    public GenericPoolBuilder<R> healthCheckTimeout(Duration value) {
        healthCheckTimeout = value;
        return this;
    }

    /**
     * Sets the interval of maintenance; zero for no maintenance except health checks. The default is half of the
     * shortest of maximum idle time, maximum age and leak threshold, between one second and one minute. A shorter
     * interval of health checks applies to maintenance, too. Without any task there is no thread.
     */
    public GenericPoolBuilder<R> cleanupInterval(Duration value) {
        cleanupInterval = value;
        return this;
    }

    /**
     * Sets the time limit of a call of the factory (default 30 s; zero for no limit). A longer call is interrupted and
     * given up, as if it had failed. A resource that it returns later is closed.
     */
    public GenericPoolBuilder<R> factoryTimeout(Duration value) {
        factoryTimeout = value;
        return this;
    }

    /** Sets the maximum wait of a caller without a timeout (default 5 s; zero for no limit). */
    public GenericPoolBuilder<R> acquireTimeout(Duration value) {
        acquireTimeout = value;
        return this;
    }

    /** Sets the duration after which a lease is reported as a leak (default: zero, off). */
    public GenericPoolBuilder<R> leakThreshold(Duration value) {
        leakThreshold = value;
        return this;
    }

    /** Sets the rules of the gate (default: first come, first served in each lane). */
    public GenericPoolBuilder<R> admission(AdmissionPolicy value) {
        admission = value;
        return this;
    }

    /**
     * Sets the listener of all events, from the start of the pool. Without a listener, failed closes and leaks are
     * logged.
     */
    public GenericPoolBuilder<R> listener(PoolListener value) {
        listener = value;
        return this;
    }

    /**
     * Creates a pool with its own threads. The threads start when there is work, and end with the pool.
     *
     * @throws FactoryRequired without a factory
     * @throws CloseFuncRequired without a close function
     * @throws InvalidConfigMaxSize without a maximum of at least 1
     * @throws IllegalArgumentException if another value is invalid, or a check of the policies is missing; the message
     *     names it
     */
    public GenericPool<R> build() {
        PoolConfig config = config();
        WarningLog log = new WarningLog(name);
        PoolThreads threads = new PoolThreads(name, maxSize, log::housekeepingFailed);
        return build(config, threads.runtime(), threads::close);
    }

    /**
     * Creates a pool on the threads and the clock of the caller, which ends them. Has the refusals of {@link #build()}.
     */
    public GenericPool<R> build(PoolRuntime runtime) {
        return build(config(), runtime, () -> {});
    }

    private GenericPool<R> build(PoolConfig config, PoolRuntime runtime, Runnable whenEmpty) {
        GenericStore<R> store = new GenericStore<>(
                Objects.requireNonNull(factory),
                Objects.requireNonNull(closer),
                ping,
                new TimeLimit(runtime.timer()),
                whenEmpty);
        GenericPool<R> pool = new GenericPool<>(
                name,
                config,
                store,
                withChecks(runtime),
                Objects.requireNonNullElseGet(listener, () -> new WarningLog(name)));
        pool.pool().start();
        return pool;
    }

    /** Returns the runtime with the checks of this builder in addition to its own. */
    private PoolRuntime withChecks(PoolRuntime runtime) {
        Map<String, ResourceCheck<?>> all = new TreeMap<>(runtime.checks());
        all.putAll(checks);
        return runtime.withChecks(all);
    }

    private PoolConfig config() {
        check();
        Duration healthChecks = ping == null ? Duration.ZERO : healthCheckInterval;
        Housekeeping housekeeping =
                Housekeeping.of(cleanupInterval, healthChecks, List.of(maxIdleTime, maxAge, leakThreshold));
        return PoolConfig.builder()
                .minSize(minSize)
                .maxSize(maxSize)
                .maxIdle(maxIdle == null ? Integer.MAX_VALUE : Math.min(maxIdle, maxSize))
                .acquisitionTimeout(acquireTimeout)
                .shortestWait(Duration.ZERO)
                .maxLifetime(maxAge.minus(half(maxAge)))
                .lifetimeJitter(ageJitter / (2 - ageJitter))
                .idleTimeout(maxIdleTime)
                .validateAfterIdle(ping == null ? NEVER : pingAfterIdle)
                .validationTimeout(healthCheckTimeout.isZero() ? NEVER : healthCheckTimeout)
                .creationTimeout(factoryTimeout)
                .backgroundValidation(housekeeping.checkAfter())
                .leakThreshold(leakThreshold)
                .maintenanceInterval(housekeeping.interval())
                .creationPerCaller(true)
                .admission(admission)
                .policies(policies)
                .build();
    }

    /** Returns half of the jitter: lifetimes are spread around the middle between the shortest and the maximum age. */
    private Duration half(Duration age) {
        return Duration.ofNanos((long) (age.toNanos() * ageJitter / 2));
    }

    private void check() {
        if (factory == null) {
            throw new FactoryRequired(name);
        }
        if (closer == null) {
            throw new CloseFuncRequired(name);
        }
        if (maxSize < 1) {
            throw new InvalidConfigMaxSize(name, maxSize);
        }
        require(maxIdle == null || maxIdle >= 0, "max-idle", "must not be negative", String.valueOf(maxIdle));
        require(ageJitter >= 0 && ageJitter < 1, "age-jitter", Values.fraction().rule(), ageJitter);
        checkDuration("max-idle-time", maxIdleTime);
        checkDuration("max-age", maxAge);
        checkDuration("ping-after-idle", pingAfterIdle);
        checkDuration("health-check-interval", healthCheckInterval);
        checkDuration("health-check-timeout", healthCheckTimeout);
        checkDuration("cleanup-interval", cleanupInterval == null ? Duration.ZERO : cleanupInterval);
        checkDuration("factory-timeout", factoryTimeout);
        checkDuration("acquire-timeout", acquireTimeout);
        checkDuration("leak-threshold", leakThreshold);
    }

    private void checkDuration(String key, Duration value) {
        require(!value.isNegative(), key, "must not be negative", value);
        require(value.compareTo(NEVER) <= 0, key, "must be at most " + NEVER.toDays() + " days", value);
    }

    private void require(boolean holds, String key, String rule, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "pool '" + name + "': " + key + " " + rule + ": " + SpanText.exact(value));
        }
    }
}
