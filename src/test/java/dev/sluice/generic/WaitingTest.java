package dev.sluice.generic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.pool.Lease;
import dev.sluice.pool.failure.AcquireTimeout;
import dev.sluice.pool.failure.GetTimeout;
import dev.sluice.testing.Caller;
import dev.sluice.testing.FakeStore.Thing;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class WaitingTest {

    @Test
    @DisplayName("G04 with all resources leased, a caller with 100 ms waits that long, and receives the numbers")
    void timeout() throws Exception {
        Things test = Things.onFakeTime(settings -> settings.maxSize(2));
        test.acquire(2);
        Caller<Lease<Thing>> caller = test.queue(Duration.ofMillis(100));

        test.time.advance(Duration.ofMillis(99));
        assertThat(caller.isDone()).isFalse();
        test.time.advance(Duration.ofMillis(1));

        assertThat(caller.failure())
                .isInstanceOf(GetTimeout.class)
                .isInstanceOf(AcquireTimeout.class)
                .hasMessageContaining("pool 'things': no lease within 100 ms (max 2, leased 2, waiting 0)");
        GenericStats stats = test.pool.stats();
        assertThat(stats.waits()).isEqualTo(1);
        assertThat(stats.timeouts()).isEqualTo(1);
        assertThat(stats.gets()).isEqualTo(3);
        assertThat(stats.failures()).isZero();
        assertThat(stats.len()).isEqualTo(2);
        assertThat(stats.waitDuration()).isEqualTo(Duration.ofMillis(100));
        assertThat(stats.longestWait()).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    @DisplayName("G04 an interrupted caller stops waiting, and no timeout is counted")
    void cancel() throws Exception {
        Things test = Things.onFakeTime(settings -> settings.maxSize(1));
        Lease<Thing> held = test.pool.acquire();
        Caller<Lease<Thing>> caller = test.queue(Things.LONG);

        caller.interrupt();

        assertThat(caller.failure()).isInstanceOf(InterruptedException.class);
        GenericStats stats = test.pool.stats();
        assertThat(stats.timeouts()).isZero();
        assertThat(stats.cancellations()).isEqualTo(1);
        assertThat(stats.failures()).isEqualTo(1);
        assertThat(stats.gets()).isEqualTo(2);
        test.pool.release(held);
        assertThat(test.pool.idleLen()).isEqualTo(1);
    }

    @Test
    @DisplayName("G04 a caller without time receives an idle resource only")
    void noTime() throws Exception {
        Things test = Things.onFakeTime(settings -> settings.maxSize(2));
        test.idle(1);
        test.pool.acquire(Duration.ZERO);

        assertThatThrownBy(() -> test.pool.acquire(Duration.ZERO)).isInstanceOf(GetTimeout.class);
        assertThat(test.store.attempts()).isEqualTo(1);
        assertThat(test.pool.stats().waits()).isZero();
        assertThat(test.pool.stats().timeouts()).isEqualTo(1);
    }

    @Test
    @DisplayName("G05 a released resource is handed to the waiter itself, as a hit, even where none is kept idle")
    void handOff() throws Exception {
        Things test = Things.onFakeTime(settings -> settings.maxSize(1).maxIdle(0));
        Lease<Thing> held = test.pool.acquire();
        Caller<Lease<Thing>> waiter = test.queue(Things.LONG);

        test.pool.release(held);

        Lease<Thing> handed = waiter.result();
        assertThat(handed.resource()).isSameAs(held.resource());
        assertThat(handed.resource().isClosed()).isFalse();
        assertThat(test.pool.stats().waits()).isEqualTo(1);
        assertThat(test.pool.stats().hits()).isEqualTo(1);
        assertThat(test.pool.stats().misses()).isEqualTo(1);
        test.pool.release(handed);
        assertThat(handed.resource().isClosed()).isTrue();
    }

    @Test
    @DisplayName(
            "G05 three waiters are served in the order of their arrival, and no later caller is served before them")
    void inOrder() throws Exception {
        Things test = Things.onFakeTime(settings -> settings.maxSize(1));
        Lease<Thing> held = test.pool.acquire();
        List<Caller<Lease<Thing>>> waiters =
                List.of(test.queue(Things.LONG), test.queue(Things.LONG), test.queue(Things.LONG));

        for (int i = 0; i < 3; i++) {
            held.close();
            assertThatThrownBy(() -> test.pool.acquire(Duration.ZERO)).isInstanceOf(GetTimeout.class);
            held = waiters.get(i).result();
            assertThat(waiters.subList(i + 1, 3)).noneMatch(Caller::isDone);
        }
        assertThat(test.pool.stats().hits()).isEqualTo(3);
    }
}
