package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.control.PoolManager;
import dev.sluice.control.Readiness;
import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.pool.failure.AcquireTimeout;
import dev.sluice.pool.failure.CircuitOpen;
import dev.sluice.pool.failure.CreationFailed;
import dev.sluice.pool.operation.OperationReport;
import dev.sluice.pool.policy.Breaker;
import dev.sluice.pool.policy.PolicyMode;
import dev.sluice.pool.policy.PoolPolicies;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.testing.TestPool;
import dev.sluice.time.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class BreakerTest {

    private static final Duration OPEN = Duration.ofSeconds(30);
    private static final AcquireRequest LONG = AcquireRequest.DEFAULT.withTimeout(Duration.ofHours(1));

    private volatile boolean down = true;

    private static PoolPolicies breaker(PolicyMode mode) {
        return PoolPolicies.NONE.with(new Breaker(5, OPEN, mode));
    }

    private TestPool failing(TestPool test) {
        test.store.onCreate = attempt -> {
            if (down) {
                throw new IllegalStateException("connection refused");
            }
        };
        return test;
    }

    private TestPool pool(UnaryOperator<PoolConfig.Builder> settings) {
        TestPool test = failing(TestPool.onFakeTime(
                config -> settings.apply(config.minSize(0).maxSize(10).policies(breaker(PolicyMode.ENFORCE)))));
        test.pool.start().join();
        return test;
    }

    /** Lets a caller wait while five creations fail; returns it. */
    private static Caller<Lease<Thing>> open(TestPool test) {
        Caller<Lease<Thing>> caller = test.queue(LONG);
        failFive(test);
        return caller;
    }

    private static void failFive(TestPool test) {
        for (int i = 0; i < 10_000 && !state(test).contains("OPEN"); i++) {
            test.advance(Duration.ofNanos(625_000)); // each wait is a multiple of it
        }
        assertThat(state(test)).startsWith("ENFORCE: OPEN, 5 of 5 failures; next probe in ");
    }

    private static void failOnThreads(TestPool test) {
        Await.until("the circuit is open", () -> {
            test.advance(Duration.ofMillis(50));
            return state(test).contains("OPEN");
        });
    }

    private static String state(TestPool test) {
        return test.pool.stats().policies().get("breaker");
    }

    @Test
    @DisplayName(
            "X03 five failed creations open the circuit: a caller that needs a creation is refused with cause and time"
                    + " of the next probe, without a call of the store")
    void opens() throws Exception {
        TestPool test = pool(config -> config);
        Caller<Lease<Thing>> waiter = open(test);
        assertThat(waiter.failure()).as("no lease could serve it").isInstanceOf(CircuitOpen.class);

        test.advance(Duration.ofSeconds(10));
        assertThatThrownBy(() -> test.pool.acquire(LONG))
                .isInstanceOfSatisfying(
                        CircuitOpen.class,
                        refusal -> assertThat(refusal.retryAfter()).isEqualTo(Duration.ofSeconds(20)))
                .hasMessage(
                        "pool 'orders': no connection is created (max 10, leased 0, waiting 0); the circuit is OPEN,"
                                + " next probe in 20 s; cannot connect: connection refused")
                .hasRootCauseMessage("connection refused");
        assertThat(test.store.attempts()).isEqualTo(5);
        PoolStats stats = test.pool.stats();
        assertThat(stats.counters().circuitRefused()).isEqualTo(2);
        assertThat(stats.counters().refused()).isEqualTo(2);
        assertThat(stats.stateDetail()).endsWith("connection refused; the circuit is OPEN, next probe in 20 s");
        PoolManager manager = new PoolManager();
        manager.register(test.pool);
        Readiness readiness = manager.readiness("orders");
        assertThat(readiness.status()).isEqualTo(Readiness.Status.FAILED);
        assertThat(readiness.reason()).contains("the circuit is OPEN, next probe in 20 s");
    }

    @Test
    @DisplayName(
            "X03 while the circuit is open, an idle connection is leased, and callers of a full pool wait as usual")
    void idleOnes() throws Exception {
        TestPool test = pool(config -> config.maxSize(3));
        down = false;
        Lease<Thing> first = test.acquire();
        Lease<Thing> second = test.acquire();
        down = true;
        Caller<Lease<Thing>> waiter = open(test);
        assertThat(waiter.isDone()).as("a lease may serve the waiter").isFalse();
        assertThatThrownBy(test::acquire).as("there is room").isInstanceOf(CircuitOpen.class);
        first.close();
        waiter.result().close();
        first = test.acquire();
        assertThat(test.store.attempts()).isEqualTo(7);

        test.pool.reconfigure(config -> config.maxSize(2));
        Caller<Lease<Thing>> patient = test.queue(LONG);
        first.close();
        patient.result().close();
        second.close();
        assertThat(test.inUse()).isZero();
    }

    @Test
    @DisplayName("X03 the end of the last lease refuses the waiters that it could have served")
    void lastLease() throws Exception {
        TestPool test = pool(config -> config);
        down = false;
        Lease<Thing> held = test.acquire();
        down = true;
        Caller<Lease<Thing>> waiter = open(test);
        assertThat(waiter.isDone()).isFalse();
        held.invalidate();
        held.close();
        assertThat(waiter.failure()).isInstanceOf(CircuitOpen.class);
        assertThat(test.inUse()).isZero();
    }

    @Test
    @DisplayName("X03 without callers a probe by the timer closes the circuit again, or opens it for another period")
    void timer() throws Exception {
        TestPool test = pool(config -> config);
        open(test).failure();
        test.advance(OPEN);
        assertThat(test.store.attempts()).as("one probe").isEqualTo(6);
        assertThat(state(test)).isEqualTo("ENFORCE: OPEN, 6 of 5 failures; next probe in 30 s");
        down = false;
        test.advance(OPEN.minusMillis(1));
        assertThat(test.store.attempts()).isEqualTo(6);
        test.advance(Duration.ofMillis(1));
        assertThat(test.store.attempts()).isEqualTo(7);
        assertThat(state(test)).isEqualTo("ENFORCE: CLOSED, 0 of 5 failures");
        test.acquire().close();
        assertThat(test.pool.stats().stateReason()).isNull();
        assertThat(test.events.of(Type.POLICY).stream().map(PoolEvent::words))
                .anyMatch(words ->
                        words.startsWith("breaker: OPEN after 5 failed creations in a row, next probe in 30 s;"))
                .contains("breaker: HALF_OPEN: a probe is under way", "breaker: CLOSED: a connection was created");
    }

    @Test
    @DisplayName(
            "X03 while the probe is under way, ten callers at once are refused, and the store is called for it only")
    void halfOpen() throws Exception {
        ExecutorService threads = Workers.named("test-worker", 8);
        TestPool test = failing(TestPool.withWorkers(
                threads, config -> config.minSize(0).maxSize(10).policies(breaker(PolicyMode.ENFORCE))));
        CountDownLatch probing = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        try {
            test.pool.start().join();
            Caller<Lease<Thing>> waiter = test.queue(LONG);
            failOnThreads(test);
            assertThat(waiter.failure()).isInstanceOf(CircuitOpen.class);
            test.store.onCreate = attempt -> {
                probing.countDown();
                Await.open(answer);
            };
            test.advance(OPEN);
            Await.open(probing);
            for (Caller<Lease<Thing>> caller : Caller.startTogether(10, () -> test.pool.acquire(LONG))) {
                assertThat(caller.failure())
                        .isInstanceOf(CircuitOpen.class)
                        .hasMessageContaining("the circuit is HALF_OPEN, a probe is under way");
            }
            assertThat(test.store.attempts()).isEqualTo(6);
            answer.countDown();
            Await.until(
                    "the circuit is closed, and the connection is free",
                    () -> state(test).contains("CLOSED") && test.pool.stats().creating() == 0);
            test.acquire().close();
            assertThat(test.store.attempts()).isEqualTo(6);
        } finally {
            answer.countDown();
            threads.shutdownNow();
        }
    }

    @Test
    @DisplayName("X03 when a probe is due, one of ten callers begins it and waits for it, and the others are refused")
    void dueForCallers() throws Exception {
        ExecutorService threads = Workers.named("test-worker", 8);
        TestPool test = failing(TestPool.withWorkers(
                threads, config -> config.minSize(0).maxSize(1).policies(breaker(PolicyMode.ENFORCE))));
        CountDownLatch answer = new CountDownLatch(1);
        try {
            test.pool.start().join();
            down = false;
            Lease<Thing> held = test.acquire();
            test.pool.reconfigure(config -> config.maxSize(2));
            down = true;
            Caller<Lease<Thing>> waiter = test.queue(LONG);
            failOnThreads(test);
            waiter.interrupt();
            waiter.failure();
            test.pool.reconfigure(config -> config.maxSize(1));
            test.advance(OPEN); // a full pool has no room for the probe of the timer
            assertThat(test.store.attempts()).isEqualTo(6);
            test.store.onCreate = attempt -> Await.open(answer);
            test.pool.reconfigure(config -> config.maxSize(5));
            List<Caller<Lease<Thing>>> callers = Caller.startTogether(10, () -> test.pool.acquire(LONG));
            List<Throwable> refused = new ArrayList<>();
            Await.until(
                    "nine are refused",
                    () -> callers.stream().filter(Caller::isDone).count() == 9);
            answer.countDown();
            Lease<Thing> served = null;
            for (Caller<Lease<Thing>> caller : callers) {
                try {
                    served = caller.result();
                } catch (CircuitOpen e) {
                    refused.add(e);
                }
            }
            assertThat(refused).hasSize(9);
            assertThat(test.store.attempts()).isEqualTo(7);
            assertThat(served).isNotNull();
            served.close();
            held.close();
            assertThat(test.inUse()).isZero();
        } finally {
            answer.countDown();
            threads.shutdownNow();
        }
    }

    @Test
    @DisplayName(
            "X03 an operator's fill is the probe: it tries one creation, reports the others, and closes the circuit")
    void operation() throws Exception {
        TestPool test = pool(config -> config);
        open(test).failure();
        OperationReport report = test.pool.fill(4);
        assertThat(report.created()).isZero();
        assertThat(report.message())
                .isEqualTo("connection refused; 3 not tried: the circuit is OPEN, next probe in 30 s");
        assertThat(test.store.attempts()).isEqualTo(6);
        down = false;
        assertThat(test.pool.fill(4).created()).isEqualTo(4);
        assertThat(state(test)).contains("CLOSED");
    }

    @Test
    @DisplayName("X03 in mode OBSERVE creations go on, and the callers that would be refused are counted")
    void observed() throws Exception {
        TestPool test = failing(
                TestPool.onFakeTime(config -> config.minSize(0).maxSize(10).policies(breaker(PolicyMode.OBSERVE))));
        test.pool.start().join();
        Caller<Lease<Thing>> waiter = test.queue(LONG);
        test.advance(Duration.ofSeconds(20));
        assertThat(test.store.attempts()).isGreaterThan(20);
        assertThat(state(test)).startsWith("OBSERVE: OPEN");
        test.time.movedByWaits = true;
        assertThatThrownBy(() -> test.pool.acquire(AcquireRequest.DEFAULT.withTimeout(Duration.ofMillis(10))))
                .isInstanceOf(CreationFailed.class);
        assertThat(test.pool.stats().counters().circuitObserved()).isEqualTo(1);
        assertThat(test.pool.stats().counters().circuitRefused()).isZero();
        down = false;
        test.advance(Duration.ofSeconds(1));
        waiter.result().close();
        assertThat(state(test)).startsWith("OBSERVE: CLOSED");
    }

    @Test
    @DisplayName(
            "X03 the breaker is switched off while the circuit is open: waiting is as usual from the next acquire on")
    void switchedOff() throws Exception {
        TestPool test = pool(config -> config);
        open(test).failure();
        test.pool.reconfigure(config -> config.policies(PoolPolicies.NONE));
        Caller<Lease<Thing>> waiter = test.queue(LONG);
        assertThat(test.pool.stats().policies()).isEmpty();
        down = false;
        test.advance(Duration.ofSeconds(1));
        waiter.result().close();
    }

    @Test
    @DisplayName("X03 off by default: a caller waits for its whole timeout while creations fail")
    void off() throws Exception {
        TestPool test = failing(TestPool.onFakeTime(config -> config.minSize(0)));
        test.pool.start().join();
        Caller<Lease<Thing>> waiter = test.queue(AcquireRequest.DEFAULT.withTimeout(Duration.ofSeconds(60)));
        test.advance(Duration.ofSeconds(59));
        assertThat(waiter.isDone()).isFalse();
        test.advance(Duration.ofSeconds(1));
        assertThat(waiter.failure()).isInstanceOf(CreationFailed.class).isNotInstanceOf(AcquireTimeout.class);
    }

    @Test
    @DisplayName("X03 while a probe that hangs has taken the last place, callers are refused at once")
    void hangingProbe() throws Exception {
        ExecutorService threads = Workers.named("test-worker", 8);
        TestPool test = failing(TestPool.withWorkers(
                threads, config -> config.minSize(0).maxSize(1).policies(breaker(PolicyMode.ENFORCE))));
        CountDownLatch probing = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        try {
            test.pool.start().join();
            Caller<Lease<Thing>> waiter = test.queue(LONG);
            failOnThreads(test);
            assertThat(waiter.failure()).isInstanceOf(CircuitOpen.class);
            test.store.onCreate = attempt -> {
                probing.countDown();
                Await.open(answer);
            };
            test.advance(OPEN);
            Await.open(probing);
            assertThat(Caller.start(() -> test.pool.acquire(LONG)).failure())
                    .isInstanceOf(CircuitOpen.class)
                    .hasMessageContaining("the circuit is HALF_OPEN, a probe is under way");
        } finally {
            answer.countDown();
            threads.shutdownNow();
        }
    }

    @Test
    @DisplayName("X03 a full pool with an open circuit publishes no probe that it cannot make")
    void fullPool() throws Exception {
        TestPool test = pool(config -> config.maxSize(3));
        down = false;
        Lease<Thing> held = test.acquire();
        down = true;
        Caller<Lease<Thing>> waiter = open(test);
        waiter.interrupt();
        waiter.failure();
        test.pool.reconfigure(config -> config.maxSize(1));
        int before = test.events.of(Type.POLICY).size();
        test.advance(OPEN.multipliedBy(5));
        assertThat(test.events.of(Type.POLICY)).hasSize(before);
        assertThat(state(test)).contains("OPEN");
        held.close();
    }
}
