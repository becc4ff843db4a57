package dev.sluice.generic;

import dev.sluice.pool.AcquireRequest;
import dev.sluice.pool.CloseMode;
import dev.sluice.pool.Lease;
import dev.sluice.pool.PoolRuntime;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.testing.FakeStore;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.testing.FakeTime;
import dev.sluice.time.ThreadTimer;
import dev.sluice.time.Ticker;
import dev.sluice.time.Timer;
import dev.sluice.time.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.function.DoubleSupplier;
import java.util.function.UnaryOperator;

/** A generic pool of things, on fake time where all work is done by the calling thread, or on real threads. */
final class Things implements AutoCloseable {

    /** Longer than any test lasts. */
    static final Duration LONG = Duration.ofSeconds(30);

    final FakeTime time = new FakeTime();
    final FakeStore store = new FakeStore();
    final GenericPool<Thing> pool;

    private final Runnable end;

    private Things(UnaryOperator<GenericPoolBuilder<Thing>> settings, UnaryOperator<PoolRuntime> change, Runnable end) {
        this.end = end;
        pool = settings.apply(things(store)).build(change.apply(new PoolRuntime(time, time, Runnable::run, () -> 0.5)));
    }

    /** The settings that are required, in front of the store's things. */
    static GenericPoolBuilder<Thing> things(FakeStore store) {
        return GenericPool.<Thing>builder("things")
                .factory(store::create)
                .closer(store::close)
                .maxSize(10)
                .listener(event -> {});
    }

    /** A ping that sees which things are dead; what else it does, a test says. */
    static boolean ping(Thing thing) {
        thing.validations.incrementAndGet();
        return !thing.dead;
    }

    static Things onFakeTime(UnaryOperator<GenericPoolBuilder<Thing>> settings) {
        return new Things(settings, own -> own, () -> {});
    }

    static Things withChance(DoubleSupplier random, UnaryOperator<GenericPoolBuilder<Thing>> settings) {
        return new Things(settings, own -> new PoolRuntime(own.ticker(), own.timer(), own.workers(), random), () -> {});
    }

    /** On fake time, but the work is done by others. */
    static Things withWorkers(UnaryOperator<GenericPoolBuilder<Thing>> settings) {
        ExecutorService workers = Workers.named("things-worker", 6);
        return new Things(
                settings,
                own -> new PoolRuntime(own.ticker(), own.timer(), workers, own.random()),
                workers::shutdownNow);
    }

    static Things onThreads(UnaryOperator<GenericPoolBuilder<Thing>> settings) {
        Timer timer = new ThreadTimer("things-timer", failure -> {
            throw new AssertionError(failure);
        });
        ExecutorService workers = Workers.named("things-worker", 6);
        return new Things(settings, own -> new PoolRuntime(Ticker.system(), timer, workers, own.random()), () -> {
            timer.close();
            workers.shutdownNow();
        });
    }

    /** Leases so many. */
    List<Lease<Thing>> acquire(int count) throws InterruptedException {
        List<Lease<Thing>> leases = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            leases.add(pool.acquire());
        }
        return leases;
    }

    /** Makes so many idle. */
    List<Thing> idle(int count) throws InterruptedException {
        List<Lease<Thing>> leases = acquire(count);
        leases.forEach(pool::release);
        return leases.stream().map(Lease::resource).toList();
    }

    /** Lets a caller wait: returns once it does. */
    Caller<Lease<Thing>> queue(Duration timeout) {
        int before = pool.stats().waiting();
        Caller<Lease<Thing>> caller = Caller.start(() -> pool.acquire(AcquireRequest.DEFAULT.withTimeout(timeout)));
        Await.until(
                "the caller is queued and waits",
                () -> caller.isDone() || (pool.stats().waiting() > before && caller.isWaiting()));
        return caller;
    }

    @Override
    public void close() {
        pool.pool().close(CloseMode.FORCE, Duration.ZERO);
        end.run();
    }
}
