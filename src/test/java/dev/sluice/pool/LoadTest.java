package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.testing.Caller;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.testing.TestPool;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
@Tag("fast")
class LoadTest {

    @Test
    @DisplayName(
            "M04 M05 50 threads that hold a connection for 10 ms are all served, with at most 10 more created, none closed")
    void fiftyThreads() throws Exception {
        try (TestPool test = TestPool.startedOnThreads(UnaryOperator.identity())) {
            AcquireRequest request = AcquireRequest.DEFAULT.withTimeout(Duration.ofSeconds(45));
            List<Caller<Integer>> callers = Caller.startTogether(50, () -> {
                try (Lease<Thing> lease = test.pool.acquire(request)) {
                    assertThat(lease.resource().owners.incrementAndGet()).isEqualTo(1);
                    LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
                    lease.resource().owners.decrementAndGet();
                    return lease.resource().number;
                }
            });
            for (Caller<Integer> caller : callers) {
                assertThat(caller.result()).isBetween(1, 20);
            }

            PoolStats stats = test.pool.stats();
            assertThat(stats.inUse()).isZero();
            assertThat(stats.total()).isLessThanOrEqualTo(20);
            assertThat(stats.counters().acquired()).isEqualTo(50);
            assertThat(stats.counters().released()).isEqualTo(50);
            assertThat(stats.counters().maxInUse()).isLessThanOrEqualTo(20);
            assertThat(test.store.created() - 10).isLessThanOrEqualTo(10);
            assertThat(test.store.mostAlive()).isLessThanOrEqualTo(20);
            assertThat(test.events.of(Type.CLOSED)).isEmpty();
        }
    }
}
