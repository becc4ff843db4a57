package dev.sluice.keyed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.keyed.FakeSessions.Session;
import dev.sluice.pool.AcquireRequest;
import dev.sluice.pool.CloseMode;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.PoolContract;
import dev.sluice.pool.PoolRuntime;
import dev.sluice.pool.PoolState;
import dev.sluice.pool.failure.PoolClosed;
import dev.sluice.pool.failure.PoolFactoryException;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The contract, kept by a keyed pool. Each caller asks for a key of its own, so that its resource ends with its lease:
 * what is idle in such a pool is a place without a resource.
 */
@Tag("fast")
class KeyedPoolContractTest extends PoolContract<KeyedLease<String, Session>> {

    private final FakeSessions sessions = new FakeSessions();
    private final AtomicInteger lastKey = new AtomicInteger();
    private KeyedPool<String, Session> keyed;

    @Override
    public ManagedPool<?> make(PoolConfig config, PoolRuntime runtime) {
        sessions.onCreate = key -> faults.onCreate.run();
        sessions.onPing = session -> faults.onValidate.run();
        sessions.onClose = session -> faults.onClose.run();
        KeyedConfig settings =
                KeyedConfig.builder().maxOpenResources(config.maxSize()).build();
        keyed = new KeyedPool<>("sessions", settings, sessions, runtime, runtime.workers());
        return keyed.pool();
    }

    /** A failure of the factory is its caller's, who tries again here. */
    @Override
    public KeyedLease<String, Session> acquire(AcquireRequest request) throws Exception {
        while (true) {
            try {
                return keyed.lease("key" + lastKey.incrementAndGet(), request);
            } catch (PoolFactoryException e) {
                assertThat(e).hasMessageContaining("factory error, key: ");
            }
        }
    }

    @Override
    public void release(KeyedLease<String, Session> lease) {
        lease.close();
    }

    @Override
    public void discard(KeyedLease<String, Session> lease) {
        lease.invalidate();
        lease.close();
    }

    @Override
    public int alive() {
        return sessions.alive.get() + keyed.pool().stats().available();
    }

    @Override
    public int mostAlive() {
        return sessions.mostAlive.get();
    }

    @Override
    public List<Integer> closes() {
        return sessions.made.stream().map(session -> session.closes.get()).toList();
    }

    /** No caller has the session, and its place is free as soon as it is closed. */
    @Override
    protected void assertOneIdle(int round) {
        assertSettled();
        assertThat(keyed.stats().openResources()).as("open in round %d", round).isZero();
        assertThat(keyed.stats().waitCount()).isZero();
    }

    @Test
    @Override
    @DisplayName("C4 while a factory call hangs, other threads acquire, release, read and reconfigure")
    protected void creationHangs() throws Exception {
        open(settings -> settings.maxSize(2));
        CountDownLatch hang = new CountDownLatch(1);
        faults.onCreate = () -> Await.open(hang);
        Caller<KeyedLease<String, Session>> caller = Caller.start(() -> acquire(PATIENT));
        Await.until("the factory hangs", () -> sessions.calls.get() == 1);
        faults.onCreate = () -> {};

        assertOthersGoOn();
        hang.countDown();
        release(caller.result());
        assertSettled();
    }

    @Test
    @Override
    @DisplayName("C4 while a ping hangs, other threads acquire, release, read and reconfigure")
    protected void validationHangs() throws Exception {
        open(settings -> settings.maxSize(2));
        CountDownLatch hang = new CountDownLatch(1);
        faults.onValidate = () -> Await.open(hang);
        KeyedLease<String, Session> held = acquire(PATIENT);
        keyed.checkHealth();
        Await.until("the ping hangs", () -> held.resource().pings.get() == 1);

        assertOthersGoOn();
        hang.countDown();
        release(held);
        assertSettled();
    }

    @Test
    @Override
    @DisplayName("C6 a resource that fails its ping makes room, and a waiter is served")
    protected void validationFails() throws Exception {
        open(settings -> settings.maxSize(1));
        faults.onValidate = () -> {
            throw new IllegalStateException("dead");
        };
        keyed.acquire("dead");
        Caller<KeyedLease<String, Session>> waiter = queue();
        keyed.checkHealth();

        release(waiter.result());
        assertSettled();
        assertThat(keyed.stats().evictions()).isEqualTo(1);
    }

    @Test
    @Override
    @DisplayName("C6 a close that fails frees its place and a waiter is served")
    protected void closeFails() throws Exception {
        open(settings -> settings.maxSize(1));
        faults.onClose = () -> {
            throw new IOException("will not close");
        };
        KeyedLease<String, Session> held = acquire(PATIENT);
        Caller<KeyedLease<String, Session>> waiter = queue();
        discard(held);

        release(waiter.result());
        assertSettled();
        assertThat(keyed.stats().closeFailures()).isEqualTo(2);
    }

    @Test
    @Override
    @DisplayName("M26 C7 close ends every wait, on a full pool and while a factory call hangs")
    protected void closeUnblocks() throws Exception {
        open(settings -> settings.maxSize(2));
        KeyedLease<String, Session> held = acquire(PATIENT);
        CountDownLatch hang = new CountDownLatch(1);
        faults.onCreate = () -> Await.open(hang);
        List<Caller<KeyedLease<String, Session>>> callers = new ArrayList<>();
        callers.add(Caller.start(() -> acquire(PATIENT)));
        Await.until("the factory hangs", () -> sessions.calls.get() == 2);
        for (int i = 0; i < 10; i++) {
            callers.add(queue());
        }
        Caller<Void> closer = Caller.start(() -> {
            keyed.close(CloseMode.DRAIN, Duration.ofSeconds(60));
            return null;
        });

        for (Caller<KeyedLease<String, Session>> caller : callers) {
            assertThat(caller.failure()).isInstanceOf(PoolClosed.class);
        }
        assertThatThrownBy(() -> acquire(PATIENT)).isInstanceOf(PoolClosed.class);
        hang.countDown();
        release(held);
        closer.result();
        assertThat(alive()).isZero();
        assertThat(keyed.pool().state()).isEqualTo(PoolState.STOPPED);
    }
}
