package dev.sluice.generic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.pool.AcquireRequest;
import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.testing.FakeStore;
import dev.sluice.testing.FakeStore.Thing;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HousekeepingTest {

    private static final Duration NEVER = AcquireRequest.FOREVER;

    private static Duration interval(UnaryOperator<GenericPoolBuilder<Thing>> settings) {
        return Things.onFakeTime(settings).pool.pool().config().maintenanceInterval();
    }

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    @Test
    @DisplayName("G12 a pool that was told to is looked after every seven seconds")
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
            "G12 a pool that was not told looks twice in the shorter limit, once a second at most and a minute at least")
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
    @DisplayName("G12 health checks that are due more often are in time; without a ping there are none")
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
    @DisplayName("G12 a pool with nothing to look after is not looked after, nor is one that was told so")
    void nothing() {
        assertThat(interval(it -> it)).isEqualTo(NEVER);
        assertThat(interval(it -> it.ping(Things::ping))).isEqualTo(NEVER);
        assertThat(interval(it -> it.maxIdleTime(seconds(40)).cleanupInterval(Duration.ZERO)))
                .isEqualTo(NEVER);
    }

    @Test
    @DisplayName("G12 with nothing to look after, a pool has no thread for it; otherwise it has, until it is closed")
    void threads() throws Exception {
        FakeStore store = new FakeStore();
        try (GenericPool<Thing> quiet = GenericPool.<Thing>builder("quiet-generic")
                        .factory(store::create)
                        .closer(store::close)
                        .maxSize(2)
                        .build();
                GenericPool<Thing> looked = GenericPool.<Thing>builder("looked-generic")
                        .factory(store::create)
                        .closer(store::close)
                        .maxSize(2)
                        .maxIdleTime(seconds(40))
                        .build()) {
            quiet.acquire().close();
            looked.acquire().close();
            assertThat(timers("quiet-generic")).isEmpty();
            assertThat(timers("looked-generic")).hasSize(1);
        }
    }

    private static List<String> timers(String pool) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("sluice-timer-" + pool))
                .toList();
    }
}
