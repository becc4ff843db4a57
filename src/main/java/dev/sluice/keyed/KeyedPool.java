package dev.sluice.keyed;

import dev.sluice.pool.AcquireRequest;
import dev.sluice.pool.CloseMode;
import dev.sluice.pool.Managed;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.PoolRuntime;
import dev.sluice.pool.PoolStats;
import dev.sluice.pool.failure.AcquireCancelled;
import dev.sluice.pool.failure.AcquireTimeout;
import dev.sluice.pool.failure.PoolClosed;
import dev.sluice.pool.failure.PoolDisabled;
import dev.sluice.pool.failure.PoolFactoryException;
import dev.sluice.pool.failure.PoolSaturated;
import dev.sluice.time.Ticker;
import dev.sluice.time.TimedCalls;
import dev.sluice.time.Workers;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A pool with one resource for each key, opened at the first request and shared by all callers of the key.
 *
 * <p><b>Two ways of use.</b> {@link #acquire} gives the resource itself, which stays open until a caller calls {@link
 * #release} for its key; all other users lose it, too. {@link #lease} counts: the resource is closed with the last
 * lease, and never during a lease, except by force. If a key is used both ways, a release leaves the resource to the
 * holders of leases, and the last lease closes it.
 *
 * <p><b>Guarantees.</b> The number of open resources never exceeds the maximum, those being opened or closed included.
 * Concurrent callers of a key share one call of the factory and its result. A caller waits no longer than its
 * deadline, even if the factory hangs; the call continues if another caller waits for the key. No lock is held while
 * foreign code runs. Each resource is closed once.
 *
 * <p><b>Operations</b> are those of {@link #pool()}, in which each open resource is a leased place with the key among
 * its tags. Reset and expire close a resource at once if it has no lease, otherwise with the last lease; the next
 * caller of the key gets a new resource. A renewal replaces one resource after the other. Filling prepares empty
 * places. While the pool is paused or disabled, callers wait or are refused even if their resource is open.
 *
 * <p>Thread-safe.
 *
 * @param <K> the keys, which must have {@code equals} and {@code hashCode}, and a {@code toString} that may be shown
 * @param <R> the resources
 */
public final class KeyedPool<K, R> implements Managed, AutoCloseable {

    private final KeyedConfig config;
    private final KeyedCounters counters = new KeyedCounters();
    private final Registry<K, R> registry;
    private final ManagedPool<Place<Entry<K, R>>> pool;
    private final KeyedGate keyedGate;
    private final HealthCheck<K, R> health;
    private final KeyedAcquire<K, R> acquires;

    /**
     * Creates a pool on threads that others have made and end. It serves at once; health is checked from {@link
     * #start()} on.
     *
     * @param pings runs pings: as many at once as it has threads. Beside pings that hang, others go on only if it is an
     *     {@link dev.sluice.time.ElasticExecutor}
     * @throws IllegalArgumentException if the factory is missing
     */
    public KeyedPool(String name, KeyedConfig config, KeyedFactory<K, R> factory, PoolRuntime runtime, Executor pings) {
        this(name, config, factory, runtime, pings, () -> {});
    }

    private KeyedPool(
            String name,
            KeyedConfig config,
            KeyedFactory<K, R> factory,
            PoolRuntime runtime,
            Executor pings,
            Runnable afterClose) {
        if (factory == null) {
            throw new IllegalArgumentException("factory must not be null");
        }
        this.config = config;
        Ticker ticker = runtime.ticker();
        registry = new Registry<>(counters, config.maxLeasesPerKey(), ticker);
        TimedCalls openings = new TimedCalls(
                "call of the factory", Workers.sure(runtime.workers()), runtime.workers(), runtime.timer());
        TimedCalls timedPings = new TimedCalls("ping", pings, pings, runtime.timer());
        Places<K, R> places =
                new Places<>(factory, registry, counters, ticker, () -> openings.stuck() + timedPings.stuck());
        pool = new ManagedPool<>(name, config.poolConfig(), places, runtime);
        health = new HealthCheck<>(factory, registry, counters, runtime.timer(), timedPings, config.pingTimeout());
        ResourceOpening<K, R> opening =
                new ResourceOpening<>(factory, registry, places, counters, openings, config.creationTimeout());
        keyedGate = new KeyedGate(name, registry::wakeAll, () -> {
            health.stop();
            afterClose.run();
        });
        acquires = new KeyedAcquire<>(pool, registry, opening, keyedGate, counters, ticker);
        keyedGate.follow(pool);
    }

    /** Opens a pool with threads of its own, which end with it; it is started. */
    public static <K, R> KeyedPool<K, R> open(String name, KeyedConfig config, KeyedFactory<K, R> factory) {
        KeyedThreads threads = new KeyedThreads(
                name,
                config.maxOpenResources(),
                failure -> System.getLogger(KeyedPool.class.getPackageName())
                        .log(Level.ERROR, "pool '" + name + "': a task of its timer failed", failure));
        try {
            KeyedPool<K, R> made =
                    new KeyedPool<>(name, config, factory, threads.runtime(), threads.pings(), threads::close);
            made.start();
            return made;
        } catch (RuntimeException e) {
            threads.close();
            throw e;
        }
    }

    /** Begins to look after the pool and to check the health of what is open. */
    public void start() {
        pool.start();
        health.start(config.healthCheckInterval());
    }

    /** Returns the managed pool for operators and the manager; its leases are the open resources. */
    @Override
    public ManagedPool<?> pool() {
        return pool;
    }

    /** Returns the initial settings; {@link #pool()} has the current ones. */
    public KeyedConfig config() {
        return config;
    }

    /** As {@link #acquire(Object, AcquireRequest, CancelToken)}, with the pool's timeout. */
    public R acquire(K key) throws InterruptedException {
        return acquire(key, AcquireRequest.DEFAULT);
    }

    /** As {@link #acquire(Object, AcquireRequest, CancelToken)}, waiting for that long at most. */
    public R acquire(K key, Duration timeout) throws InterruptedException {
        return acquire(key, AcquireRequest.DEFAULT.withTimeout(timeout));
    }

    /** As {@link #acquire(Object, AcquireRequest, CancelToken)}, without a token. */
    public R acquire(K key, AcquireRequest request) throws InterruptedException {
        return acquire(key, request, null);
    }

    /**
     * Returns the resource of the key; the factory creates it if it is not open. It stays open until the key is
     * released, and needs not be acquired again until then, but may be.
     *
     * <p>An interrupt ends a wait; of a resource that is there, the caller gets it and keeps the interrupt. A timeout of
     * zero gets only what is there.
     *
     * @param token calls the acquire off, also if the resource is there; null if nobody can
     * @throws IllegalArgumentException if the key is null
     * @throws PoolFactoryException if the factory failed, with what it threw as the cause
     * @throws AcquireTimeout if neither a place nor the resource was there in time
     * @throws AcquireCancelled if the token is cancelled before or during the wait
     * @throws PoolSaturated if too many wait already
     * @throws PoolDisabled if an operator has disabled the pool
     * @throws PoolClosed if the pool is closed, or is closed during the wait
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public R acquire(K key, AcquireRequest request, @Nullable CancelToken token) throws InterruptedException {
        Entry<K, R> entry = registry.get(checked(key));
        R resource = entry != null && entry.isPinned() && !keyedGate.isShut() && !isCancelled(token)
                ? entry.resource()
                : acquires.acquire(key, request, token);
        counters.acquires.increment();
        return resource;
    }

    /** As {@link #lease(Object, AcquireRequest, CancelToken)}, with the pool's timeout. */
    public KeyedLease<K, R> lease(K key) throws InterruptedException {
        return lease(key, AcquireRequest.DEFAULT);
    }

    /** As {@link #lease(Object, AcquireRequest, CancelToken)}, without a token. */
    public KeyedLease<K, R> lease(K key, AcquireRequest request) throws InterruptedException {
        return lease(key, request, null);
    }

    /**
     * Leases the resource of the key until the lease is closed; the factory creates it if it is not open. The pool
     * counts: after so many leases, so many have to be closed. If the number of leases for each key is limited, callers
     * beyond that wait for one, in the lane and with the deadline of their request; callers of {@link #acquire} are not
     * counted.
     *
     * <p>Throws what {@link #acquire(Object, AcquireRequest, CancelToken)} throws.
     */
    public KeyedLease<K, R> lease(K key, AcquireRequest request, @Nullable CancelToken token)
            throws InterruptedException {
        Entry<K, R> entry = registry.get(checked(key));
        if (entry == null || entry.limit() != null || keyedGate.isShut() || isCancelled(token) || !entry.joinOpen()) {
            entry = acquires.hold(key, request, token);
        }
        counters.acquires.increment();
        return new KeyedLease<>(registry, entry, request.priority());
    }

    private static boolean isCancelled(@Nullable CancelToken token) {
        return token != null && token.isCancelled();
    }

    private static <K> K checked(K key) {
        if (key == null) {
            throw new IllegalArgumentException("key must not be null");
        }
        return key;
    }

    /**
     * Ends what {@link #acquire} began: nobody finds the resource under its key any more, and a worker closes it; then
     * its place is free. Does nothing if the key is not there, and leaves to holders of leases what they have.
     *
     * @throws IllegalArgumentException if the key is null
     */
    public void release(K key) {
        Entry<K, R> entry = registry.get(checked(key));
        if (entry != null) {
            registry.release(entry);
        }
    }

    /** Releases every key, see {@link #release}. */
    public void releaseAll() {
        registry.open().forEach(registry::release);
    }

    /**
     * Returns whether the resource of the key is open.
     *
     * @throws IllegalArgumentException if the key is null
     */
    public boolean contains(K key) {
        Entry<K, R> entry = registry.get(checked(key));
        return entry != null && entry.isOpen();
    }

    /** Returns a snapshot of the open resources, in the order in which they were opened. */
    public Map<K, R> all() {
        Map<K, R> all = new LinkedHashMap<>();
        registry.open().forEach(entry -> all.put(entry.key(), entry.resource()));
        return Collections.unmodifiableMap(all);
    }

    /** Goes through what is open at this moment, at the caller's pace. */
    public EntryWalk<K, R> walk() {
        return new EntryWalk<>(all());
    }

    /** Pings all that is open now, beside the regular check. Does not wait for the answers. */
    public void checkHealth() {
        health.pingAll();
    }

    /** Returns the statistics. */
    public KeyedStats stats() {
        PoolStats stats = pool.stats();
        PoolStats.Counters gate = stats.counters();
        return new KeyedStats(
                stats.maxConnections(),
                counters.open.get(),
                counters.opening.get(),
                stats.waiting() + counters.waiting.get(),
                gate.waits() + counters.waits.sum(),
                Duration.ofNanos(Math.round(gate.waitedSeconds() * 1e9) + counters.waitedNanos.sum()),
                counters.acquires.sum(),
                counters.factoryCalls.sum(),
                counters.factoryFailures.sum(),
                counters.evictions.sum(),
                gate.closeFailures() + counters.closeFailures.sum());
    }

    /**
     * Closes the pool: callers that wait are refused at once, resources are closed, those with leases when these end,
     * but no later than after {@link ManagedPool#DEFAULT_DRAIN}. The second time, harmless.
     */
    @Override
    public void close() {
        pool.close();
    }

    /** Closes the pool as the mode says. */
    public void close(CloseMode mode, Duration drain) {
        pool.close(mode, drain);
    }
}
