package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.testing.TestPool;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class EarlyReplacementTest {

    private final Deque<Runnable> work = new ArrayDeque<>();

    /** A pool whose work is done when the test says so: each creation and each close takes a second. */
    private TestPool pool(UnaryOperator<PoolConfig.Builder> settings) {
        TestPool made = TestPool.withWorkers(
                work::add,
                config -> settings.apply(config.maxLifetime(Duration.ofMinutes(30))
                        .lifetimeJitter(0)
                        .backgroundValidation(Duration.ZERO)
                        .validateAfterIdle(Duration.ofHours(1))
                        .leakThreshold(Duration.ZERO)));
        var started = made.pool.start();
        doWork();
        started.join();
        return made;
    }

    private void doWork() {
        while (!work.isEmpty()) {
            work.remove().run();
        }
    }

    /** Advances second by second; work that has begun is done a second later. */
    private void pass(TestPool test, Duration span, Runnable check) {
        for (long second = 0; second < span.toSeconds(); second++) {
            int begun = work.size();
            test.advance(Duration.ofSeconds(1));
            check.run();
            for (int i = 0; i < begun; i++) {
                work.remove().run();
                check.run();
            }
        }
    }

    private static long usable(TestPool test) {
        return test.pool.stats().connections().stream()
                .filter(each -> each.retiring() == null && each.ageSeconds() <= 1800)
                .count();
    }

    @Test
    @DisplayName(
            "a cohort of 10 of at most 12 is replaced before its end: never fewer than 10 usable, never more than 2"
                    + " creations under way, never more than 12 in existence")
    void cohort() {
        TestPool test = pool(settings -> settings.minSize(10).maxSize(12));

        pass(test, Duration.ofSeconds(1709), () -> {});
        assertThat(test.store.created()).as("before 95 % of the lifetime").isEqualTo(10);
        pass(test, Duration.ofSeconds(120), () -> {
            assertThat(usable(test)).isGreaterThanOrEqualTo(10);
            assertThat(test.pool.stats().creating()).isLessThanOrEqualTo(EarlyReplacement.AT_ONCE);
        });

        assertThat(test.indexes()).containsExactly(11, 12, 13, 14, 15, 16, 17, 18, 19, 20);
        PoolStats.Counters counters = test.pool.stats().counters();
        assertThat(counters.replacedEarly()).isEqualTo(10);
        assertThat(counters.expired()).isEqualTo(10);
        assertThat(test.store.mostAlive()).isLessThanOrEqualTo(12);
        assertThat(test.events.of(Type.REFILL)).as("no gap was refilled").isEmpty();
    }

    @Test
    @DisplayName("the replacements of a cohort are spread over the last twentieth of its lifetime")
    void spread() {
        TestPool test = pool(settings -> settings.minSize(10).maxSize(20));
        pass(test, Duration.ofSeconds(1709 + 40), () -> {});
        assertThat(test.pool.stats().counters().replacedEarly()).isBetween(3L, 7L);
        pass(test, Duration.ofSeconds(40), () -> {});
        assertThat(test.pool.stats().counters().replacedEarly()).isEqualTo(10);
    }

    @Test
    @DisplayName("a leased connection is replaced at once, and closed at its release")
    void leased() throws Exception {
        TestPool test = pool(settings -> settings.minSize(1).maxSize(2));
        Lease<Thing> lease = test.acquire();

        pass(test, Duration.ofSeconds(1795), () -> {});

        assertThat(test.indexes()).containsExactly(1, 2);
        assertThat(lease.resource().isClosed()).isFalse();
        assertThat(test.pool.stats().connections().get(0).retiring()).isEqualTo("lifetime");
        lease.close();
        doWork();
        assertThat(lease.resource().isClosed()).isTrue();
        assertThat(test.indexes()).containsExactly(2);
    }

    @Test
    @DisplayName("without room a connection is closed at its end, and replaced afterwards")
    void noRoom() {
        TestPool test = pool(settings -> settings.minSize(2).maxSize(2));
        pass(test, Duration.ofSeconds(1799), () -> {});
        assertThat(test.indexes()).containsExactly(1, 2);
        pass(test, Duration.ofSeconds(20), () -> {});
        assertThat(test.indexes()).containsExactly(3, 4);
        assertThat(test.pool.stats().counters().replacedEarly()).isZero();
        assertThat(test.store.mostAlive()).isEqualTo(2);
    }

    @Test
    @DisplayName("connections beyond the minimum that no caller uses end without a replacement; used ones are replaced")
    void unused() throws Exception {
        TestPool test = pool(settings -> settings.minSize(1).maxSize(9).idleTimeout(Duration.ZERO));
        test.pool.reconfigure(settings -> settings.minSize(4));
        doWork();
        test.pool.reconfigure(settings -> settings.minSize(1));
        assertThat(test.total()).isEqualTo(4);
        Lease<Thing> first = test.acquire();
        Lease<Thing> second = test.acquire();

        pass(test, Duration.ofSeconds(1820), () -> {});

        assertThat(test.pool.stats().counters().replacedEarly()).isEqualTo(2);
        assertThat(List.of(first.resource().isClosed(), second.resource().isClosed()))
                .containsOnly(false);
        first.close();
        second.close();
        doWork();
        assertThat(test.total()).isEqualTo(2);
    }

    @Test
    @DisplayName("after a failed replacement the old connection stays until its end, and the outage rules hold")
    void failed() {
        TestPool test = pool(settings -> settings.minSize(1).maxSize(2));
        test.store.onCreate = attempt -> {
            throw new IllegalStateException("down");
        };
        pass(test, Duration.ofSeconds(1795), () -> {});
        assertThat(test.indexes()).containsExactly(1);
        assertThat(test.pool.stats().counters().replacedEarly()).isZero();
        test.store.onCreate = attempt -> {};
        pass(test, Duration.ofSeconds(60), () -> {});
        assertThat(test.total()).isEqualTo(1);
        assertThat(test.pool.stats().creating()).isZero();
    }
}
