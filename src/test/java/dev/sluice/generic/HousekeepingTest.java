package dev.sluice.generic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.pool.AcquireRequest;
import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.pool.PoolRuntime;
import dev.sluice.testing.FakeStore;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.testing.FakeTime;
import dev.sluice.time.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class HousekeepingTest {

    private static final Duration NEVER = AcquireRequest.FOREVER;

    private static Duration interval(UnaryOperator<GenericPoolBuilder<Thing>> settings) {
        return Things.onFakeTime(settings).pool.pool().config().maintenanceInterval();
    }

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    @Test
    @DisplayName("G12 a pool with a configured interval has maintenance every seven seconds")
    void sevenSeconds() {
        AtomicInteger looks = new AtomicInteger();
        Things test = Things.onFakeTime(settings -> settings.cleanupInterval(seconds(7))
                .listener(event -> {
                    if (event.type() == Type.STATUS) {
                        looks.incrementAndGet();
                    }
                }));

        test.time.advance(seconds(6));
        assertThat(looks).hasValue(0);
        for (int i = 1; i <= 5; i++) {
            test.time.advance(seconds(1));
            assertThat(looks).hasValue(i);
            test.time.advance(seconds(6));
        }
    }

    @Test
    @DisplayName(
            "G12 a pool without an interval has maintenance twice in the shorter limit, between one second and one minute")
    void derived() {
        assertThat(interval(it -> it.maxIdleTime(seconds(40)))).isEqualTo(seconds(20));
        assertThat(interval(it -> it.maxAge(seconds(60)).maxIdleTime(seconds(40))))
                .isEqualTo(seconds(20));
        assertThat(interval(it -> it.maxAge(seconds(30)).maxIdleTime(seconds(40))))
                .isEqualTo(seconds(15));
        assertThat(interval(it -> it.maxAge(Duration.ofHours(1)))).isEqualTo(seconds(60));
        assertThat(interval(it -> it.maxIdleTime(Duration.ofMillis(300)))).isEqualTo(seconds(1));
        assertThat(interval(it -> it.leakThreshold(seconds(10)))).isEqualTo(seconds(5));
    }

    @Test
    @DisplayName("G12 more frequent health checks are in time; without a ping there are none")
    void healthChecks() {
        assertThat(interval(it -> it.ping(Things::ping).healthCheckInterval(seconds(3))))
                .isEqualTo(seconds(3));
        assertThat(interval(it ->
                        it.ping(Things::ping).healthCheckInterval(seconds(3)).maxIdleTime(seconds(40))))
                .isEqualTo(seconds(3));
        assertThat(interval(it ->
                        it.ping(Things::ping).healthCheckInterval(seconds(30)).maxIdleTime(seconds(40))))
                .isEqualTo(seconds(20));
        assertThat(interval(it ->
                        it.ping(Things::ping).healthCheckInterval(seconds(3)).cleanupInterval(seconds(7))))
                .isEqualTo(seconds(3));
        assertThat(interval(it -> it.healthCheckInterval(seconds(3)))).isEqualTo(NEVER);
    }

    @Test
    @DisplayName("G12 a pool without tasks has no maintenance, and neither has a pool with interval zero")
    void nothing() {
        assertThat(interval(it -> it)).isEqualTo(NEVER);
        assertThat(interval(it -> it.ping(Things::ping))).isEqualTo(NEVER);
        assertThat(interval(it -> it.maxIdleTime(seconds(40)).cleanupInterval(Duration.ZERO)))
                .isEqualTo(NEVER);
    }

    @Test
    @DisplayName("G12 without tasks a pool has nothing to do at intervals; otherwise it has, until its end")
    void intervals() {
        assertThat(tasks(settings -> settings)).containsExactly(0);
        assertThat(tasks(settings -> settings.maxIdleTime(seconds(40)))).containsExactly(1, 0);
    }

    /** The tasks at intervals after a lease, and after the end of the pool, if there were any. */
    private static List<Integer> tasks(UnaryOperator<GenericPoolBuilder<Thing>> settings) {
        AtomicInteger running = new AtomicInteger();
        FakeTime time = new FakeTime();
        Timer timer = new Timer() {
            @Override
            public Scheduled once(Duration delay, Runnable task) {
                return time.once(delay, task);
            }

            @Override
            public Scheduled every(Duration period, Runnable task) {
                running.incrementAndGet();
                return running::decrementAndGet;
            }

            @Override
            public void close() {}
        };
        FakeStore store = new FakeStore();
        GenericPoolBuilder<Thing> builder = GenericPool.<Thing>builder("looked-after")
                .factory(store::create)
                .closer(store::close)
                .maxSize(2);
        List<Integer> counts = new ArrayList<>();
        try (GenericPool<Thing> pool =
                settings.apply(builder).build(new PoolRuntime(time, timer, Runnable::run, () -> 0.5))) {
            pool.acquire().close();
            counts.add(running.get());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        if (counts.get(0) > 0) {
            counts.add(running.get());
        }
        return counts;
    }
}
