package dev.sluice.pool;

import dev.sluice.testing.FakeStore;
import dev.sluice.testing.FakeStore.Thing;
import java.util.List;
import org.junit.jupiter.api.Tag;

/** The contract, kept by a pool over our own store of plain objects. */
@Tag("fast")
class StorePoolContractTest extends PoolContract<Lease<Thing>> {

    private final FakeStore store = new FakeStore();
    private ManagedPool<Thing> pool;

    @Override
    public ManagedPool<?> make(PoolConfig config, PoolRuntime runtime) {
        store.onCreate = attempt -> faults.onCreate.run();
        store.works = thing -> {
            run(faults.onValidate);
            return true;
        };
        store.onClose = thing -> run(faults.onClose);
        pool = new ManagedPool<>("things", config, store, runtime);
        return pool;
    }

    private static void run(Step step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Lease<Thing> acquire(AcquireRequest request) throws Exception {
        return pool.acquire(request);
    }

    @Override
    public void release(Lease<Thing> lease) {
        lease.close();
    }

    @Override
    public void discard(Lease<Thing> lease) {
        lease.invalidate();
        lease.close();
    }

    @Override
    public int alive() {
        return store.alive();
    }

    @Override
    public int mostAlive() {
        return store.mostAlive();
    }

    @Override
    public List<Integer> closes() {
        return store.all().stream().map(thing -> thing.closes.get()).toList();
    }
}
