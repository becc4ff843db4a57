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
 * <p><b>Two ways of use.</b> {@link #acquire} returns the resource itself, which stays open until a caller calls {@link
 * #release} for its key; all other users lose it, too. {@link #lease} counts: the resource is closed with the last
 * lease, and never during a lease, except by force. If a key is used both ways, a release leaves the resource to the
 * holders of leases, and the last lease closes it.
 *
 * <p><b>Guarantees.</b> The number of open resources never exceeds the maximum, which includes resources in opening and
 * in closing. Concurrent callers of a key share one call of the factory and its result. A caller waits no longer than
 * its deadline, even if the factory hangs; the call continues if another caller waits for the key. No lock is held
 * while foreign code runs. Each resource is closed once.
 *
 * <p><b>Operations</b> are the operations of {@link #pool()}, in which each open resource is a leased place with the
 * key among its tags. Reset and expire close a resource at once if it has no lease, otherwise with the last lease; the
 * next caller of the key acquires a new resource. A renewal replaces one resource after the other. Filling prepares
 * empty places. While the pool is paused or disabled, callers wait or are refused even if their resource is open.
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
    private final ManagedPool<ResourcePlace<Entry<K, R>>> pool;
    private final KeyedGate keyedGate;
    private final HealthCheck<K, R> health;
    private final KeyedAcquire<K, R> acquires;

    /**
     * Creates a pool on the threads of the given runtime, which the caller of this constructor ends. The pool serves at
     * once; health checks begin with {@link #start()}.
     *
     * @param pings runs pings, at most one for each of its threads. Pings that hang do not delay other pings only if it
     *     is an {@link dev.sluice.time.ElasticExecutor}
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

    /** Opens and starts a pool with threads of its own, which end with the pool. */
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

    /** Begins the maintenance of the pool and the health checks of open resources. */
    public void start() {
        pool.start();
        health.start(config.healthCheckInterval());
    }

    /** Returns the managed pool for operators and the manager; its leases are the open resources. */
    @Override
    public ManagedPool<?> pool() {
        return pool;
    }

    /** Returns the initial settings; {@link #pool()} has the current settings. */
    public KeyedConfig config() {
        return config;
    }

    /** Acquires like {@link #acquire(Object, AcquireRequest, CancelToken)}, with the pool's timeout. */
    public R acquire(K key) throws InterruptedException {
        return acquire(key, AcquireRequest.DEFAULT);
    }

    /** Acquires like {@link #acquire(Object, AcquireRequest, CancelToken)}, with the given timeout. */
    public R acquire(K key, Duration timeout) throws InterruptedException {
        return acquire(key, AcquireRequest.DEFAULT.withTimeout(timeout));
    }

    /** Acquires like {@link #acquire(Object, AcquireRequest, CancelToken)}, without a token. */
    public R acquire(K key, AcquireRequest request) throws InterruptedException {
        return acquire(key, request, null);
    }

    /**
     * Returns the resource of the key; the factory creates it if it is not open. The resource stays open until the key
     * is released. Further acquires until then are allowed, but not necessary.
     *
     * <p>An interrupt ends a wait. If the resource is open, an interrupted caller acquires it and keeps its interrupt.
     * A timeout of zero acquires only an open resource.
     *
     * @param token cancels the acquire, even if the resource is open; null if the acquire cannot be cancelled
     * @throws IllegalArgumentException if the key is null
     * @throws PoolFactoryException if the factory failed, with its exception as the cause
     * @throws AcquireTimeout if no place or no resource was available before the deadline
     * @throws AcquireCancelled if the token is cancelled before or during the wait
     * @throws PoolSaturated if too many callers wait already
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

    /** Leases like {@link #lease(Object, AcquireRequest, CancelToken)}, with the pool's timeout. */
    public KeyedLease<K, R> lease(K key) throws InterruptedException {
        return lease(key, AcquireRequest.DEFAULT);
    }

    /** Leases like {@link #lease(Object, AcquireRequest, CancelToken)}, without a token. */
    public KeyedLease<K, R> lease(K key, AcquireRequest request) throws InterruptedException {
        return lease(key, request, null);
    }

    /**
     * Leases the resource of the key until the lease is closed; the factory creates it if it is not open. The pool
     * counts leases: each one must be closed.
     *
     * <p>If the number of leases for each key is limited, callers beyond the limit wait in the lane and with the
     * deadline of their request. Callers of {@link #acquire} are not counted.
     *
     * <p>Throws the exceptions of {@link #acquire(Object, AcquireRequest, CancelToken)}.
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
     * Reverts {@link #acquire}: no caller finds the resource under its key any more, a worker closes it, and its place
     * becomes free. Has no effect if the key is not open. Holders of leases keep the resource.
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

    /** Returns a walk over the resources that are open now, at the caller's pace. */
    public EntryWalk<K, R> walk() {
        return new EntryWalk<>(all());
    }

    /** Pings all open resources now, beside the regular check. Does not wait for the answers. */
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
     * Closes the pool. Waiters are refused at once, and resources are closed. Leased resources are closed with their
     * last lease, but no later than after {@link ManagedPool#DEFAULT_DRAIN}. Further calls have no effect.
     */
    @Override
    public void close() {
        pool.close();
    }

    /** Closes the pool in the given mode. */
    public void close(CloseMode mode, Duration drain) {
        pool.close(mode, drain);
    }
}
