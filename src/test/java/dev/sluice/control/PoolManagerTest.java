package dev.sluice.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.control.Readiness.Status;
import dev.sluice.control.operation.Command;
import dev.sluice.control.operation.Commands;
import dev.sluice.control.operation.Order;
import dev.sluice.pool.AcquireRequest;
import dev.sluice.pool.CloseMode;
import dev.sluice.pool.Lease;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.PoolRuntime;
import dev.sluice.pool.PoolState;
import dev.sluice.pool.failure.OperationInProgress;
import dev.sluice.pool.failure.UnknownPool;
import dev.sluice.pool.operation.OperationReport;
import dev.sluice.pool.operation.Pace;
import dev.sluice.pool.operation.Selector;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.testing.FakeStore;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.testing.FakeTime;
import dev.sluice.testing.TestPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class PoolManagerTest {

    private final FakeTime time = new FakeTime();
    private final PoolManager manager = new PoolManager();

    private ManagedPool<Thing> pool(String name) {
        PoolConfig config = PoolConfig.builder().minSize(2).maxSize(4).build();
        return new ManagedPool<>(name, config, new FakeStore(), new PoolRuntime(time, time, Runnable::run, () -> 0.5));
    }

    private ManagedPool<Thing> register(String name) {
        ManagedPool<Thing> pool = pool(name);
        pool.start().join();
        manager.register(pool);
        return pool;
    }

    @Test
    @DisplayName("B5 a pool whose name differs from another one's by case only is refused")
    void differByCase() {
        manager.register(pool("orders"));
        assertThatThrownBy(() -> manager.register(pool("Orders")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("duplicate pool name: 'orders' and 'Orders' differ by case only");
        assertThat(manager.names()).containsExactly("orders");
    }

    @Test
    @DisplayName("M01 every lookup returns the same pool, and of 100 threads that register a pool exactly one succeeds")
    void sameInstance() throws Exception {
        List<Caller<Boolean>> callers = Caller.startTogether(100, () -> {
            try {
                manager.register(pool("orders"));
                return true;
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessage("duplicate pool name: 'orders'");
                return false;
            }
        });
        int registered = 0;
        for (Caller<Boolean> caller : callers) {
            registered += caller.result() ? 1 : 0;
        }

        assertThat(registered).isEqualTo(1);
        assertThat(manager.pool("orders")).isSameAs(manager.pools().get(0));
        assertThat(manager.names()).containsExactly("orders");
    }

    @Test
    @DisplayName("O01 pools are listed in the order in which they were registered (a LinkedHashMap keeps it)")
    void order() {
        register("one");
        ManagedPool<?> two = register("two");
        register("three");
        manager.unregister(two);
        manager.unregister(two);

        assertThat(manager.names()).containsExactly("one", "three");
        assertThatThrownBy(() -> manager.stats("two"))
                .isInstanceOf(UnknownPool.class)
                .hasMessage("no pool 'two'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "-a", "a b", "a/b", "ä", "a\n"})
    @DisplayName("a name that would need quoting somewhere is refused, with the rule")
    void badNames(String name) {
        assertThatThrownBy(() -> manager.register(pool(name)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("name must")
                .hasMessageContaining("'" + name + "'");
    }

    @Test
    @DisplayName("a name of 63 characters is one, of 64 is none")
    void longNames() {
        assertThat(PoolName.check("a".repeat(63))).hasSize(63);
        assertThatThrownBy(() -> PoolName.check("a".repeat(64))).isInstanceOf(IllegalArgumentException.class);
    }

    private OperationReport perform(Command command) {
        return manager.perform(Order.of("orders", command, "test"));
    }

    @Test
    @DisplayName("operations reach the pool they name")
    void delegates() throws Exception {
        ManagedPool<Thing> orders = register("orders");
        ManagedPool<Thing> other = register("other");

        assertThat(perform(Commands.fill(null)).after()).isEqualTo(4);
        assertThat(perform(Commands.fill(3)).after()).isEqualTo(4);
        assertThat(perform(Commands.renew(Pace.ONE_BY_ONE)).created()).isEqualTo(4);
        assertThat(perform(Commands.expire(new Selector(Duration.ofDays(1), null, null)))
                        .retired())
                .isEmpty();
        assertThat(perform(Commands.reset(false)).after()).isEqualTo(2);
        Lease<Thing> lease = orders.acquire();
        assertThat(perform(Commands.release(lease.name())).broken()).containsExactly(lease.name());
        manager.setVerbose("orders", true);
        assertThat(manager.isVerbose("orders")).isTrue();

        assertThat(manager.stats("orders").generation()).isPositive();
        assertThat(manager.events("orders", 1000))
                .allMatch(event -> event.pool().equals("orders"));
        assertThat(manager.stats("other").generation()).isZero();
        assertThat(other.isVerbose()).isFalse();
        assertThatThrownBy(() -> manager.events("orders", 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("limit");
    }

    @Test
    @DisplayName("M18 a refusal names the refused and the running operation")
    void refusal() {
        assertThat(new OperationInProgress("orders", "expire", "expire", "op_1_1"))
                .hasMessage("Expire request already in progress on pool 'orders'");
        assertThat(new OperationInProgress("orders", "fill", "reset", "op_1_1"))
                .hasMessage("fill refused: reset is in progress on pool 'orders'");
    }

    @Test
    @DisplayName("a watcher is notified of each present, added and removed pool once, at each time of its begin")
    void watchers() throws Exception {
        for (int round = 0; round < 200; round++) {
            PoolManager fresh = new PoolManager();
            ManagedPool<Thing> early = pool("early");
            ManagedPool<Thing> meanwhile = pool("meanwhile");
            fresh.register(early);
            ConcurrentLinkedQueue<String> heard = new ConcurrentLinkedQueue<>();
            Caller<Void> registrar = Caller.start(() -> {
                fresh.register(meanwhile);
                return null;
            });
            fresh.watch(new PoolWatcher() {
                @Override
                public void added(ManagedPool<?> pool) {
                    heard.add("+" + pool.name());
                }

                @Override
                public void removed(ManagedPool<?> pool) {
                    heard.add("-" + pool.name());
                }
            });
            registrar.result();
            fresh.unregister(early);

            assertThat(heard).containsExactlyInAnyOrder("+early", "+meanwhile", "-early");
        }
    }

    @Test
    @DisplayName("X16 closing the manager drains all pools at the same time; nothing can be registered afterwards")
    void closesTogether() throws Exception {
        List<Lease<Thing>> leases = new ArrayList<>();
        List<ManagedPool<Thing>> pools = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            ManagedPool<Thing> pool = register("pool-" + i);
            pools.add(pool);
            leases.add(pool.acquire());
        }
        Caller<Void> closer = Caller.start(() -> {
            manager.close();
            return null;
        });

        Await.until("all are draining", () -> pools.stream().allMatch(pool -> pool.state() == PoolState.STOPPING));
        leases.forEach(Lease::close);
        closer.result();

        assertThat(pools).allMatch(pool -> pool.state() == PoolState.STOPPED);
        assertThat(manager.names()).isEmpty();
        assertThatThrownBy(() -> manager.register(pool("late"))).isInstanceOf(IllegalStateException.class);
        manager.close();
    }

    @Test
    @DisplayName("a full pool with waiters is saturated, and ready")
    void saturated() throws Exception {
        TestPool test = TestPool.started(settings -> settings.minSize(1).maxSize(1));
        manager.register(test.pool);
        assertThat(manager.readiness("orders")).isEqualTo(new Readiness("orders", Status.OK, null));
        Lease<Thing> held = test.acquire();
        Caller<Lease<Thing>> waiter = test.queue(AcquireRequest.DEFAULT.withTimeout(Duration.ofMinutes(1)));

        assertThat(manager.readiness("orders"))
                .isEqualTo(new Readiness("orders", Status.SATURATED, "1 of 1 connection in use, 1 waiting"));
        assertThat(manager.readiness("orders").ready()).isTrue();
        held.close();
        waiter.result().close();
    }

    @Test
    @DisplayName(
            "M24 a pool that cannot create is failed without a connection and degraded with one, even without a reported reason")
    void failedAndDegraded() {
        for (RuntimeException failure :
                List.of(new IllegalStateException("connection refused"), new IllegalStateException())) {
            PoolManager fresh = new PoolManager();
            AtomicInteger allowed = new AtomicInteger(0);
            TestPool test = TestPool.onFakeTime(settings -> settings.minSize(2));
            test.store.onCreate = attempt -> {
                if (allowed.getAndDecrement() <= 0) {
                    throw failure;
                }
            };
            fresh.register(test.pool);
            test.pool.start().join();

            assertThat(fresh.readiness("orders").status()).isEqualTo(Status.FAILED);
            assertThat(fresh.readiness("orders").ready()).isFalse();
            assertThat(fresh.readiness("orders").reason())
                    .isEqualTo("cannot connect: "
                            + (failure.getMessage() == null ? failure.toString() : failure.getMessage()));

            allowed.set(1);
            test.advance(Duration.ofSeconds(2));
            assertThat(fresh.readiness("orders").status()).isEqualTo(Status.DEGRADED);
            assertThat(fresh.readiness("orders").ready()).isTrue();
            allowed.set(1);
            test.advance(Duration.ofSeconds(2));
            assertThat(fresh.readiness("orders").status()).isEqualTo(Status.OK);
        }
    }

    @Test
    @DisplayName("a pool is starting until its first resources have been tried, and stopped when it closes")
    void startingAndStopped() throws Exception {
        try (TestPool test = TestPool.onThreads(settings -> settings.minSize(2))) {
            CountDownLatch slow = new CountDownLatch(1);
            test.store.onCreate = attempt -> Await.open(slow);
            manager.register(test.pool);
            var started = test.pool.start();

            assertThat(manager.readiness("orders"))
                    .isEqualTo(new Readiness("orders", Status.STARTING, "0 of 2 connections created"));
            slow.countDown();
            started.join();
            assertThat(manager.readiness("orders").status()).isEqualTo(Status.OK);
            test.pool.close(CloseMode.FORCE, Duration.ZERO);
            assertThat(manager.readiness("orders"))
                    .isEqualTo(new Readiness("orders", Status.STOPPED, "the pool is stopped"));
        }
    }
}
