package dev.sluice.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.access.Requester;
import dev.sluice.control.operation.Commands;
import dev.sluice.control.operation.Operation;
import dev.sluice.control.operation.Operation.Status;
import dev.sluice.control.operation.Order;
import dev.sluice.control.operation.PoolPlan;
import dev.sluice.control.setting.BadSetting;
import dev.sluice.pool.CloseMode;
import dev.sluice.pool.Lease;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.PoolRuntime;
import dev.sluice.pool.PoolState;
import dev.sluice.pool.failure.OperationInProgress;
import dev.sluice.pool.failure.PoolExists;
import dev.sluice.pool.failure.TooManyPools;
import dev.sluice.pool.failure.UnknownPool;
import dev.sluice.pool.failure.Unsupported;
import dev.sluice.pool.operation.OperationReport;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.testing.FakeStore;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.testing.FakeTime;
import dev.sluice.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("A pool is created and deleted while the manager runs")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class ProvisioningTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final PoolManager manager = new PoolManager();
    private final Things factory = new Things();

    /** Makes pools of things; says what became of each. */
    private static final class Things implements PoolFactory {

        final Set<ManagedPool<?>> all = ConcurrentHashMap.newKeySet();
        final List<String> kept = new CopyOnWriteArrayList<>();
        final List<String> forgotten = new CopyOnWriteArrayList<>();
        volatile FakeStore store = new FakeStore();
        volatile boolean keeps = true;
        volatile boolean isOurs = true;
        volatile int most = PoolFactory.MOST_POOLS;

        @Override
        public int mostPools() {
            return most;
        }

        @Override
        public ManagedPool<Thing> make(PoolPlan plan) {
            if (plan.settings().containsKey("colour")) {
                throw new BadSetting("colour", "is no setting of a pool");
            }
            PoolConfig config = PoolConfig.builder().minSize(2).maxSize(3).build();
            ManagedPool<Thing> made = new ManagedPool<>(
                    plan.name(),
                    config,
                    store,
                    new PoolRuntime(Ticker.system(), new FakeTime(), Runnable::run, () -> 0.5));
            all.add(made);
            return made;
        }

        @Override
        public void keep(PoolPlan plan, ManagedPool<?> pool) {
            if (!keeps) {
                throw new Unsupported(plan.name(), "create-pool", "cannot be kept");
            }
            kept.add(plan.name() + " " + plan.persist());
        }

        @Override
        public void checkDeletable(ManagedPool<?> pool) {
            if (!isOurs) {
                throw new Unsupported(pool.name(), "delete-pool", "is not ours");
            }
        }

        @Override
        public String forget(ManagedPool<?> pool, boolean forGood) {
            assertThat(pool.state()).isEqualTo(PoolState.STOPPED);
            all.remove(pool);
            forgotten.add(pool.name() + " " + forGood);
            return "gone";
        }
    }

    private Order creation(boolean dryRun, String key) {
        return new Order(
                "orders",
                Commands.createPool(Map.of("url", "here"), true),
                Requester.application("ada"),
                dryRun,
                null,
                key);
    }

    private OperationReport create() {
        manager.use(factory);
        return manager.perform(creation(false, null));
    }

    private OperationReport delete() {
        return manager.perform(Order.of("orders", Commands.deletePool(CloseMode.DRAIN, PATIENCE, true), "ada"));
    }

    @Test
    @DisplayName("A pool beyond the maximum number is refused, in a dry run, too, until another one is deleted")
    void tooMany() {
        factory.most = 1;
        create();
        for (boolean dryRun : List.of(false, true)) {
            Order second = new Order(
                    "second",
                    Commands.createPool(Map.of("url", "here"), false),
                    Requester.application("ada"),
                    dryRun,
                    null,
                    null);
            assertThatThrownBy(() -> manager.perform(second))
                    .isInstanceOf(TooManyPools.class)
                    .hasMessage("pool 'second' is not created: there is 1 pool, the maximum (sluice.max-pools);"
                            + " delete a pool first");
        }
        assertThat(factory.all).hasSize(1);
        delete();
        assertThat(create().complete()).isTrue();
    }

    @Test
    @DisplayName("Pools that are created at the same time do not exceed the maximum number together")
    void tooManyTogether() throws Exception {
        factory.most = 3;
        manager.use(factory);
        AtomicInteger number = new AtomicInteger();
        List<Caller<OperationReport>> callers = Caller.startTogether(
                8,
                () -> manager.perform(new Order(
                        "pool-" + number.incrementAndGet(),
                        Commands.createPool(Map.of("url", "here"), false),
                        Requester.application("ada"),
                        false,
                        null,
                        null)));
        for (Caller<OperationReport> caller : callers) {
            try {
                caller.result();
            } catch (TooManyPools e) {
                // more than three were requested
            }
        }
        assertThat(manager.names()).hasSizeBetween(1, 3);
    }

    @AfterEach
    void close() {
        manager.close(Duration.ZERO);
        assertThat(factory.all).allMatch(pool -> pool.state() == PoolState.STOPPED);
    }

    @Test
    @DisplayName("a created pool has its first connections, and is kept on request")
    void created() {
        OperationReport report = create();
        assertThat(report.created()).isEqualTo(2);
        assertThat(report.complete()).isTrue();
        assertThat(report.state()).isEqualTo("RUNNING");
        assertThat(manager.pool("orders").state()).isEqualTo(PoolState.RUNNING);
        assertThat(factory.kept).containsExactly("orders true");
        Operation operation = manager.operations("orders").get(0);
        assertThat(operation.operation()).isEqualTo("create-pool");
        assertThat(operation.parameters()).containsEntry("url", "…").containsEntry("persist", "true");
    }

    @Test
    @DisplayName("no surface shows it before its first connection; a second request receives the id of the first")
    void unseen() throws Exception {
        CountDownLatch creating = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        factory.store.onCreate = attempt -> {
            creating.countDown();
            goOn.await();
        };
        Caller<OperationReport> first = Caller.start(this::create);
        creating.await();
        assertThat(manager.names()).isEmpty();
        assertThatThrownBy(this::create)
                .isInstanceOfSatisfying(
                        OperationInProgress.class,
                        refusal -> assertThat(refusal.id()).startsWith("op_"));
        goOn.countDown();
        assertThat(first.result().complete()).isTrue();
        assertThat(manager.names()).containsExactly("orders");
        assertThat(factory.forgotten).isEmpty();
    }

    @Test
    @DisplayName("a dry run is answered while the pool of that name is made, and does not stand in the way of that")
    void dryRunMeanwhile() throws Exception {
        CountDownLatch creating = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        factory.store.onCreate = attempt -> {
            creating.countDown();
            goOn.await();
        };
        Caller<OperationReport> first = Caller.start(this::create);
        creating.await();
        assertThat(manager.perform(creation(true, null)).dryRun()).isTrue();
        goOn.countDown();
        assertThat(first.result().complete()).isTrue();
        assertThat(manager.names()).containsExactly("orders");
    }

    @Test
    @DisplayName("a pool without a first connection leaves no trace")
    void unreachable() {
        factory.store.onCreate = attempt -> {
            throw new IllegalStateException("refused");
        };
        OperationReport report = create();
        assertThat(report.complete()).isFalse();
        assertThat(report.state()).isEqualTo("STOPPED");
        assertThat(report.message()).isEqualTo("refused");
        assertThat(manager.names()).isEmpty();
        assertThat(factory.kept).isEmpty();
        assertThat(factory.forgotten).containsExactly("orders false");
        factory.store.onCreate = attempt -> {};
        factory.store = new FakeStore();
        assertThat(create().complete()).isTrue();
    }

    @Test
    @DisplayName("a pool that cannot be kept leaves no trace")
    void notKept() {
        factory.keeps = false;
        assertThatThrownBy(this::create).isInstanceOf(Unsupported.class);
        assertThat(manager.names()).isEmpty();
        assertThat(factory.store.alive()).isZero();
        assertThat(factory.forgotten).containsExactly("orders false");
    }

    @Test
    @DisplayName("a pool that the manager refuses is not kept either")
    void tooLate() {
        factory.store.onCreate = attempt -> manager.close(Duration.ZERO);
        assertThat(create().complete()).isFalse();
        assertThat(manager.names()).isEmpty();
        assertThat(factory.store.alive()).isZero();
    }

    @Test
    @DisplayName("a dry run makes none")
    void dryRun() {
        manager.use(factory);
        OperationReport report = manager.perform(creation(true, null));
        assertThat(report.dryRun()).isTrue();
        assertThat(report.wanted()).isEqualTo(2);
        assertThat(factory.store.attempts()).isZero();
        assertThat(manager.names()).isEmpty();
        assertThat(factory.all).isEmpty();
    }

    @Test
    @DisplayName("a name that is taken, or is none, a bad setting, and a manager without a factory are refused")
    void refused() {
        assertThatThrownBy(() -> manager.perform(creation(false, null)))
                .isInstanceOf(Unsupported.class)
                .hasMessageContaining("factory");
        create();
        assertThatThrownBy(this::create).isInstanceOf(PoolExists.class);
        assertThatThrownBy(() -> manager.perform(Order.of("a b", Commands.createPool(Map.of(), false), "ada")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("name must");
        assertThatThrownBy(() ->
                        manager.perform(Order.of("x", Commands.createPool(Map.of("colour", "red"), false), "ada")))
                .isInstanceOf(BadSetting.class)
                .hasMessage("colour is no setting of a pool");
        assertThat(manager.names()).containsExactly("orders");
        assertThat(factory.forgotten).isEmpty();
    }

    @Test
    @DisplayName("a deleted pool ends after the release of its leases, and its name is free again")
    void deleted() throws Exception {
        create();
        Lease<?> lease = manager.pool("orders").acquire();
        Caller<OperationReport> deleting = Caller.start(this::delete);
        Await.until("it drains", () -> manager.stats("orders").state() == PoolState.STOPPING);
        lease.close();
        OperationReport report = deleting.result();
        assertThat(report.operation()).isEqualTo("delete-pool");
        assertThat(report.message()).isEqualTo("gone");
        assertThat(report.complete()).isTrue();
        assertThat(factory.forgotten).containsExactly("orders true");
        assertThatThrownBy(this::delete).isInstanceOf(UnknownPool.class);
        factory.store = new FakeStore();
        assertThat(create().complete()).isTrue();
    }

    @Test
    @DisplayName("a dry run deletes nothing, and a pool of the application is refused")
    void notDeleted() {
        create();
        OperationReport report = manager.perform(new Order(
                "orders",
                Commands.deletePool(CloseMode.DRAIN, PATIENCE, false),
                Requester.application("ada"),
                true,
                null,
                null));
        assertThat(report.retired()).hasSize(2);
        factory.isOurs = false;
        assertThatThrownBy(this::delete).isInstanceOf(Unsupported.class);
        assertThat(manager.pool("orders").state()).isEqualTo(PoolState.RUNNING);
    }

    @Test
    @DisplayName("a repeated request with the same key deletes nothing twice, though the pool is not there any more")
    void repeated() {
        create();
        Order order = new Order(
                "orders",
                Commands.deletePool(CloseMode.FORCE, PATIENCE, false),
                Requester.application("ada"),
                false,
                null,
                "key");
        Operation first = manager.start(order);
        assertThat(manager.await(first.id(), PATIENCE).status()).isEqualTo(Status.SUCCEEDED);
        assertThat(manager.start(order).id()).isEqualTo(first.id());
    }

    @Test
    @DisplayName("many threads that create and delete one name at once leave at most one pool, and none stays open")
    void race() throws Exception {
        manager.use(factory);
        List<Caller<Integer>> callers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            callers.add(Caller.start(() -> {
                int done = 0;
                for (int round = 0; round < 100; round++) {
                    done += attempt(this::createOwn) + attempt(this::delete);
                }
                return done;
            }));
        }
        int done = 0;
        for (Caller<Integer> caller : callers) {
            done += caller.result();
        }
        assertThat(done).isPositive();
        attempt(this::delete);
        assertThat(manager.names()).isEmpty();
        assertThat(factory.all).isEmpty();
    }

    private OperationReport createOwn() {
        factory.store = new FakeStore();
        return manager.perform(creation(false, null));
    }

    private static int attempt(Runnable step) {
        try {
            step.run();
            return 1;
        } catch (PoolExists | OperationInProgress | UnknownPool e) {
            return 0;
        }
    }
}
