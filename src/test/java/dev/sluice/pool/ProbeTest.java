package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.FakeStore;
import dev.sluice.testing.FakeTime;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class ProbeTest {

    private final FakeTime time = new FakeTime();
    private final FakeStore store = new FakeStore();
    private final ManagedPool<FakeStore.Thing> pool = new ManagedPool<>(
            "orders",
            PoolConfig.builder().minSize(3).maxSize(5).build(),
            store,
            new PoolRuntime(time, time, Runnable::run, () -> 0.5));

    @Test
    @DisplayName("the probe detects a database that died while the pool was unused, and reports it")
    void findsDeadDatabase() {
        pool.start().join();
        time.advance(Duration.ofSeconds(11));
        store.works = thing -> false;
        store.onCreate = attempt -> {
            throw new IllegalStateException("connection refused");
        };
        pool.probe();
        assertThat(pool.stats().total()).isZero();
        assertThat(pool.lastCreationFailure()).isEqualTo("connection refused");
    }

    @Test
    @DisplayName("a pool whose resources were recently shown to work is not probed")
    void leavesBusyPoolAlone() throws InterruptedException {
        pool.start().join();
        time.advance(Duration.ofSeconds(11));
        pool.acquire().close();
        int before = validations();
        pool.probe();
        assertThat(validations()).isEqualTo(before);
    }

    @Test
    @DisplayName("a failure to grow is forgotten once nothing is missing")
    void forgetsOldFailure() {
        pool.start().join();
        store.onCreate = attempt -> {
            throw new IllegalStateException("too many clients");
        };
        assertThat(pool.fill(5).complete()).isFalse();
        assertThat(pool.lastCreationFailure()).isEqualTo("too many clients");
        time.advance(Duration.ofSeconds(10));
        assertThat(pool.lastCreationFailure()).isNull();
    }

    @Test
    @DisplayName(
            "a pool without a minimum that has failed tries again by itself, and reports the failure until it works")
    void recoversWithoutCallers() {
        ManagedPool<FakeStore.Thing> empty = new ManagedPool<>(
                "empty",
                PoolConfig.builder().minSize(0).maxSize(5).build(),
                store,
                new PoolRuntime(time, time, Runnable::run, () -> 0.5));
        empty.start().join();
        store.onCreate = attempt -> {
            throw new IllegalStateException("connection refused");
        };
        assertThat(empty.fill(1).complete()).isFalse();
        time.advance(Duration.ofSeconds(30));
        assertThat(empty.lastCreationFailure()).isEqualTo("connection refused");
        store.onCreate = attempt -> {};
        time.advance(Duration.ofSeconds(10));
        assertThat(empty.lastCreationFailure()).isNull();
        assertThat(empty.stats().total()).isEqualTo(1);
    }

    private int validations() {
        return store.all().stream().mapToInt(thing -> thing.validations.get()).sum();
    }
}
