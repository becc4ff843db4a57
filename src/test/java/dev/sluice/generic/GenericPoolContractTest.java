package dev.sluice.generic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.pool.AcquireRequest;
import dev.sluice.pool.Lease;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.PoolContract;
import dev.sluice.pool.PoolRuntime;
import dev.sluice.pool.failure.CreationFailed;
import dev.sluice.testing.FakeStore;
import dev.sluice.testing.FakeStore.Thing;
import java.util.List;
import org.junit.jupiter.api.Tag;

/** The contract, kept by a generic pool, in which a creation stands for the caller that asked for it. */
@Tag("fast")
class GenericPoolContractTest extends PoolContract<Lease<Thing>> {

    private final FakeStore store = new FakeStore();
    private GenericPool<Thing> pool;

    @Override
    public ManagedPool<?> make(PoolConfig config, PoolRuntime runtime) {
        store.onCreate = attempt -> faults.onCreate.run();
        store.onClose = thing -> run(faults.onClose);
        GenericStore<Thing> things = new GenericStore<>(
                store::create,
                store::close,
                thing -> {
                    faults.onValidate.run();
                    return true;
                },
                new TimeLimit(runtime.timer()),
                () -> {});
        pool = new GenericPool<>(
                "things", config.toBuilder().creationPerCaller(true).build(), things, runtime, event -> {});
        return pool.pool();
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

    /** A failure of the factory is its caller's, who tries again here. */
    @Override
    public Lease<Thing> acquire(AcquireRequest request) throws Exception {
        while (true) {
            try {
                return pool.acquire(request);
            } catch (CreationFailed e) {
                assertThat(e).hasMessageContaining("connection refused");
            }
        }
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
