package dev.sluice.testing;

import dev.sluice.pool.AcquireRequest;
import dev.sluice.pool.CloseMode;
import dev.sluice.pool.ConnectionInfo;
import dev.sluice.pool.Lease;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.PoolRuntime;
import dev.sluice.pool.PoolThreads;
import dev.sluice.pool.store.ResourceCheck;
import dev.sluice.pool.store.StoreTraits;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.time.ThreadTimer;
import dev.sluice.time.Ticker;
import dev.sluice.time.Timer;
import dev.sluice.time.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.DoubleSupplier;
import java.util.function.UnaryOperator;

/**
 * A pool of things with everything around it: either on fake time, where all work is done by the calling
 * thread and nothing happens by itself, or on real threads.
 */
public final class TestPool implements AutoCloseable {

    /** The time of a pool on fake time. */
    public final FakeTime time = new FakeTime();

    /** The store of the pool. */
    public final FakeStore store;

    /** The events of the pool. */
    public final RecordedEvents events = new RecordedEvents();

    /** The pool. */
    public final ManagedPool<Thing> pool;

    private final Timer timer;
    private final Executor workers;

    private TestPool(UnaryOperator<PoolConfig.Builder> settings, UnaryOperator<PoolRuntime> change) {
        this(new FakeStore(), settings, change);
    }

    private TestPool(FakeStore store, UnaryOperator<PoolConfig.Builder> settings, UnaryOperator<PoolRuntime> change) {
        this.store = store;
        PoolConfig config = settings.apply(PoolConfig.builder()).build();
        PoolRuntime runtime = change.apply(new PoolRuntime(time, time, Runnable::run, () -> 0.5));
        timer = runtime.timer();
        workers = runtime.workers();
        pool = new ManagedPool<>("orders", config, store, runtime);
        pool.addListener(events);
    }

    /** A pool on fake time, not started, whose work is done by these workers. */
    public static TestPool withWorkers(Executor workers, UnaryOperator<PoolConfig.Builder> settings) {
        return new TestPool(settings, own -> new PoolRuntime(own.ticker(), own.timer(), workers, own.random()));
    }

    /** A pool on fake time, not started, whose creations log in, and are done by these threads. */
    public static TestPool withLogin(Executor workers, UnaryOperator<PoolConfig.Builder> settings) {
        return new TestPool(
                new FakeStore(StoreTraits.WITH_LOGIN),
                settings,
                own -> new PoolRuntime(own.ticker(), own.timer(), workers, own.random()));
    }

    /** A pool on fake time, not started, on the threads that pools have. */
    public static TestPool on(PoolThreads threads, UnaryOperator<PoolConfig.Builder> settings) {
        PoolRuntime real = threads.runtime();
        return new TestPool(
                settings,
                own -> new PoolRuntime(
                        own.ticker(),
                        own.timer(),
                        real.workers(),
                        real.creators(),
                        real.closers(),
                        real.breakers(),
                        own.random()));
    }

    /** A pool on fake time, not started, with this chance. */
    public static TestPool withChance(DoubleSupplier random, UnaryOperator<PoolConfig.Builder> settings) {
        return new TestPool(settings, own -> new PoolRuntime(own.ticker(), own.timer(), own.workers(), random));
    }

    /** A pool on fake time, not started. */
    public static TestPool onFakeTime(UnaryOperator<PoolConfig.Builder> settings) {
        return new TestPool(settings, UnaryOperator.identity());
    }

    /** A pool on fake time with its first resources, and with checks of the application. */
    public static TestPool withChecks(
            Map<String, ResourceCheck<?>> checks, UnaryOperator<PoolConfig.Builder> settings) {
        TestPool made = new TestPool(settings, own -> own.withChecks(checks));
        made.pool.start().join();
        return made;
    }

    /** A pool on fake time with its first resources. */
    public static TestPool started(UnaryOperator<PoolConfig.Builder> settings) {
        TestPool made = onFakeTime(settings);
        made.pool.start().join();
        return made;
    }

    /** A pool on real threads, not started. */
    public static TestPool onThreads(UnaryOperator<PoolConfig.Builder> settings) {
        return onThreads(settings, Map.of());
    }

    /** A pool on real threads, not started, with checks of the application. */
    public static TestPool onThreads(UnaryOperator<PoolConfig.Builder> settings, Map<String, ResourceCheck<?>> checks) {
        Timer timer = new ThreadTimer("test-timer", failure -> {
            throw new AssertionError(failure);
        });
        PoolRuntime real = new PoolRuntime(Ticker.system(), timer, Workers.named("test-worker", 6), () -> 0.5);
        return new TestPool(settings, own -> real.withChecks(checks));
    }

    /** A pool on real threads with its first resources. */
    public static TestPool startedOnThreads(UnaryOperator<PoolConfig.Builder> settings) {
        TestPool made = onThreads(settings);
        made.pool.start().join();
        return made;
    }

    /** Moves a fake pool's time. */
    public void advance(Duration by) {
        time.advance(by);
    }

    /** Leases one without waiting for longer than the pool's timeout. */
    public Lease<Thing> acquire() throws InterruptedException {
        return pool.acquire();
    }

    /** Leases so many. */
    public List<Lease<Thing>> acquire(int count) throws InterruptedException {
        List<Lease<Thing>> leases = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            leases.add(pool.acquire());
        }
        return leases;
    }

    /** Lets a caller wait in the queue: returns once it does. */
    public Caller<Lease<Thing>> queue(AcquireRequest request) {
        int before = pool.stats().waiting();
        Caller<Lease<Thing>> caller = Caller.start(() -> pool.acquire(request));
        // being queued is not enough: on its way to the wait it may still create, as workers are the asking thread
        Await.until(
                "the caller is queued and waits",
                () -> caller.isDone() || (pool.stats().waiting() > before && caller.isWaiting()));
        return caller;
    }

    /** Resources in the pool. */
    public int total() {
        return pool.stats().total();
    }

    /** Resources that are out. */
    public int inUse() {
        return pool.stats().inUse();
    }

    /** The names of the resources, in the pool's order. */
    public List<String> names() {
        return pool.stats().connections().stream().map(ConnectionInfo::id).toList();
    }

    /** The numbers in the names of the resources, in the pool's order. */
    public List<Integer> indexes() {
        return names().stream().map(TestPool::index).toList();
    }

    /** The number in a name. */
    public static int index(String name) {
        return Integer.parseInt(name.split("_")[1]);
    }

    @Override
    public void close() {
        pool.close(CloseMode.FORCE, Duration.ZERO);
        timer.close();
        if (workers instanceof ExecutorService service) {
            service.shutdownNow();
        }
    }
}
