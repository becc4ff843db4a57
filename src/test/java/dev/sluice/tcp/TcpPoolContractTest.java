package dev.sluice.tcp;

import dev.sluice.pool.AcquireRequest;
import dev.sluice.pool.Lease;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.PoolContract;
import dev.sluice.pool.PoolRuntime;
import dev.sluice.pool.store.InTurn;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;

/** The contract, kept by a pool of connections whose endpoint is down: what they are connected to is not its matter. */
@Tag("fast")
class TcpPoolContractTest extends PoolContract<Lease<TcpConnection>> {

    private final AtomicInteger alive = new AtomicInteger();
    private final AtomicInteger mostAlive = new AtomicInteger();
    private final Map<TcpConnection, AtomicInteger> closes = new ConcurrentHashMap<>();
    private TcpPool pool;

    /** The store, with the faults of the contract before each of its steps. */
    private final class Faulty implements InTurn<TcpConnection> {

        private final TcpStore store;

        Faulty(TcpStore store) {
            this.store = store;
        }

        @Override
        public TcpConnection create() throws Exception {
            mostAlive.accumulateAndGet(alive.incrementAndGet(), Math::max);
            try {
                faults.onCreate.run();
            } catch (Exception e) {
                alive.decrementAndGet();
                throw e;
            }
            TcpConnection connection = store.create();
            closes.put(connection, new AtomicInteger());
            return connection;
        }

        @Override
        public boolean isReady(TcpConnection connection) {
            return store.isReady(connection);
        }

        @Override
        public boolean validate(TcpConnection connection, Duration limit) throws Exception {
            faults.onValidate.run();
            return store.validate(connection, limit);
        }

        @Override
        public void close(TcpConnection connection) throws Exception {
            try {
                faults.onClose.run();
            } finally {
                store.close(connection);
                if (closes.get(connection).incrementAndGet() == 1) {
                    alive.decrementAndGet();
                }
            }
        }

        @Override
        public boolean abort(TcpConnection connection) throws Exception {
            close(connection);
            return true;
        }
    }

    @Override
    public ManagedPool<?> make(PoolConfig config, PoolRuntime runtime) {
        RetryDelays delays = new RetryDelays(Duration.ofMinutes(1), Duration.ofMinutes(1), 0, runtime.random());
        TcpRuntime shared = new TcpRuntime(
                attempt -> {
                    throw new ConnectException("Connection refused");
                },
                delays,
                Runnable::run,
                runtime.ticker(),
                runtime.timer(),
                new TcpCounters(),
                new ErrorPrinter(line -> {}));
        TcpStore.Hooks hooks = new TcpStore.Hooks(ConnectionHook.NONE, ConnectionHook.NONE, () -> {});
        TcpStore store = new TcpStore(shared, new IoLimits(Duration.ZERO, Duration.ZERO), hooks);
        ManagedPool<TcpConnection> managed = new ManagedPool<>("sockets", config, new Faulty(store), runtime);
        pool = new TcpPool(managed, store, shared, false);
        return managed;
    }

    @Override
    public Lease<TcpConnection> acquire(AcquireRequest request) throws Exception {
        return pool.acquire(request);
    }

    @Override
    public void release(Lease<TcpConnection> lease) {
        lease.close();
    }

    @Override
    public void discard(Lease<TcpConnection> lease) {
        lease.invalidate();
        lease.close();
    }

    @Override
    public int alive() {
        return alive.get();
    }

    @Override
    public int mostAlive() {
        return mostAlive.get();
    }

    @Override
    public List<Integer> closes() {
        return closes.values().stream().map(AtomicInteger::get).toList();
    }
}
