package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.control.PoolManager;
import dev.sluice.control.Readiness;
import dev.sluice.control.Readiness.Status;
import dev.sluice.pool.store.FailureKind;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.testing.TestPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class ProofTest {

    private final PoolManager manager = new PoolManager();
    private final Queue<Runnable> held = new ConcurrentLinkedQueue<>();
    private volatile boolean holding;

    /** Workers that do nothing while the test holds them: a database that does not answer. */
    private void work(Runnable task) {
        if (holding) {
            held.add(task);
        } else {
            task.run();
        }
    }

    private TestPool idle(int min) {
        TestPool test = TestPool.withWorkers(
                this::work, settings -> settings.minSize(min).maxSize(5).probeWait(Duration.ZERO));
        test.pool.start().join();
        manager.register(test.pool);
        return test;
    }

    @AfterEach
    void letWorkersGo() {
        holding = false;
        held.forEach(Runnable::run);
    }

    private static void refuse(TestPool test) {
        test.store.works = thing -> false;
        test.store.kinds = failure -> FailureKind.REFUSED;
        test.store.onCreate = attempt -> {
            throw new IllegalStateException("connection refused");
        };
    }

    @Test
    @DisplayName(
            "A3 the first check of an idle pool whose database was killed reports FAILED, REFUSED, and the time of the last proof")
    void firstLookAfterKill() {
        TestPool test = idle(3);
        refuse(test);
        test.advance(Duration.ofSeconds(35));

        PoolStats stats = manager.probedStats("orders");

        assertThat(stats.state()).isEqualTo(PoolState.FAILED);
        assertThat(stats.available()).isZero();
        assertThat(stats.stateReason()).isEqualTo(FailureKind.REFUSED);
        assertThat(stats.stateDetail()).isEqualTo("cannot connect: connection refused");
        assertThat(stats.provenSecondsAgo()).isEqualTo(35);
        assertThat(manager.readiness("orders"))
                .isEqualTo(new Readiness("orders", Status.FAILED, FailureKind.REFUSED, stats.stateDetail()));
    }

    @Test
    @DisplayName("A3 a pool without a minimum checks its database, too: a connection is created when none is left")
    void withoutMinimum() {
        TestPool test = idle(0);
        test.pool.fill(5);
        refuse(test);
        test.advance(Duration.ofSeconds(2));

        assertThat(manager.readiness("orders").status()).isEqualTo(Status.FAILED);
        assertThat(test.pool.stats().stateReason()).isEqualTo(FailureKind.REFUSED);
    }

    @Test
    @DisplayName(
            "A3 a frozen database is NO_ANSWER, not ready, from the wait of a check on until a connection works again")
    void frozen() {
        TestPool test = TestPool.withWorkers(
                this::work, settings -> settings.minSize(2).maxSize(5).probeWait(Duration.ofMillis(200)));
        test.pool.start().join();
        manager.register(test.pool);
        test.advance(Duration.ofSeconds(10));
        holding = true;

        assertThat(manager.readinessAsKnown("orders").status())
                .as("it has just been asked")
                .isEqualTo(Status.OK);
        test.advance(Duration.ofMillis(200));
        Readiness readiness = manager.readiness("orders");

        assertThat(readiness.ready()).isFalse();
        assertThat(readiness.status()).isEqualTo(Status.FAILED);
        assertThat(readiness.cause()).isEqualTo(FailureKind.NO_ANSWER);
        assertThat(readiness.reason()).isEqualTo("no answer to a validation within 200 ms; last proven 10 s ago");
        assertThat(test.pool.stats().state()).isEqualTo(PoolState.FAILED);

        letWorkersGo();
        assertThat(manager.readiness("orders").status()).isEqualTo(Status.OK);
        assertThat(test.pool.stats().state()).isEqualTo(PoolState.RUNNING);
        assertThat(test.pool.stats().provenSecondsAgo()).isZero();
    }

    @Test
    @DisplayName("A3 a creation that fails while validations still run is no verdict: they may succeed")
    void othersAreStillAsked() throws Exception {
        TestPool test = TestPool.withWorkers(
                this::work, settings -> settings.minSize(2).maxSize(5).probeWait(Duration.ofSeconds(10)));
        test.pool.start().join();
        refuse(test);
        test.advance(Duration.ofSeconds(10));
        holding = true;
        Caller<PoolStats> look = Caller.start(() -> {
            test.pool.awaitProbe();
            return test.pool.stats();
        });
        Await.until("the first is asked", () -> held.size() == 1);
        held.remove().run(); // it is dead: it is to be closed, and the other one to be asked
        Await.until("the others have work", () -> held.size() >= 2);
        List<Runnable> work = new ArrayList<>();
        while (!held.isEmpty()) {
            work.add(held.remove());
        }
        Runnable ask = work.remove(1); // in the order in which they were begun: close, ask, create
        work.forEach(Runnable::run);
        while (!held.isEmpty()) {
            held.remove().run();
        }
        assertThat(test.pool.lastCreationFailure()).isNotNull();
        assertThat(test.pool.stats().total()).as("not asked yet").isEqualTo(1);
        Await.until("the look still waits", look::isWaiting);
        holding = false;
        ask.run();
        letWorkersGo();
        assertThat(look.result().state()).isEqualTo(PoolState.FAILED);
    }

    @Test
    @DisplayName("A3 concurrent checks of a frozen pool have one validation under way, not one each")
    void oneValidationAtATime() {
        TestPool test = idle(5);
        test.advance(Duration.ofSeconds(10));
        holding = true;

        for (int i = 0; i < 10; i++) {
            manager.probedStats("orders");
            test.advance(Duration.ofSeconds(1));
        }

        assertThat(held).hasSize(1);
    }

    @Test
    @DisplayName("A3 a check validates at most once in probe-after, and never while leases are released")
    void rateLimited() throws InterruptedException {
        TestPool test = idle(1);
        Thing thing = test.store.all().get(0);
        test.advance(Duration.ofSeconds(10));
        for (int i = 0; i < 10; i++) {
            manager.probedStats("orders");
        }
        assertThat(thing.validations).hasValue(1);

        test.advance(Duration.ofSeconds(3));
        test.acquire().close();
        manager.probedStats("orders");
        assertThat(thing.validations).hasValue(1);
    }

    @Test
    @DisplayName("A3 an acquire is no proof: a pool whose callers hang is not proven by newcomers")
    void takingIsNoProof() throws InterruptedException {
        TestPool test = idle(2);
        test.advance(Duration.ofSeconds(4));
        Lease<Thing> hanging = test.acquire();

        assertThat(test.pool.stats().provenSecondsAgo()).isEqualTo(4);
        hanging.close();
        assertThat(test.pool.stats().provenSecondsAgo()).isZero();
    }

    @Test
    @DisplayName(
            "A3 readiness waits for the validation that it triggers, but not beyond the bound; several pools at once")
    void waitsUpToTheBound() throws Exception {
        CountDownLatch answers = new CountDownLatch(1);
        try (TestPool test = TestPool.startedOnThreads(settings ->
                settings.minSize(1).maxSize(2).probeAfter(Duration.ofMillis(1)).probeWait(Duration.ofSeconds(10)))) {
            manager.register(test.pool);
            test.store.works = thing -> {
                Await.open(answers);
                return false;
            };
            test.store.onCreate = attempt -> {
                throw new IllegalStateException("connection refused");
            };
            Await.until("its proof is old", () -> test.pool.stats().provenSecondsAgo() > 0.01);
            Caller<List<Readiness>> look = Caller.start(() -> manager.readiness(List.of("orders", "unknown")));
            Await.until("it waits", look::isWaiting);
            answers.countDown();

            assertThat(look.result())
                    .singleElement()
                    .satisfies(readiness -> assertThat(readiness.status()).isEqualTo(Status.FAILED));
        }
    }
}
