package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.pool.failure.AcquireTimeout;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.testing.TestPool;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class MaxIdleTest {

    private static final AcquireRequest PATIENT = AcquireRequest.DEFAULT.withTimeout(Duration.ofSeconds(30));

    private static UnaryOperator<PoolConfig.Builder> sizes(int max, int maxIdle) {
        return settings -> settings.minSize(0).maxSize(max).maxIdle(maxIdle).leakThreshold(Duration.ZERO);
    }

    @Test
    @DisplayName("G03 after the release of 10 resources, 5 are kept and 5 are closed, the youngest")
    void keepsFive() throws Exception {
        TestPool test = TestPool.started(sizes(10, 5));
        List<Lease<Thing>> leases = test.acquire(10);

        leases.forEach(Lease::close);

        assertThat(test.indexes()).containsExactly(1, 2, 3, 4, 5);
        assertThat(test.store.all()).filteredOn(Thing::isClosed).hasSize(5);
        assertThat(test.store.alive()).isEqualTo(5);
    }

    @Test
    @DisplayName("G05 with a maximum of zero idle, a released resource serves a waiter, and is closed without one")
    void handOffComesFirst() throws Exception {
        TestPool test = TestPool.started(sizes(1, 0));
        Lease<Thing> held = test.acquire();
        Caller<Lease<Thing>> waiter = test.queue(PATIENT);

        held.close();
        Lease<Thing> handed = waiter.result();
        assertThat(handed.resource()).isSameAs(held.resource());
        assertThat(handed.resource().isClosed()).isFalse();

        handed.close();
        assertThat(handed.resource().isClosed()).isTrue();
        assertThat(test.total()).isZero();
    }

    @Test
    @DisplayName("G03 a resource left idle by a waiter that took another one is closed")
    void oneOfTwoIsTaken() throws Exception {
        TestPool test = TestPool.started(sizes(2, 0));
        List<Lease<Thing>> held = test.acquire(2);
        Caller<Lease<Thing>> waiter = test.queue(PATIENT);

        held.forEach(Lease::close);
        Lease<Thing> taken = waiter.result();

        assertThat(test.total()).isEqualTo(1);
        taken.close();
        assertThat(test.total()).isZero();
    }

    @Test
    @DisplayName("G13 a resource created too late for its caller is kept, but not beyond the maximum of idle ones")
    void lateCreation() throws Exception {
        for (int maxIdle = 0; maxIdle <= 1; maxIdle++) {
            UnaryOperator<PoolConfig.Builder> sizes = sizes(1, maxIdle);
            TestPool test = TestPool.started(settings -> sizes.apply(settings).creationTimeout(Duration.ZERO));
            test.store.onCreate = attempt -> test.time.advance(Duration.ofMinutes(1));

            assertThatThrownBy(() -> test.pool.acquire(PATIENT)).isInstanceOf(AcquireTimeout.class);

            assertThat(test.total()).isEqualTo(maxIdle);
            assertThat(test.store.alive()).isEqualTo(maxIdle);
        }
    }

    @Test
    @DisplayName("G03 a lower limit takes effect at once")
    void lowered() throws Exception {
        TestPool test = TestPool.started(sizes(4, 4));
        test.pool.fill(4);

        test.pool.reconfigure(settings -> settings.maxIdle(1));

        assertThat(test.indexes()).containsExactly(1);
    }

    @Test
    @DisplayName("G03 under racing releases, exactly the maximum of idle resources stays")
    void exact() throws Exception {
        try (TestPool test = TestPool.startedOnThreads(sizes(8, 3))) {
            for (int round = 0; round < 200; round++) {
                Queue<Lease<Thing>> leases = new ConcurrentLinkedQueue<>(test.acquire(8));
                List<Caller<Void>> callers = Caller.startTogether(4, () -> {
                    leases.remove().close();
                    leases.remove().close();
                    return null;
                });
                for (Caller<Void> caller : callers) {
                    caller.result();
                }
                Await.until("what is too much is on its way out", () -> test.total() <= 3);
                assertThat(test.total()).as("round %d", round).isEqualTo(3);
            }
        }
    }
}
