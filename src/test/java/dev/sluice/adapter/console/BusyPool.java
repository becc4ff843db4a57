package dev.sluice.adapter.console;

import dev.sluice.admission.Priority;
import dev.sluice.control.PoolManager;
import dev.sluice.pool.AcquireRequest;
import dev.sluice.pool.CloseMode;
import dev.sluice.pool.Lease;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.PoolRuntime;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.testing.FakeStore;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.testing.FakeTime;
import dev.sluice.time.Ticker;
import dev.sluice.time.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/** A full pool with waiters in the running application, until it is closed. */
final class BusyPool implements AutoCloseable {

    static final String NAME = "orders";
    private static final int SIZE = 4;

    private final PoolManager manager;
    private final ExecutorService workers = Workers.named(NAME, 2);
    private final ManagedPool<Thing> pool;
    private final List<Lease<Thing>> leases = new ArrayList<>();
    private final List<Caller<String>> waiters = new ArrayList<>();

    BusyPool(PoolManager manager, int waiting) throws Exception {
        this.manager = manager;
        PoolConfig config = PoolConfig.builder()
                .minSize(2)
                .maxSize(SIZE)
                .acquisitionTimeout(Duration.ofMinutes(5))
                .build();
        PoolRuntime runtime = new PoolRuntime(Ticker.system(), new FakeTime(), workers, () -> 0.5);
        pool = new ManagedPool<>(NAME, config, new FakeStore(), runtime);
        pool.start().get(45, TimeUnit.SECONDS);
        manager.register(pool);
        for (int i = 0; i < SIZE; i++) {
            leases.add(Caller.start("checkout-" + i, () -> pool.acquire(request(Priority.NORMAL, "checkout")))
                    .result());
        }
        for (int i = 0; i < waiting; i++) {
            Priority lane = Priority.values()[i % Priority.values().length];
            waiters.add(Caller.start("report-" + i, () -> {
                try (Lease<Thing> lease = pool.acquire(request(lane, "report"))) {
                    return lease.name(); // at once, for the next waiter
                }
            }));
        }
        Await.until(waiting + " waiters", () -> pool.stats().waiting() == waiting);
    }

    private static AcquireRequest request(Priority lane, String feature) {
        return AcquireRequest.DEFAULT.withPriority(lane).withTenant("acme").withTag("feature", feature);
    }

    /** Ends all leases; each waiter gets one, and ends it. */
    void release() {
        leases.forEach(Lease::close);
        leases.clear();
        waiters.forEach(BusyPool::end);
        waiters.clear();
    }

    private static void end(Caller<String> waiter) {
        try {
            waiter.result();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    ManagedPool<Thing> pool() {
        return pool;
    }

    @Override
    public void close() {
        release();
        manager.unregister(pool);
        pool.close(CloseMode.FORCE, Duration.ZERO);
        workers.shutdown();
    }
}
