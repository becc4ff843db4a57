package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.admission.AdmissionPolicy;
import dev.sluice.admission.Fairness;
import dev.sluice.pool.failure.AcquireTimeout;
import dev.sluice.pool.failure.PoolSaturated;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.testing.TestPool;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Callers that ask for a second resource while they hold a first one. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class NestedAcquireTest {

    private static final AcquireRequest FOREVER = AcquireRequest.DEFAULT.withTimeout(AcquireRequest.FOREVER);

    private static TestPool of(int size, UnaryOperator<AdmissionPolicy.Builder> rules) {
        AdmissionPolicy policy = rules.apply(AdmissionPolicy.builder()).build();
        return TestPool.started(settings -> settings.minSize(size).maxSize(size).admission(policy));
    }

    /** Takes one, and once the latch is open a second one. Returns the second, or null if it was refused. */
    private static Caller<Lease<Thing>> nested(TestPool test, String name, CountDownLatch go) {
        Caller<Lease<Thing>> caller = Caller.start(name, () -> {
            Lease<Thing> first = test.pool.acquire(FOREVER);
            Await.open(go);
            try {
                return test.pool.acquire(FOREVER);
            } finally {
                first.close();
            }
        });
        return caller;
    }

    @Test
    @DisplayName("a thread that waits for itself is refused at once, with the reason and the remedy")
    void alone() throws Exception {
        TestPool test = of(1, rules -> rules);
        Lease<Thing> held = test.acquire();

        assertThatThrownBy(() -> test.pool.acquire(FOREVER))
                .isInstanceOf(PoolSaturated.class)
                .hasMessageContaining("pool 'orders': this thread holds a lease and asks for another one")
                .hasMessageContaining("max 1, leased 1")
                .hasMessageContaining("raise max-size, or reserve permits for nested acquires");

        assertThat(test.pool.stats().waiting()).isZero();
        assertThat(test.pool.stats().counters().refused()).isEqualTo(1);
        held.close();
        test.acquire().close();
    }

    @Test
    @DisplayName("one of two threads that wait for each other is refused, and the other continues after the refusal")
    void eachOther() throws Exception {
        TestPool test = of(2, rules -> rules);
        CountDownLatch one = new CountDownLatch(1);
        CountDownLatch two = new CountDownLatch(1);
        Caller<Lease<Thing>> first = nested(test, "first", one);
        Caller<Lease<Thing>> second = nested(test, "second", two);
        Await.until("each has one", () -> test.inUse() == 2);

        one.countDown();
        Await.until("the first waits", () -> test.pool.stats().waiting() == 1 && first.isWaiting());
        assertThat(first.isDone()).as("the second may still give back").isFalse();
        two.countDown();

        int refused = 0;
        for (Caller<Lease<Thing>> caller : List.of(first, second)) {
            try {
                caller.result().close();
            } catch (PoolSaturated e) {
                refused++;
            }
        }
        assertThat(refused).isEqualTo(1);
        Await.until("all is back", () -> test.inUse() == 0);
    }

    @Test
    @DisplayName("no caller is refused while a holder does not wait")
    void somebodyCanStillRelease() throws Exception {
        TestPool test = of(2, rules -> rules);
        Lease<Thing> free = Caller.start("other", test::acquire).result();
        CountDownLatch go = new CountDownLatch(1);
        Caller<Lease<Thing>> nested = nested(test, "nested", go);
        go.countDown();
        Await.until("it waits", () -> test.pool.stats().waiting() == 1 && nested.isWaiting());

        free.close();

        nested.result().close();
    }

    @Test
    @DisplayName("no caller is refused while the pool may grow")
    void mayGrow() throws Exception {
        TestPool test = TestPool.started(settings -> settings.minSize(1).maxSize(2));
        try (Lease<Thing> one = test.pool.acquire(FOREVER);
                Lease<Thing> two = test.pool.acquire(FOREVER)) {
            assertThat(two.name()).isNotEqualTo(one.name());
        }
    }

    @Test
    @DisplayName("a caller without a lease may wait for threads that wait for each other")
    void stranger() throws Exception {
        TestPool test = of(1, rules -> rules);
        Lease<Thing> held = test.acquire();
        Caller<Lease<Thing>> stranger = test.queue(FOREVER);

        assertThatThrownBy(() -> test.pool.acquire(FOREVER)).isInstanceOf(PoolSaturated.class);

        assertThat(stranger.isDone()).isFalse();
        held.close();
        stranger.result().close();
    }

    @ParameterizedTest
    @EnumSource(Fairness.class)
    @DisplayName("the reserve for nested acquires lets them pass other waiters, and the pool continues")
    void reserved(Fairness fairness) throws Exception {
        TestPool test = of(3, rules -> rules.reservedForNested(1).fairness(fairness));
        CountDownLatch one = new CountDownLatch(1);
        CountDownLatch two = new CountDownLatch(1);
        Caller<Lease<Thing>> first = nested(test, "first", one);
        Caller<Lease<Thing>> second = nested(test, "second", two);
        Await.until("each has one", () -> test.inUse() == 2);
        Caller<Lease<Thing>> stranger = test.queue(FOREVER);
        assertThat(test.inUse()).as("the third is not for it").isEqualTo(2);

        one.countDown();
        Lease<Thing> nestedLease = first.result();
        Lease<Thing> strangersLease = stranger.result(); // what the first had given back
        nestedLease.close();
        two.countDown();
        second.result().close();

        strangersLease.close();
        Await.until("all is back", () -> test.inUse() == 0);
    }

    @Test
    @DisplayName("without the guard it waits until its deadline, and so does a caller with less than a second")
    void withoutTheGuard() throws Exception {
        TestPool off = of(1, rules -> rules.refuseNested(false));
        TestPool on = of(1, rules -> rules);
        for (TestPool test : new TestPool[] {off, on}) {
            Duration timeout = test == off ? Duration.ofMinutes(1) : Duration.ofMillis(999);
            Caller<Lease<Thing>> nested = Caller.start(() -> {
                test.acquire();
                return test.pool.acquire(AcquireRequest.DEFAULT.withTimeout(timeout));
            });
            Await.until("it waits", () -> test.pool.stats().waiting() == 1 && nested.isWaiting());
            test.advance(timeout);

            assertThat(nested.failure()).isInstanceOf(AcquireTimeout.class);
        }
    }
}
