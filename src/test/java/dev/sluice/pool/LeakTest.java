package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.testing.TestPool;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LeakTest {

    private final TestPool test =
            TestPool.started(settings -> settings.minSize(1).leakThreshold(Duration.ofSeconds(30)));

    @Test
    @DisplayName("X15 a lease that is out for more than 30 s is told once, with who has it and what for")
    void toldOnce() throws Exception {
        Lease<Thing> lease = test.pool.acquire(AcquireRequest.DEFAULT.withTag("feature", "billing"));

        test.advance(Duration.ofSeconds(30));
        assertThat(test.events.of(Type.LEAK)).isEmpty();
        test.advance(Duration.ofSeconds(30));

        assertThat(test.events.of(Type.LEAK)).singleElement().satisfies(event -> {
            assertThat(event.connection()).isEqualTo(lease.name());
            assertThat(event.tags()).isEqualTo(Map.of("feature", "billing"));
            assertThat(event.count()).isEqualTo(Duration.ofSeconds(40).toNanos());
            assertThat(event.detail())
                    .isEqualTo("held by thread " + Thread.currentThread().getName());
        });
        assertThat(test.pool.stats().counters().leaks()).isEqualTo(1);
        assertThat(lease.resource().isClosed()).as("it is told, not taken away").isFalse();
    }

    @Test
    @DisplayName("X15 the next lease of the same connection is looked at anew")
    void eachLease() throws Exception {
        Lease<Thing> first = test.acquire();
        test.advance(Duration.ofSeconds(40));
        first.close();
        Lease<Thing> second = test.acquire();
        assertThat(second.name()).isEqualTo(first.name());

        test.advance(Duration.ofSeconds(30));
        assertThat(test.events.of(Type.LEAK)).hasSize(1);
        test.advance(Duration.ofSeconds(10));
        assertThat(test.events.of(Type.LEAK)).hasSize(2);
    }

    @Test
    @DisplayName("X15 zero switches it off")
    void off() throws Exception {
        TestPool quiet = TestPool.started(settings -> settings.minSize(1).leakThreshold(Duration.ZERO));
        quiet.acquire();

        quiet.advance(Duration.ofHours(1));

        assertThat(quiet.events.of(Type.LEAK)).isEmpty();
    }
}
