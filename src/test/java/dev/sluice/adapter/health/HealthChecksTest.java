package dev.sluice.adapter.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.sluice.access.Demonstration;
import dev.sluice.control.PoolManager;
import dev.sluice.pool.CloseMode;
import dev.sluice.pool.Lease;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.PoolRuntime;
import dev.sluice.pool.policy.PoolPolicies;
import dev.sluice.pool.policy.WarmUp;
import dev.sluice.testing.Await;
import dev.sluice.testing.FakeStore;
import dev.sluice.testing.FakeTime;
import dev.sluice.testing.OwnThread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class HealthChecksTest {

    private final FakeTime time = new FakeTime();
    private final FakeStore store = new FakeStore();
    private final PoolManager manager = new PoolManager();
    private final PoolsCheck readiness = new PoolsCheck(manager, List::of, Demonstration.NEVER, new ProbeThreads());
    private final WarmUpCheck startup = new WarmUpCheck(manager, new ProbeThreads());

    @AfterEach
    void close() {
        manager.close(Duration.ZERO);
    }

    @Test
    @DisplayName("a pool that serves is ready, with its numbers and nothing to explain")
    void serving() throws InterruptedException {
        ManagedPool<FakeStore.Thing> orders = serving("orders");
        try (Lease<FakeStore.Thing> lease = orders.acquire()) {
            assertThat(lease.name()).isNotNull();
            HealthCheckResponse response = readiness.response();
            assertThat(response.getName()).isEqualTo("Sluice pools");
            assertThat(response.getStatus()).isEqualTo(Status.UP);
            assertThat(data(response))
                    .containsExactly(
                            entry("orders.status", "OK"),
                            entry("orders.provenSecondsAgo", 0L),
                            entry("orders.total", 10L),
                            entry("orders.inUse", 1L),
                            entry("orders.available", 9L),
                            entry("orders.waiting", 0L),
                            entry("orders.max", 20L));
        }
    }

    @Test
    @DisplayName("readiness says that the service is a demonstration, as long as it is one")
    void demonstration() {
        AtomicBoolean isOn = new AtomicBoolean(true);
        PoolsCheck check = new PoolsCheck(manager, List::of, isOn::get, new ProbeThreads());
        assertThat(data(check.response())).containsExactly(entry("demonstration", true));
        isOn.set(false);
        assertThat(check.response().getData()).isEmpty();
    }

    @Test
    @DisplayName("a full pool with waiters is not a dead database: it stays ready, and reports that it is full")
    void saturated() throws InterruptedException {
        ManagedPool<FakeStore.Thing> orders = serving("orders");
        List<Lease<FakeStore.Thing>> leases = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            leases.add(orders.acquire());
        }
        CompletableFuture<Void> waiter = waiter(orders);
        HealthCheckResponse response = readiness.response();
        assertThat(response.getStatus()).isEqualTo(Status.UP);
        assertThat(data(response))
                .contains(
                        entry("orders.status", "SATURATED"),
                        entry("orders.reason", "20 of 20 connections in use, 1 waiting"),
                        entry("orders.waiting", 1L));
        leases.forEach(Lease::close);
        waiter.join();
    }

    @Test
    @DisplayName(
            "a paused pool is not a failed one: it stays ready in every state of its database, and reports the reason")
    void paused() {
        ManagedPool<FakeStore.Thing> orders = serving("orders");
        orders.pause();
        HealthCheckResponse response = readiness.response();
        assertThat(response.getStatus()).isEqualTo(Status.UP);
        assertThat(data(response))
                .contains(entry("orders.status", "PAUSED"), entry("orders.reason", "paused by an operator, 0 waiting"));
        store.onCreate = attempt -> {
            throw new IllegalStateException("down for maintenance");
        };
        orders.reset(true);
        response = readiness.response();
        assertThat(response.getStatus()).isEqualTo(Status.UP);
        assertThat(data(response))
                .contains(entry(
                        "orders.reason", "paused by an operator, 0 waiting; cannot connect: down for maintenance"));
        orders.resume();
        assertThat(readiness.response().getStatus()).isEqualTo(Status.DOWN);
    }

    @Test
    @DisplayName("M24 a pool with a part of its first connections is ready, and reports why no more could be created")
    void degraded() {
        store.onCreate = attempt -> {
            if (attempt > 7) {
                throw new IllegalStateException("too many clients");
            }
        };
        serving("orders");
        HealthCheckResponse response = readiness.response();
        assertThat(response.getStatus()).isEqualTo(Status.UP);
        assertThat(data(response))
                .contains(
                        entry("orders.status", "DEGRADED"),
                        entry("orders.reason", "cannot connect: too many clients"),
                        entry("orders.total", 7L));
    }

    @Test
    @DisplayName("M24 a pool without a connection is not ready, and reports the reason, without the password")
    void failed() {
        store.onCreate = attempt -> {
            throw new IllegalStateException("refused by db");
        };
        serving("orders");
        HealthCheckResponse response = readiness.response();
        assertThat(response.getStatus()).isEqualTo(Status.DOWN);
        assertThat(data(response))
                .contains(entry("orders.status", "FAILED"), entry("orders.reason", "cannot connect: refused by db"));
    }

    @Test
    @DisplayName("a pool without its first connections is neither started nor ready")
    void starting() {
        ManagedPool<FakeStore.Thing> orders = pool("orders");
        manager.register(orders);
        assertThat(startup.response().getStatus()).isEqualTo(Status.DOWN);
        assertThat(data(startup.response())).containsExactly(entry("orders", "0 of 10 connections created"));
        HealthCheckResponse response = readiness.response();
        assertThat(response.getStatus()).isEqualTo(Status.DOWN);
        assertThat(data(response))
                .contains(entry("orders.status", "STARTING"), entry("orders.reason", "0 of 10 connections created"));
        orders.start().join();
        assertThat(startup.response().getStatus()).isEqualTo(Status.UP);
        assertThat(readiness.response().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    @DisplayName("a database that cannot be reached does not delay the start: readiness reports it")
    void startedWithoutDatabase() {
        store.onCreate = attempt -> {
            throw new IllegalStateException("refused");
        };
        serving("orders");
        assertThat(startup.response().getName()).isEqualTo("Sluice warm-up");
        assertThat(startup.response().getStatus()).isEqualTo(Status.UP);
        assertThat(readiness.response().getStatus()).isEqualTo(Status.DOWN);
    }

    @Test
    @DisplayName("X05 startup and readiness wait for the warm-up, at most for its readiness-wait")
    void warmUp() {
        List<Runnable> work = new ArrayList<>();
        ManagedPool<FakeStore.Thing> orders = pool("orders", work::add);
        Duration wait = Duration.ofSeconds(30);
        orders.reconfigure(config -> config.minSize(1)
                .validateAfterIdle(Duration.ofHours(1))
                .policies(PoolPolicies.NONE.with(new WarmUp(15, 1, true, wait, null, null))));
        manager.register(orders);
        orders.start();
        work.remove(0).run();
        assertThat(data(startup.response())).containsExactly(entry("orders", "1 of 15 connections created"));
        assertThat(readiness.response().getStatus()).isEqualTo(Status.DOWN);
        store.onCreate = attempt -> {
            throw new IllegalStateException("refused");
        };
        work.remove(0).run();
        assertThat(data(readiness.response()))
                .as("a failure is no reason to be ready earlier")
                .contains(entry("orders.status", "STARTING"));

        time.advance(wait);
        assertThat(startup.response().getStatus()).isEqualTo(Status.UP);
        assertThat(readiness.response().getStatus()).isEqualTo(Status.UP);
        assertThat(orders.stats().policies().get("warmUp")).contains("; late, and ready nevertheless");
    }

    @Test
    @DisplayName("a closed pool is not ready, and makes all of them not ready")
    void stopped() {
        serving("orders").close(CloseMode.FORCE, Duration.ZERO);
        serving("reports");
        HealthCheckResponse response = readiness.response();
        assertThat(response.getStatus()).isEqualTo(Status.DOWN);
        assertThat(data(response))
                .contains(
                        entry("orders.status", "STOPPED"),
                        entry("orders.reason", "the pool is stopped"),
                        entry("reports.status", "OK"));
    }

    @Test
    @DisplayName("an excluded pool is not checked")
    void excluded() {
        serving("orders");
        manager.register(pool("reports"));
        HealthCheckResponse response =
                new PoolsCheck(manager, () -> List.of("reports"), Demonstration.NEVER, new ProbeThreads()).response();
        assertThat(response.getStatus()).isEqualTo(Status.UP);
        assertThat(data(response)).containsKey("orders.status").doesNotContainKey("reports.status");
    }

    @Test
    @DisplayName("without pools, or after the end of the last one, the application is ready")
    void none() {
        assertThat(readiness.response().getStatus()).isEqualTo(Status.UP);
        assertThat(startup.response().getStatus()).isEqualTo(Status.UP);
        assertThat(readiness.response().getData()).isEmpty();
    }

    @Test
    @DisplayName("no check takes or creates a connection; readiness has one of an unused pool validated")
    void harmless() {
        ManagedPool<FakeStore.Thing> orders = serving("orders");
        time.advance(Duration.ofSeconds(30));
        startup.response();
        new ProcessCheck().call().await().indefinitely();
        assertThat(store.all()).allMatch(thing -> thing.validations.get() == 0);
        readiness.response();
        assertThat(store.all()).filteredOn(thing -> thing.validations.get() > 0).hasSize(1);
        assertThat(orders.stats().counters().acquired()).isZero();
        assertThat(store.attempts()).isEqualTo(10);
    }

    @Test
    @DisplayName(
            "A3 a frozen database is left to workers, and readiness is down once it has not answered for long enough")
    void frozen() {
        List<Runnable> work = new ArrayList<>();
        ManagedPool<FakeStore.Thing> orders = pool("orders", work::add);
        manager.register(orders);
        orders.start();
        assertThat(readiness.response().getStatus()).isEqualTo(Status.DOWN);
        assertThat(startup.response().getStatus()).isEqualTo(Status.DOWN);
        while (!work.isEmpty()) { // a start asks with a few first, then with the others
            work.remove(0).run();
        }
        time.advance(Duration.ofSeconds(30));
        work.clear();
        assertThat(readiness.response().getStatus()).isEqualTo(Status.UP);
        assertThat(work).hasSize(1);
        time.advance(Duration.ofSeconds(2));
        HealthCheckResponse response = readiness.response();
        assertThat(response.getStatus()).isEqualTo(Status.DOWN);
        assertThat(data(response))
                .contains(
                        entry("orders.status", "FAILED"),
                        entry("orders.cause", "NO_ANSWER"),
                        entry("orders.provenSecondsAgo", 32L));
        List.copyOf(work).forEach(Runnable::run);
        work.clear();
        assertThat(readiness.response().getStatus()).isEqualTo(Status.UP);
        manager.unregister(orders);
    }

    @Test
    @DisplayName("the process lives in every state of its pools")
    void liveness() {
        HealthCheckResponse response = new ProcessCheck().call().await().indefinitely();
        assertThat(response.getName()).isEqualTo("Sluice process");
        assertThat(response.getStatus()).isEqualTo(Status.UP);
    }

    private ManagedPool<FakeStore.Thing> pool(String name) {
        return pool(name, Runnable::run);
    }

    private ManagedPool<FakeStore.Thing> pool(String name, Executor workers) {
        PoolRuntime runtime = new PoolRuntime(time, time, workers, () -> 0.5);
        return new ManagedPool<>(
                name, PoolConfig.builder().probeWait(Duration.ZERO).build(), store, runtime);
    }

    private ManagedPool<FakeStore.Thing> serving(String name) {
        ManagedPool<FakeStore.Thing> pool = pool(name);
        manager.register(pool);
        pool.start().join();
        return pool;
    }

    private static CompletableFuture<Void> waiter(ManagedPool<?> pool) {
        CompletableFuture<Void> done = CompletableFuture.runAsync(
                () -> {
                    try {
                        pool.acquire().close();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                OwnThread.EACH);
        Await.until("it waits", () -> pool.stats().waiting() == 1);
        return done;
    }

    private static Map<String, Object> data(HealthCheckResponse response) {
        return response.getData().orElseThrow();
    }
}
