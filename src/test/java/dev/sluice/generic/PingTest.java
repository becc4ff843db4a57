package dev.sluice.generic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.pool.Lease;
import dev.sluice.pool.failure.GetTimeout;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.testing.NeverReturns;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class PingTest {

    @Test
    @DisplayName("G08 a dead resource is closed and a living one handed out; with two dead resources, one is created")
    void dead() throws Exception {
        Things test = Things.onFakeTime(settings -> settings.ping(Things::ping));
        List<Thing> two = test.idle(2);
        two.get(0).dead = true;

        Lease<Thing> lease = test.pool.acquire();

        assertThat(lease.resource()).isSameAs(two.get(1));
        assertThat(two.get(0).closes).hasValue(1);
        assertThat(test.pool.stats().pingFailures()).isEqualTo(1);
        assertThat(test.pool.stats().hits()).isEqualTo(1);

        lease.close();
        two.get(1).dead = true;
        assertThat(test.pool.acquire().resource()).isNotIn(two);
        assertThat(test.pool.stats().pingFailures()).isEqualTo(2);
        assertThat(test.pool.stats().misses()).isEqualTo(3);
        assertThat(test.store.attempts()).isEqualTo(3);
    }

    @Test
    @DisplayName("G08 pings continue until one answers, and not beyond")
    void oneIsEnough() throws Exception {
        Things test = Things.onFakeTime(settings -> settings.ping(Things::ping));
        List<Thing> three = test.idle(3);

        Thing thing = test.pool.acquire().resource();

        assertThat(three).filteredOn(it -> it.validations.get() > 0).containsExactly(thing);
    }

    @Test
    @DisplayName("G08 a ping that throws is an answer of no")
    void throwing() throws Exception {
        Things test = Things.onFakeTime(settings -> settings.ping(thing -> {
            throw new java.io.IOException("reset by peer");
        }));
        Thing dead = test.idle(1).get(0);

        assertThat(test.pool.acquire().resource()).isNotSameAs(dead);
        assertThat(dead.closes).hasValue(1);
        assertThat(test.pool.stats().pingFailures()).isEqualTo(1);
    }

    @Test
    @DisplayName("G08 a ping that hangs holds a caller until its deadline only, and is interrupted at its own limit")
    void hanging() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger pings = new AtomicInteger();
        AtomicInteger interrupted = new AtomicInteger();
        try (Things test = Things.withWorkers(settings -> settings.maxSize(1)
                .healthCheckTimeout(Duration.ofSeconds(5))
                .ping(thing -> {
                    pings.incrementAndGet();
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        interrupted.incrementAndGet();
                        throw e;
                    }
                    return true;
                }))) {
            Thing hung = test.idle(1).get(0);
            var caller = test.queue(Duration.ofSeconds(1));
            Await.until("a ping hangs", () -> pings.get() == 1);
            test.time.advance(Duration.ofSeconds(1));
            assertThat(caller.failure()).isInstanceOf(GetTimeout.class);
            assertThat(interrupted).hasValue(0);

            test.time.advance(Duration.ofSeconds(4));

            Await.until(
                    "the place is free",
                    () -> hung.isClosed() && test.pool.stats().closed() == 1);
            assertThat(interrupted).hasValue(1);
            assertThat(test.pool.acquire().resource()).isNotSameAs(hung);
            assertThat(pings).as("what is new needs no ping").hasValue(1);
        }
    }

    @Test
    @DisplayName("G08 without a ping nothing is checked; a new resource is never pinged")
    void noPing() throws Exception {
        Things without = Things.onFakeTime(settings -> settings);
        Thing thing = without.idle(1).get(0);
        thing.dead = true;
        without.time.advance(Duration.ofDays(365));
        assertThat(without.pool.acquire().resource()).isSameAs(thing);

        Things with = Things.onFakeTime(settings -> settings.ping(Things::ping));
        assertThat(with.pool.acquire().resource().validations).hasValue(0);
    }

    @Test
    @DisplayName(
            "G08 if a ping is needed only after ten idle seconds, a resource used before is handed out without one")
    void afterIdle() throws Exception {
        Things test = Things.onFakeTime(settings -> settings.ping(Things::ping).pingAfterIdle(Duration.ofSeconds(10)));
        Thing thing = test.idle(1).get(0);
        test.time.advance(Duration.ofSeconds(10));
        test.pool.acquire().close();
        assertThat(thing.validations).hasValue(0);

        test.time.advance(Duration.ofSeconds(11));
        thing.dead = true;
        assertThat(test.pool.acquire().resource()).isNotSameAs(thing);
        assertThat(thing.validations).hasValue(1);
    }

    @Test
    @DisplayName("G08 with no time a caller gets nothing that would have to be pinged")
    void noTime() throws Exception {
        Things test = Things.onFakeTime(settings -> settings.ping(Things::ping));
        test.idle(1);

        assertThatThrownBy(() -> test.pool.acquire(Duration.ZERO)).isInstanceOf(GetTimeout.class);
    }

    @Test
    @DisplayName("a ping that never returns costs its resource, and no caller: another one is made in its place")
    void neverReturns() throws Exception {
        NeverReturns foreign = new NeverReturns();
        Things test = Things.withWorkers(settings -> settings.maxSize(4)
                .healthCheckTimeout(Duration.ofSeconds(1))
                .ping(thing -> {
                    foreign.hang();
                    return true;
                }));
        Thing idle = test.idle(1).get(0);
        Caller<Lease<Thing>> caller = Caller.start(() -> test.pool.acquire(Duration.ofSeconds(10)));
        foreign.await(1);
        test.time.advance(Duration.ofSeconds(2));

        assertThat(caller.result().resource()).isNotSameAs(idle);
        assertThat(test.pool.pool().stats().stuckThreads()).isEqualTo(1);
        assertThat(test.pool.stats().pingFailures()).isEqualTo(1);
        Await.until("it is closed", () -> idle.closes.get() == 1);
        foreign.free();
        Await.until("the thread has come back", () -> test.pool.pool().stats().stuckThreads() == 0);
        assertThat(idle.closes).hasValue(1);
        assertThat(test.pool.len()).isEqualTo(1);
    }
}
