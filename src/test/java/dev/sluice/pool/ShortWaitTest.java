package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.pool.failure.AcquireTimeout;
import dev.sluice.pool.failure.PoolClosed;
import dev.sluice.pool.failure.PoolSaturated;
import dev.sluice.testing.Caller;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.testing.TestPool;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class ShortWaitTest {

    private static final AcquireRequest SHORT = AcquireRequest.DEFAULT.withTimeout(Duration.ofMillis(30));

    @Test
    @DisplayName("M07 a full pool refuses a caller with less than 50 ms at once, without queueing it")
    void refusedAtOnce() throws Exception {
        TestPool test = TestPool.started(settings -> settings.minSize(20));
        test.acquire(20);

        // on fake time nothing passes: a call that waited would hang
        assertThatThrownBy(() -> test.pool.acquire(SHORT))
                .isInstanceOf(PoolSaturated.class)
                .hasMessage("pool 'orders': no lease within 30 ms (max 20, leased 20, waiting 0)"
                        + "; the pool is full, and waits shorter than 50 ms are refused");
        assertThat(test.pool.stats().counters().waits()).isZero();
        assertThat(test.pool.stats().counters().refused()).isEqualTo(1);
    }

    @Test
    @DisplayName("M07 the bound can be set, and the bound itself is long enough")
    void configurable() throws Exception {
        TestPool test =
                TestPool.started(settings -> settings.minSize(1).maxSize(1).shortestWait(Duration.ofMillis(200)));
        test.acquire();

        assertThatThrownBy(() -> test.pool.acquire(SHORT.withTimeout(Duration.ofMillis(199))))
                .isInstanceOf(PoolSaturated.class);
        Caller<Lease<Thing>> longEnough = test.queue(SHORT.withTimeout(Duration.ofMillis(200)));
        test.advance(Duration.ofMillis(200));
        assertThat(longEnough.failure()).isInstanceOf(AcquireTimeout.class);
    }

    @Test
    @DisplayName("M07 zero switches the bound off: all callers may wait")
    void off() throws Exception {
        TestPool test =
                TestPool.started(settings -> settings.minSize(1).maxSize(1).shortestWait(Duration.ZERO));
        Lease<Thing> held = test.acquire();

        Caller<Lease<Thing>> waiter = test.queue(SHORT);
        held.close();

        assertThat(waiter.result().resource()).isNotNull();
    }

    @Test
    @DisplayName("M07 a caller with little time still receives a free resource, or one that can be created at once")
    void notFull() throws Exception {
        TestPool test = TestPool.started(settings -> settings.minSize(1).maxSize(2));

        Lease<Thing> free = test.pool.acquire(SHORT);
        Lease<Thing> created = test.pool.acquire(SHORT);

        assertThat(List.of(free, created))
                .extracting(lease -> TestPool.index(lease.name()))
                .containsExactly(1, 2);
        assertThat(test.events.of(Type.SATURATED)).isEmpty();
    }

    @Test
    @DisplayName("a closed pool refuses callers with little time as closed, too, not as full")
    void closed() throws Exception {
        TestPool test = TestPool.started(settings -> settings.minSize(1).maxSize(1));
        test.acquire();
        test.pool.close(CloseMode.IDLE_ONLY, Duration.ZERO);

        assertThatThrownBy(() -> test.pool.acquire(SHORT)).isInstanceOf(PoolClosed.class);
    }
}
