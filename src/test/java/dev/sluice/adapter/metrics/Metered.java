package dev.sluice.adapter.metrics;

import dev.sluice.control.PoolManager;
import dev.sluice.pool.CloseMode;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.PoolRuntime;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.testing.FakeStore;
import dev.sluice.testing.FakeTime;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Pools of plain objects with meters, in time that stands still. */
final class Metered {

    final FakeTime time = new FakeTime();
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final PoolManager manager = new PoolManager();
    final FakeStore store = new FakeStore();

    Metered() {
        new PoolMeters(manager, time).bindTo(registry);
    }

    /** A pool that is not registered yet. */
    ManagedPool<FakeStore.Thing> pool(String name, PoolConfig.Builder config) {
        return new ManagedPool<>(name, config.build(), store, new PoolRuntime(time, time, Runnable::run, () -> 0.5));
    }

    /** A pool that serves. */
    ManagedPool<FakeStore.Thing> serving(String name, PoolConfig.Builder config) {
        ManagedPool<FakeStore.Thing> pool = pool(name, config);
        manager.register(pool);
        pool.start().join();
        return pool;
    }

    /** Starts a caller that waits for a lease, and returns the lease at once or is refused. */
    CompletableFuture<Void> waiter(ManagedPool<?> pool) {
        int before = pool.stats().waiting();
        CompletableFuture<Void> done = new CompletableFuture<>();
        Caller<?> caller = Caller.start(() -> done.completeAsync(
                () -> {
                    try {
                        pool.acquire().close();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                    return null;
                },
                Runnable::run));
        // to be queued is not enough: what is counted of a wait is counted by its thread, after that
        Await.until("it is queued and waits", () -> pool.stats().waiting() > before && caller.isWaiting());
        return done;
    }

    /** The value of the meter with this name and these tags, after so much time that it is a fresh one. */
    double value(String name, String... tags) {
        time.advance(RecentStats.FRESH.plusNanos(1));
        return valueNow(name, tags);
    }

    /** As {@link #value}, but no time passes: it may be one that was looked up before. */
    double valueNow(String name, String... tags) {
        return registry.get(name)
                .tags(tags)
                .meter()
                .match(
                        gauge -> gauge.value(),
                        counter -> counter.count(),
                        timer -> (double) timer.count(),
                        summary -> (double) summary.count(),
                        task -> (double) task.activeTasks(),
                        gauge -> gauge.value(),
                        counter -> counter.count(),
                        timer -> timer.count(),
                        other -> Double.NaN);
    }

    Set<String> names() {
        return registry.getMeters().stream()
                .map(Meter::getId)
                .filter(id -> id.syntheticAssociation() == null)
                .map(Meter.Id::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    void close() {
        manager.close(Duration.ZERO);
    }

    static void close(ManagedPool<?> pool) {
        pool.close(CloseMode.FORCE, Duration.ZERO);
    }
}
