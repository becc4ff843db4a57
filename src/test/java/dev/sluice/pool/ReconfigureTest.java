package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.pool.PoolEvent.Type;
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

@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class ReconfigureTest {

    private static final AcquireRequest FOREVER = AcquireRequest.DEFAULT.withTimeout(AcquireRequest.FOREVER);

    @Test
    @DisplayName("a larger maximum serves waiters at once")
    void larger() throws Exception {
        TestPool test = TestPool.started(settings -> settings.minSize(1).maxSize(1));
        test.acquire();
        Caller<Lease<Thing>> waiter = test.queue(FOREVER);

        test.pool.reconfigure(settings -> settings.maxSize(2));

        assertThat(waiter.result().resource()).isNotNull();
        assertThat(test.events.of(Type.RECONFIGURED))
                .singleElement()
                .satisfies(event -> assertThat(event.words()).isEqualTo("min 1, max 2"));
    }

    @Test
    @DisplayName("a larger minimum is created at once")
    void largerMinimum() {
        TestPool test = TestPool.started(settings -> settings.minSize(1).maxSize(5));

        test.pool.reconfigure(settings -> settings.minSize(4));

        assertThat(test.total()).isEqualTo(4);
    }

    @Test
    @DisplayName("a smaller maximum retires idle ones now and leased ones at their release, with waiters or without")
    void smaller() throws Exception {
        TestPool test = TestPool.started(settings -> settings.minSize(1).maxSize(5));
        List<Lease<Thing>> lent = test.acquire(5);
        lent.get(1).close();

        test.pool.reconfigure(settings -> settings.maxSize(2));
        assertThat(test.total()).isEqualTo(4);
        assertThat(lent.get(1).resource().closes).hasValue(1);
        Caller<Lease<Thing>> waiter = test.queue(FOREVER);

        lent.get(4).close();
        lent.get(3).close();
        assertThat(waiter.isDone()).isFalse();
        assertThat(test.total()).isEqualTo(2);
        lent.get(2).close();

        assertThat(waiter.result().name()).isEqualTo(lent.get(2).name());
        assertThat(test.total()).isEqualTo(2);
        assertThat(test.store.created()).as("nothing new for the waiter").isEqualTo(5);
    }

    @Test
    @DisplayName("settings that make no sense are refused, the old ones stay")
    void refused() {
        TestPool test = TestPool.started(UnaryOperator.identity());
        PoolConfig before = test.pool.config();

        assertThatThrownBy(() -> test.pool.reconfigure(settings -> settings.maxSize(5)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("min-size");
        assertThat(test.pool.config()).isSameAs(before);
        assertThat(test.events.of(Type.RECONFIGURED)).isEmpty();
    }

    @Test
    @DisplayName("timeouts take effect with the next acquire")
    void timeouts() throws Exception {
        TestPool test = TestPool.started(settings -> settings.minSize(1).maxSize(1));
        test.acquire();
        test.pool.reconfigure(settings -> settings.acquisitionTimeout(Duration.ofSeconds(1)));

        Caller<Lease<Thing>> waiter = test.queue(AcquireRequest.DEFAULT);
        test.advance(Duration.ofSeconds(1));

        assertThat(waiter.failure()).hasMessageContaining("no lease within 1 s");
    }

    @Test
    @DisplayName("C4 two changes at once are both made, though the one waits for the other in the middle")
    void concurrent() throws Exception {
        TestPool test = TestPool.started(settings -> settings.minSize(1).maxSize(5));
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        AtomicBoolean first = new AtomicBoolean(true);
        Caller<Void> slow = Caller.start(() -> {
            test.pool.reconfigure(settings -> {
                if (first.getAndSet(false)) {
                    inside.countDown();
                    Await.open(go);
                }
                return settings.maxSize(7);
            });
            return null;
        });
        Await.open(inside);

        test.pool.reconfigure(settings -> settings.minSize(3)); // would hang if the other held a lock
        go.countDown();
        slow.result();

        assertThat(test.pool.config().minSize()).isEqualTo(3);
        assertThat(test.pool.config().maxSize()).isEqualTo(7);
    }
}
