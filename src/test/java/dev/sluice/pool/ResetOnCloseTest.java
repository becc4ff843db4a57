package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.testing.TestPool;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("The state that a lease leaves behind is reset by a worker before the next lease")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class ResetOnCloseTest {

    private static final UnaryOperator<PoolConfig.Builder> ONE =
            settings -> settings.minSize(1).maxSize(1).maintenanceInterval(Duration.ofHours(1));

    /** On real threads: a reset that a test holds up has all the time it needs. */
    private static final UnaryOperator<PoolConfig.Builder> PATIENT =
            settings -> ONE.apply(settings).validationTimeout(Duration.ofMinutes(5));

    @Test
    @DisplayName("only if the lease requests it, and once")
    void onlyIfAsked() throws Exception {
        try (TestPool test = TestPool.started(ONE)) {
            Thing only = test.store.all().get(0);
            test.acquire().close();
            assertThat(only.resets).hasValue(0);
            closeWithTraces(test.acquire());
            assertThat(only.resets).hasValue(1);
            Lease<Thing> next = test.acquire();
            assertThat(next.resource()).isSameAs(only);
            next.close();
            assertThat(only.resets).hasValue(1);
            assertThat(test.events.of(Type.INVALID)).isEmpty();
        }
    }

    @Test
    @DisplayName("the closing caller does not wait for it, the next caller does, and is served as soon as it is done")
    void offTheWay() throws Exception {
        try (TestPool test = TestPool.startedOnThreads(PATIENT)) {
            Thing only = test.store.all().get(0);
            CountDownLatch goOn = new CountDownLatch(1);
            test.store.resets = thing -> {
                Await.open(goOn);
                return true;
            };
            closeWithTraces(test.acquire());
            assertThat(test.inUse()).isZero();

            Caller<Lease<Thing>> next = test.queue(AcquireRequest.DEFAULT.withTimeout(Duration.ofSeconds(30)));
            Await.until("it is being reset", () -> only.resets.get() == 1);
            assertThat(next.isDone()).isFalse();

            goOn.countDown();
            try (Lease<Thing> lease = next.result()) {
                assertThat(lease.resource()).isSameAs(only);
            }
        }
    }

    @Test
    @DisplayName("meanwhile free resources serve other callers")
    void othersAreServed() throws Exception {
        try (TestPool test = TestPool.startedOnThreads(
                settings -> PATIENT.apply(settings).maxSize(2).minSize(2))) {
            CountDownLatch goOn = new CountDownLatch(1);
            test.store.resets = thing -> {
                Await.open(goOn);
                return true;
            };
            Lease<Thing> first = test.acquire();
            Thing stuck = first.resource();
            closeWithTraces(first);
            for (int i = 0; i < 10; i++) {
                try (Lease<Thing> other = test.acquire()) {
                    assertThat(other.resource()).isNotSameAs(stuck);
                }
            }
            goOn.countDown();
        }
    }

    @Test
    @DisplayName("a resource that cannot be reset is replaced, without a report of a failure")
    void replaced() throws Exception {
        try (TestPool test = TestPool.started(ONE)) {
            Thing first = test.store.all().get(0);
            test.store.resets = thing -> false;
            closeWithTraces(test.acquire());
            assertThat(first.closes).hasValue(1);
            assertThat(test.acquire().resource()).isNotSameAs(first);
            assertThat(test.events.of(Type.CLOSED)).extracting(PoolEvent::words).containsExactly("not reset");
            assertThat(test.pool.stats().counters().validationFailures()).isZero();
        }
    }

    @Test
    @DisplayName("a reset that throws, an Error too, costs the resource, and reports the reason")
    void failing() throws Exception {
        try (TestPool test = TestPool.started(ONE)) {
            Thing first = test.store.all().get(0);
            test.store.resets = thing -> {
                throw new LinkageError("no such function");
            };
            closeWithTraces(test.acquire());
            assertThat(first.closes).hasValue(1);
            assertThat(test.events.of(Type.INVALID))
                    .extracting(PoolEvent::words)
                    .containsExactly("not reset: no such function");
            assertThat(test.pool.stats().counters().validationFailures()).isOne();
            assertThat(test.acquire().resource()).isNotSameAs(first);
        }
    }

    @Test
    @DisplayName("a reset that exceeds the limit of a validation costs the resource, too, with any result")
    void tooSlow() throws Exception {
        try (TestPool test = TestPool.started(ONE)) {
            Thing first = test.store.all().get(0);
            test.store.resets = thing -> {
                test.time.advance(Duration.ofMillis(2001));
                return true;
            };
            closeWithTraces(test.acquire());
            assertThat(first.closes).hasValue(1);
            assertThat(test.events.of(Type.INVALID))
                    .extracting(PoolEvent::words)
                    .containsExactly("not reset: no answer within 2 s");
        }
    }

    @Test
    @DisplayName(
            "if a dead connection is found, the idle connections are validated before their next lease; otherwise they are not")
    void suspicion() throws Exception {
        try (TestPool test = TestPool.started(settings -> settings.minSize(3).maxSize(3))) {
            test.store.resets = thing -> {
                throw new IllegalStateException("refused");
            };
            closeWithTraces(test.acquire());
            assertThat(test.store.all().get(1).validations).hasValue(0);

            test.advance(Duration.ofMillis(1));
            Lease<Thing> lease = test.acquire();
            lease.resource().dead = true;
            Thing other = test.store.all().get(2);
            assertThat(other).isNotSameAs(lease.resource());
            closeWithTraces(lease);
            assertThat(other.validations).hasValue(1);
            assertThat(test.total()).isEqualTo(3);
        }
    }

    @Test
    @DisplayName("a reset of the pool meanwhile has its full effect")
    void retiredMeanwhile() throws Exception {
        try (TestPool test = TestPool.started(ONE)) {
            Thing first = test.store.all().get(0);
            test.store.resets = thing -> {
                test.pool.expire(new dev.sluice.pool.operation.Selector(
                        null, null, test.names().get(0)));
                return true;
            };
            closeWithTraces(test.acquire());
            assertThat(first.closes).hasValue(1);
        }
    }

    @Test
    @DisplayName("a pool that is closed meanwhile closes it, too")
    void closedMeanwhile() throws Exception {
        TestPool test = TestPool.startedOnThreads(PATIENT);
        CountDownLatch goOn = new CountDownLatch(1);
        test.store.resets = thing -> {
            Await.open(goOn);
            return true;
        };
        closeWithTraces(test.acquire());
        Caller<Void> closing = Caller.start(() -> {
            test.close();
            return null;
        });
        Await.until("the pool is closing", () -> test.pool.state() == PoolState.STOPPING);
        goOn.countDown();
        closing.result();
        assertThat(test.store.alive()).isZero();
    }

    @Test
    @DisplayName("an invalid lease is not reset: its resource is closed")
    void invalid() throws Exception {
        try (TestPool test = TestPool.started(ONE)) {
            Thing first = test.store.all().get(0);
            Lease<Thing> lease = test.acquire();
            lease.invalidate();
            closeWithTraces(lease);
            assertThat(first.resets).hasValue(0);
            assertThat(first.closes).hasValue(1);
        }
    }

    @Test
    @DisplayName("with events of single leases, the end of a lease is reported before the begin of the next")
    void told() throws Exception {
        try (TestPool test = TestPool.started(ONE)) {
            test.pool.setVerbose(true);
            Thing only = test.store.all().get(0);
            closeWithTraces(test.acquire());
            test.acquire().close();
            assertThat(only.resets).hasValue(1);
            assertThat(test.pool.recentEvents(100))
                    .extracting(PoolEvent::type)
                    .containsSubsequence(Type.LENT, Type.RETURNED, Type.LENT, Type.RETURNED);
        }
    }

    private static void closeWithTraces(Lease<?> lease) {
        lease.resetOnClose();
        lease.close();
    }
}
