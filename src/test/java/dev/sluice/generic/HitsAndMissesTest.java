package dev.sluice.generic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.pool.Lease;
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
class HitsAndMissesTest {

    @Test
    @DisplayName("G02 the first acquire has one made, the next one gets it again")
    void hitAfterMiss() throws Exception {
        Things test = Things.onFakeTime(settings -> settings);

        Lease<Thing> first = test.pool.acquire();
        GenericStats made = test.pool.stats();
        assertThat(test.store.attempts()).isEqualTo(1);
        assertThat(test.pool.len()).isEqualTo(1);
        assertThat(test.pool.idleLen()).isZero();
        assertThat(made.gets()).isEqualTo(1);
        assertThat(made.misses()).isEqualTo(1);
        assertThat(made.hits()).isZero();
        assertThat(made.waits()).isZero();
        assertThat(made.maxActive()).isEqualTo(1);

        test.pool.release(first);
        assertThat(test.pool.idleLen()).isEqualTo(1);
        assertThat(test.pool.stats().puts()).isEqualTo(1);

        Lease<Thing> second = test.pool.acquire();
        assertThat(second.resource()).isSameAs(first.resource());
        assertThat(test.pool.stats().hits()).isEqualTo(1);
        assertThat(test.pool.stats().misses()).isEqualTo(1);
        assertThat(test.pool.stats().gets()).isEqualTo(2);
        assertThat(test.store.attempts()).isEqualTo(1);
    }

    @Test
    @DisplayName("G03 five of ten released resources are kept, and five are closed")
    void maxIdle() throws Exception {
        Things test = Things.onFakeTime(settings -> settings.maxIdle(5));
        List<Lease<Thing>> leases = test.acquire(10);
        assertThat(test.pool.stats().maxActive()).isEqualTo(10);

        leases.forEach(test.pool::release);

        assertThat(test.pool.idleLen()).isEqualTo(5);
        assertThat(test.pool.len()).isEqualTo(5);
        assertThat(test.store.all().stream().mapToInt(thing -> thing.closes.get()))
                .containsOnly(0, 1);
        assertThat(test.store.all().stream().filter(Thing::isClosed)).hasSize(5);
        assertThat(test.pool.stats().closed()).isEqualTo(5);
    }

    @Test
    @DisplayName(
            "G20 the example: of ten, five kept idle for five minutes, one is acquired within a second and released")
    void example() throws Exception {
        Things test =
                Things.onFakeTime(settings -> settings.maxSize(10).maxIdle(5).maxIdleTime(Duration.ofMinutes(5)));

        try (Lease<Thing> lease = test.pool.acquire(Duration.ofSeconds(1))) {
            assertThat(lease.resource().isClosed()).isFalse();
        }

        assertThat(test.pool.len()).isEqualTo(1);
        assertThat(test.pool.idleLen()).isEqualTo(1);
        assertThat(test.pool.stats().hits()).isZero();
        assertThat(test.pool.stats().misses()).isEqualTo(1);
    }
}
