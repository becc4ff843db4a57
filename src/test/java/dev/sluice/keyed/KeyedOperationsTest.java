package dev.sluice.keyed;

import static dev.sluice.keyed.TestKeyedPool.PATIENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.control.PoolManager;
import dev.sluice.control.operation.Command;
import dev.sluice.control.operation.Commands;
import dev.sluice.control.operation.Order;
import dev.sluice.keyed.FakeSessions.Session;
import dev.sluice.pool.CloseMode;
import dev.sluice.pool.PoolState;
import dev.sluice.pool.failure.PoolClosed;
import dev.sluice.pool.failure.PoolDisabled;
import dev.sluice.pool.operation.OperationReport;
import dev.sluice.pool.operation.Pace;
import dev.sluice.pool.operation.Selector;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The operations of any pool, on a keyed pool, through the manager. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class KeyedOperationsTest {

    private TestKeyedPool test = TestKeyedPool.ofSize(3);
    private final PoolManager manager = new PoolManager();

    @BeforeEach
    void register() {
        manager.register(test.pool.pool());
    }

    @AfterEach
    void close() {
        test.close(); // by force: on fake time, the manager would wait for leases for ever
        manager.close();
    }

    private OperationReport perform(Command command) {
        return manager.perform(Order.of("sessions", command, "test"));
    }

    @Test
    @DisplayName("the manager sees each open resource as a place in use, with its key")
    void statistics() throws Exception {
        test.acquire("key1");
        test.pool.lease("key2");

        assertThat(manager.stats("sessions").inUse()).isEqualTo(2);
        assertThat(manager.stats("sessions").connections().toString()).contains("key1", "key2");
        assertThat(manager.queue("sessions", false).toString()).contains("key1", "key2");
        test.time.advance(Duration.ofDays(2));
        assertThat(manager.leaks("sessions", false)).isEmpty();
    }

    @Test
    @DisplayName(
            "a reset closes resources without a lease, and the others when their lease ends; new ones follow on demand")
    void reset() throws Exception {
        Session acquired = test.acquire("key1");
        KeyedLease<String, Session> lease = test.pool.lease("key2");
        OperationReport report = perform(Commands.reset(false));

        assertThat(report.complete()).isTrue();
        assertThat(report.retired()).hasSize(1);
        assertThat(report.retireOnRelease()).hasSize(1);
        assertThat(acquired.closes).hasValue(1);
        assertThat(lease.resource().isClosed()).isFalse();
        assertThat(test.pool.contains("key2")).isFalse();
        assertThat(test.acquire("key1")).isNotSameAs(acquired);
        assertThat(test.acquire("key2")).isNotSameAs(lease.resource());
        lease.close();
        Await.until("it is closed", () -> lease.resource().closes.get() == 1);
        test.settle();
        assertThat(test.open()).isEqualTo(2);
    }

    @Test
    @DisplayName("a reset by force closes leased resources, too, once")
    void resetByForce() throws Exception {
        KeyedLease<String, Session> lease = test.pool.lease("key1");
        OperationReport report = perform(Commands.reset(true));

        assertThat(report.broken()).hasSize(1);
        assertThat(lease.resource().closes).hasValue(1);
        assertThat(test.pool.contains("key1")).isFalse();
        assertThat(test.open()).isZero();
        lease.close();
        assertThat(lease.resource().closes).hasValue(1);
    }

    @Test
    @DisplayName(
            "a reset by force during a factory call waits for its resource, and closes it; its callers get another")
    void resetDuringFactoryCall() throws Exception {
        CountDownLatch make = new CountDownLatch(1);
        test.sessions.onCreate = key -> Await.open(make);
        Caller<Session> caller = Caller.start(() -> test.acquire("key1"));
        Await.until("the factory is called", () -> test.sessions.calls.get() == 1);
        Caller<OperationReport> reset = Caller.start(() -> perform(Commands.reset(true)));
        Await.until("the place is taken away", () -> manager.stats("sessions").closing() == 1);
        make.countDown();

        assertThat(reset.result().complete()).isTrue();
        Session session = caller.result();
        assertThat(session.isClosed()).isFalse();
        assertThat(test.sessions.made).hasSize(2);
        assertThat(test.sessions.made.get(0).closes).hasValue(1);
        assertThat(test.open()).isEqualTo(1);
    }

    @Test
    @DisplayName("an expiry of one key closes the resource of that key alone")
    void expire() throws Exception {
        Session first = test.acquire("key1");
        Session second = test.acquire("key2");
        perform(Commands.expire(new Selector(null, null, null, Map.of("key", "key1"), null, null, null)));

        assertThat(first.closes).hasValue(1);
        assertThat(second.isClosed()).isFalse();
        assertThat(test.pool.contains("key1")).isFalse();
        assertThat(test.acquire("key2")).isSameAs(second);
    }

    @Test
    @DisplayName("a renewal replaces each resource, one after the other; leases keep their resource")
    void renew() throws Exception {
        Session acquired = test.acquire("key1");
        KeyedLease<String, Session> lease = test.pool.lease("key2");
        OperationReport report = perform(Commands.renew(Pace.ONE_BY_ONE));

        assertThat(report.complete()).isTrue();
        assertThat(acquired.closes).hasValue(1);
        assertThat(lease.resource().isClosed()).isFalse();
        assertThat(test.acquire("key1")).isNotSameAs(acquired);
        assertThat(test.acquire("key2")).isNotSameAs(lease.resource());
        lease.close();
        Await.until("it is closed", () -> lease.resource().closes.get() == 1);
    }

    @Test
    @DisplayName("a full pool can be filled and renewed, too, and never has more open than the maximum")
    void full() throws Exception {
        for (int i = 0; i < 3; i++) {
            test.acquire("key" + i);
        }
        perform(Commands.fill(null));
        perform(Commands.renew(Pace.ONE_BY_ONE));
        for (int i = 0; i < 3; i++) {
            test.acquire("key" + i);
        }

        assertThat(test.sessions.closes()).isEqualTo(3);
        assertThat(test.sessions.mostAlive.get()).isLessThanOrEqualTo(3);
    }

    @Test
    @DisplayName("filling prepares empty places; nothing is opened by that")
    void fill() throws Exception {
        OperationReport report = perform(Commands.fill(null));

        assertThat(report.created()).isEqualTo(3);
        assertThat(test.sessions.calls).hasValue(0);
        assertThat(test.open()).isZero();
        assertThat(test.acquire("key1").key).isEqualTo("key1");
        assertThat(manager.stats("sessions").total()).isEqualTo(3);
    }

    @Test
    @DisplayName("while the pool is paused callers wait, even for open resources, and are admitted when it is resumed")
    void pause() throws Exception {
        Session session = test.acquire("key1");
        perform(Commands.pause());
        Caller<Session> there = test.queue("key1");
        Caller<Session> fresh = test.queue("key2");
        Caller<KeyedLease<String, Session>> lease = test.queue(() -> test.pool.lease("key1", PATIENT));
        assertThat(test.sessions.calls).hasValue(1);

        perform(Commands.resume());
        assertThat(there.result()).isSameAs(session);
        assertThat(fresh.result().key).isEqualTo("key2");
        assertThat(lease.result().resource()).isSameAs(session);
    }

    @Test
    @DisplayName("a pause lasts no longer than a caller's deadline or patience")
    void pauseEnds() throws Exception {
        test.acquire("key1");
        perform(Commands.pause());
        CancelToken token = new CancelToken();
        Caller<Session> cancelled = test.queue(() -> test.pool.acquire("key1", PATIENT, token));
        Caller<Session> interrupted = test.queue("key1");
        token.cancel();
        interrupted.interrupt();

        assertThat(cancelled.failure()).hasMessageContaining("key1");
        assertThat(interrupted.failure()).isInstanceOf(InterruptedException.class);
        assertThat(test.waiting()).isZero();
    }

    @Test
    @DisplayName("a waiter for a lease of a key is admitted after the pause, too, not during it")
    void pauseBeforeSeat() throws Exception {
        manager.unregister(test.pool.pool());
        test.close();
        test = TestKeyedPool.onFakeTime(settings -> settings.maxLeasesPerKey(1));
        manager.register(test.pool.pool());
        test.acquire("key1");
        KeyedLease<String, Session> held = test.pool.lease("key1");
        Caller<KeyedLease<String, Session>> waiter = test.queue(() -> test.pool.lease("key1", PATIENT));
        perform(Commands.pause());
        held.close();

        Await.until(
                "it waits for the end of the pause", () -> test.pool.stats().totalWaits() == 1 && test.waiting() == 1);
        assertThat(waiter.isDone()).isFalse();
        perform(Commands.resume());
        assertThat(waiter.result().key()).isEqualTo("key1");
    }

    @Test
    @DisplayName("a disabled pool refuses callers and all waiters")
    void disable() throws Exception {
        manager.unregister(test.pool.pool());
        test.close();
        test = TestKeyedPool.onFakeTime(settings -> settings.maxOpenResources(1).maxLeasesPerKey(1));
        manager.register(test.pool.pool());
        KeyedLease<String, Session> held = test.pool.lease("key1");
        Caller<KeyedLease<String, Session>> forLease = test.queue(() -> test.pool.lease("key1", PATIENT));
        Caller<Session> forPlace = test.queue("key2");
        Caller<Session> behind = test.queue("key2");
        perform(Commands.disable());

        assertThat(forLease.failure()).isInstanceOf(PoolDisabled.class);
        assertThat(forPlace.failure()).isInstanceOf(PoolDisabled.class);
        assertThat(behind.failure()).isInstanceOf(PoolDisabled.class);
        assertThatThrownBy(() -> test.acquire("key1")).isInstanceOf(PoolDisabled.class);
        assertThat(held.resource().isClosed()).isFalse();
        perform(Commands.enable());
        assertThat(test.acquire("key1")).isSameAs(held.resource());
    }

    @Test
    @DisplayName("a drain closes resources without a lease, waits for leases, and leaves the pool disabled and empty")
    void drain() throws Exception {
        Session acquired = test.acquire("key1");
        KeyedLease<String, Session> lease = test.pool.lease("key2");
        Caller<OperationReport> drain = Caller.start(() -> perform(Commands.drain(Duration.ofMinutes(1))));
        Await.until("the first one is closed", () -> acquired.closes.get() == 1);
        assertThat(drain.isDone()).isFalse();
        lease.close();

        assertThat(drain.result().complete()).isTrue();
        assertThat(manager.stats("sessions").state()).isEqualTo(PoolState.DISABLED);
        test.settle();
        assertThat(test.open()).isZero();
        perform(Commands.enable());
        assertThat(test.acquire("key1")).isNotSameAs(acquired);
    }

    @Test
    @DisplayName("a larger pool serves waiters; a smaller one closes resources beyond its size at their release")
    void resize() throws Exception {
        for (int i = 0; i < 3; i++) {
            test.acquire("key" + i);
        }
        Caller<Session> waiter = test.queue("key3");
        perform(Commands.resize(null, 4));
        assertThat(waiter.result().key).isEqualTo("key3");
        assertThat(test.pool.stats().maxOpenResources()).isEqualTo(4);

        perform(Commands.resize(null, 1));
        Caller<Session> late = test.queue("key4");
        test.pool.release("key0");
        test.pool.release("key1");
        test.pool.release("key2");
        assertThat(late.isDone()).isFalse();
        test.pool.release("key3");
        assertThat(late.result().key).isEqualTo("key4");
        assertThat(test.open()).isEqualTo(1);
    }

    @Test
    @DisplayName("an operator can take one resource away by its place's name")
    void reclaim() throws Exception {
        KeyedLease<String, Session> lease = test.pool.lease("key1");
        String name = manager.stats("sessions").connections().get(0).id();
        perform(Commands.release(name));

        assertThat(lease.resource().closes).hasValue(1);
        assertThat(test.pool.contains("key1")).isFalse();
        lease.close();
    }

    @Test
    @DisplayName("the manager closes a keyed pool like any other")
    void closed() throws Exception {
        Session session = test.acquire("key1");
        perform(Commands.close(CloseMode.DRAIN, Duration.ofSeconds(10)));

        assertThat(session.closes).hasValue(1);
        assertThatThrownBy(() -> test.acquire("key1")).isInstanceOf(PoolClosed.class);
    }
}
