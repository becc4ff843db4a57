package dev.sluice.generic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.pool.CloseMode;
import dev.sluice.pool.Lease;
import dev.sluice.testing.Await;
import dev.sluice.testing.FakeStore;
import dev.sluice.testing.FakeStore.Thing;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class OwnThreadsTest {

    private final FakeStore store = new FakeStore();

    private GenericPool<Thing> pool(String name) {
        return GenericPool.<Thing>builder(name)
                .factory(store::create)
                .closer(store::close)
                .ping(Things::ping)
                .maxSize(3)
                .maxIdleTime(Duration.ofMinutes(5))
                .build();
    }

    private static List<Thread> threads(String pool) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().contains(pool))
                .toList();
    }

    private static void assertEnd(String pool) {
        Await.until("its threads have ended", () -> threads(pool).isEmpty());
    }

    @Test
    @DisplayName("G16 factory, ping and close function run on the pool's own threads, daemons, which end with it")
    void endWithPool() throws Exception {
        ConcurrentLinkedQueue<String> users = new ConcurrentLinkedQueue<>();
        store.onCreate = attempt -> users.add(Thread.currentThread().getName());
        store.onClose = thing -> users.add(Thread.currentThread().getName());
        GenericPool<Thing> pool = pool("own-a");
        pool.acquire().close();
        pool.acquire().close();
        assertThat(threads("own-a")).isNotEmpty().allMatch(Thread::isDaemon);

        pool.close(Things.LONG);

        assertThat(users).hasSize(2).allMatch(name -> name.matches("sluice-(create-|close-)?own-a-\\d+"));
        assertEnd("own-a");
    }

    @Test
    @DisplayName("G16 the threads end with the last lease if the close did not wait for it")
    void endWithLastLease() throws Exception {
        GenericPool<Thing> pool = pool("own-b");
        Lease<Thing> lease = pool.acquire();
        assertThatThrownBy(() -> pool.close(Duration.ofMillis(1))).isInstanceOf(CloseTimeout.class);

        lease.close();

        assertEnd("own-b");
        assertThat(lease.resource().closes).hasValue(1);
    }

    @Test
    @DisplayName("G16 the threads end, too, when an operator closes the pool")
    void endByOperator() throws Exception {
        GenericPool<Thing> pool = pool("own-c");
        pool.acquire();

        pool.pool().close(CloseMode.FORCE, Duration.ZERO);

        assertEnd("own-c");
        assertThat(store.alive()).isZero();
    }

    @Test
    @DisplayName("a pool that is refused leaves no thread behind")
    void refused() {
        assertThatThrownBy(() -> Things.things(store).maxSize(0).build()).isInstanceOf(InvalidConfigMaxSize.class);
        assertThat(threads("sluice-things")).isEmpty();
        assertThat(threads("sluice-timer-things")).isEmpty();
    }
}
