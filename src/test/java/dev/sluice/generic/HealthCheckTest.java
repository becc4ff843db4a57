package dev.sluice.generic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.pool.Lease;
import dev.sluice.pool.failure.GetTimeout;
import dev.sluice.testing.Await;
import dev.sluice.testing.FakeStore.Thing;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class HealthCheckTest {

    private static final Duration HALF_A_MINUTE = Duration.ofSeconds(30);

    @Test
    @DisplayName(
            "G09 after half a minute the dead one of three idle resources is removed, and the leased one was not pinged")
    void removesDead() throws Exception {
        Things test = Things.onFakeTime(settings -> settings.ping(Things::ping)
                .healthCheckInterval(HALF_A_MINUTE)
                .healthCheckTimeout(Duration.ofSeconds(1)));
        Lease<Thing> held = test.pool.acquire();
        List<Thing> three = test.idle(3);
        three.get(1).dead = true;
        held.resource().dead = true;

        test.time.advance(HALF_A_MINUTE);

        assertThat(three).extracting(thing -> thing.closes.get()).containsExactly(0, 1, 0);
        assertThat(three).allMatch(thing -> thing.validations.get() > 0);
        assertThat(held.resource().validations).hasValue(0);
        assertThat(test.pool.stats().pingFailures()).isEqualTo(1);
        assertThat(test.pool.len()).isEqualTo(3);
        assertThat(test.pool.idleLen()).isEqualTo(2);
    }

    @Test
    @DisplayName(
            "G09 each idle resource is checked every half minute at least, also with a maintenance interval of 7 s")
    void everyInterval() throws Exception {
        for (Duration cleanup : List.of(Duration.ofSeconds(7), Duration.ofSeconds(11), Duration.ofMinutes(1))) {
            Things test = Things.onFakeTime(settings ->
                    settings.ping(Things::ping).cleanupInterval(cleanup).healthCheckInterval(HALF_A_MINUTE));
            Thing thing = test.idle(1).get(0);
            for (int i = 1; i <= 20; i++) {
                int before = thing.validations.get();
                test.time.advance(HALF_A_MINUTE);
                assertThat(thing.validations.get())
                        .as("by %s, the %d.", cleanup, i)
                        .isGreaterThan(before);
            }
            assertThat(thing.validations.get()).as("by %s", cleanup).isLessThanOrEqualTo(40);
        }
    }

    @Test
    @DisplayName("G09 a resource in a check is not handed out, and no caller waits for it: another one is created")
    void hangingCheck() throws Exception {
        CountDownLatch hang = new CountDownLatch(1);
        AtomicInteger checks = new AtomicInteger();
        try (Things test = Things.withWorkers(
                settings -> settings.healthCheckInterval(HALF_A_MINUTE).ping(thing -> {
                    checks.incrementAndGet();
                    Await.open(hang);
                    return true;
                }))) {
            Thing checked = test.idle(1).get(0);
            Await.until("it is idle", () -> test.pool.idleLen() == 1);
            test.time.advance(HALF_A_MINUTE);
            Await.until("a check hangs", () -> checks.get() == 1);

            assertThat(test.pool.acquire().resource()).isNotSameAs(checked);
            assertThat(test.pool.stats().hits()).isZero();

            hang.countDown();
            AtomicReference<Thing> free = new AtomicReference<>();
            Await.until(
                    "it is free again", () -> takeWhatLiesReady(test, free)); // idleLen() counts it while it is checked
            assertThat(free).hasValue(checked);
            assertThat(test.store.created())
                    .as("the checked one and the other one")
                    .isEqualTo(2);
        }
    }

    private static boolean takeWhatLiesReady(Things test, AtomicReference<Thing> free) {
        try {
            free.set(test.pool.acquire(Duration.ZERO).resource());
            return true;
        } catch (GetTimeout e) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
