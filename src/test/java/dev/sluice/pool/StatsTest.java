package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.admission.Priority;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.testing.TestPool;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
@Tag("fast")
class StatsTest {

    @Test
    @DisplayName(
            "M25 under stress each snapshot agrees with itself: total = available + in use = connections, in order")
    void consistentUnderStress() throws Exception {
        try (TestPool test = TestPool.startedOnThreads(UnaryOperator.identity())) {
            AtomicBoolean stop = new AtomicBoolean();
            List<Caller<Void>> borrowers = Caller.startTogether(50, () -> {
                while (!stop.get()) {
                    Lease<Thing> lease = test.pool.acquire(AcquireRequest.DEFAULT.withTimeout(Duration.ofSeconds(30)));
                    if (lease.resource().number % 7 == 0) {
                        lease.invalidate();
                    }
                    lease.close();
                }
                return null;
            });
            long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
            for (int i = 0; i < 200 || System.nanoTime() < end; i++) {
                PoolStats stats = test.pool.stats();
                assertThat(stats.total())
                        .isEqualTo(stats.available() + stats.inUse())
                        .isLessThanOrEqualTo(20);
                assertThat(stats.connections()).hasSize(stats.total());
                assertThat(stats.connections().stream().filter(ConnectionInfo::inUse))
                        .hasSize(stats.inUse());
                assertThat(stats.connections())
                        .allMatch(info -> info.ageSeconds() >= 0 && info.idleSeconds() >= 0 && info.heldSeconds() >= 0);
                assertThat(stats.connections())
                        .extracting(info -> TestPool.index(info.id()))
                        .isSorted();
            }
            stop.set(true);
            for (Caller<Void> borrower : borrowers) {
                borrower.result();
            }
        }
    }

    @Test
    @DisplayName("X14 with 10 of 20 leased the utilization is 0.5")
    void utilization() throws Exception {
        TestPool test = TestPool.started(UnaryOperator.identity());
        test.acquire(10);

        assertThat(test.pool.stats().utilization()).isEqualTo(0.5);
    }

    @Test
    @DisplayName("resources that are being created or closed are counted apart from the total")
    void comingAndGoing() throws Exception {
        try (TestPool test =
                TestPool.startedOnThreads(settings -> settings.minSize(0).maxSize(2))) {
            CountDownLatch creation = new CountDownLatch(1);
            CountDownLatch closing = new CountDownLatch(1);
            CountDownLatch naming = new CountDownLatch(1);
            test.store.onCreate = attempt -> Await.open(creation);
            test.store.onName = name -> Await.open(naming);
            test.store.onClose = thing -> Await.open(closing);
            Caller<Lease<Thing>> caller = test.queue(AcquireRequest.DEFAULT.withTimeout(Duration.ofSeconds(30)));

            Await.until("it is being created", () -> test.pool.stats().creating() == 1);
            assertThat(test.total()).isZero();
            creation.countDown();
            Await.until("it is being made ready", () -> test.total() == 1);
            assertThat(test.inUse()).as("nobody has it yet").isZero();
            naming.countDown();

            Lease<Thing> lease = caller.result();
            assertThat(test.inUse()).isEqualTo(1);
            Await.until("it has been created", () -> test.pool.stats().creating() == 0);
            lease.invalidate();
            lease.close();
            assertThat(test.pool.stats().closing()).isEqualTo(1);
            assertThat(test.total()).isZero();
            closing.countDown();
            Await.until("it is gone", () -> test.pool.stats().closing() == 0);
        }
    }

    @Test
    @DisplayName("waits are reported twice: present waiters by lane, and the number and duration of past waits")
    void waits() throws Exception {
        TestPool test = TestPool.started(settings -> settings.minSize(1).maxSize(1));
        Lease<Thing> held = test.acquire();
        Caller<Lease<Thing>> waiter =
                test.queue(AcquireRequest.DEFAULT.withPriority(Priority.LOW).withTimeout(Duration.ofMinutes(1)));

        assertThat(test.pool.stats().waiting()).isEqualTo(1);
        assertThat(test.pool.stats().waitingByLane())
                .containsEntry(Priority.LOW, 1)
                .containsEntry(Priority.HIGH, 0);
        assertThat(test.pool.stats().counters().waitedSeconds()).isZero();
        test.advance(Duration.ofMillis(1500));
        held.close();
        waiter.result().close();

        PoolStats stats = test.pool.stats();
        assertThat(stats.waiting()).isZero();
        assertThat(stats.counters().waits()).isEqualTo(1);
        assertThat(stats.counters().waitedSeconds()).isEqualTo(1.5);
        assertThat(stats.counters().longestWaitSeconds()).isEqualTo(1.5);
    }

    @Test
    @DisplayName("ages, idle times and uptime are of the pool's clock")
    void times() throws Exception {
        TestPool test = TestPool.started(settings -> settings.minSize(1));
        test.advance(Duration.ofSeconds(3));
        Lease<Thing> lease = test.acquire();
        test.advance(Duration.ofSeconds(2));

        ConnectionInfo info = test.pool.stats().connections().get(0);
        assertThat(info.ageSeconds()).isEqualTo(5);
        assertThat(info.heldSeconds()).isEqualTo(2);
        assertThat(info.createdAt()).isEqualTo(test.time.instant().minusSeconds(5));
        assertThat(test.pool.stats().uptimeSeconds()).isEqualTo(5);
        lease.close();
        test.advance(Duration.ofSeconds(1));
        assertThat(test.pool.stats().connections().get(0).idleSeconds()).isEqualTo(1);
    }

    @Test
    @DisplayName("O02 a snapshot does not change later, and cannot be changed")
    void snapshot() throws Exception {
        TestPool test = TestPool.started(settings -> settings.minSize(2));
        PoolStats before = test.pool.stats();

        test.acquire();
        test.pool.reset(true);

        assertThat(before.inUse()).isZero();
        assertThat(before.connections())
                .extracting(info -> TestPool.index(info.id()))
                .containsExactly(1, 2);
        assertThatThrownBy(() -> before.connections().clear()).isInstanceOf(UnsupportedOperationException.class);
    }
}
