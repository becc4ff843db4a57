package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.control.PoolManager;
import dev.sluice.control.Readiness;
import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.pool.failure.CreationFailed;
import dev.sluice.pool.operation.OperationContext;
import dev.sluice.pool.operation.OperationReport;
import dev.sluice.pool.operation.Pace;
import dev.sluice.pool.store.ConnectedFirst;
import dev.sluice.pool.store.FailureKind;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.testing.FakeStore.ThrowingConsumer;
import dev.sluice.testing.TestPool;
import dev.sluice.time.Workers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
@Tag("fast")
class RejectedPasswordTest {

    private final AtomicBoolean rejected = new AtomicBoolean(true);

    /** A failure that comes after the login. */
    private static final class BadRole extends IllegalStateException implements ConnectedFirst {

        private static final long serialVersionUID = 1L;

        BadRole() {
            super("connected, but initial-sql failed: role \"gone\" does not exist");
        }
    }

    private volatile boolean hasBadRole;

    private TestPool pool(UnaryOperator<PoolConfig.Builder> settings) {
        return rejecting(TestPool.onFakeTime(settings));
    }

    private TestPool rejecting(TestPool test) {
        test.store.kinds =
                failure -> failure instanceof BadRole ? FailureKind.SETUP_FAILED : FailureKind.PASSWORD_REJECTED;
        test.store.onCreate = attempt -> {
            if (hasBadRole) {
                throw new BadRole();
            }
            if (rejected.get()) {
                throw new IllegalStateException("password authentication failed");
            }
        };
        return test;
    }

    @Test
    @DisplayName("C2 after three rejected attempts the next ones wait for 30 s, 1, 2, 4 and then 5 minutes")
    void backsOff() {
        TestPool test = pool(settings -> settings.minSize(10));
        test.pool.start().join();
        assertThat(test.store.attempts()).as("ten are wanted, three are tried").isEqualTo(3);

        test.advance(Duration.ofSeconds(30));
        assertThat(test.store.attempts()).isEqualTo(3);
        test.advance(Duration.ofSeconds(10));
        assertThat(test.store.attempts()).isEqualTo(4);
        test.advance(Duration.ofHours(1));
        assertThat(test.store.attempts()).isBetween(15, 19);
    }

    @Test
    @DisplayName("C2 statistics, readiness and events have PASSWORD_REJECTED, and name rotate-credentials")
    void saysSo() {
        TestPool test = pool(settings -> settings.minSize(1));
        PoolManager manager = new PoolManager();
        manager.register(test.pool);
        test.pool.start().join();
        test.advance(Duration.ofSeconds(2));

        assertThat(test.pool.stats().stateReason()).isEqualTo(FailureKind.PASSWORD_REJECTED);
        Readiness readiness = manager.readiness("orders");
        assertThat(readiness.cause()).isEqualTo(FailureKind.PASSWORD_REJECTED);
        assertThat(readiness.reason()).contains("3 attempts", "rotate-credentials", "password authentication failed");
        assertThat(test.events.of(Type.PASSWORD_REJECTED))
                .singleElement()
                .satisfies(event -> assertThat(event.count()).isEqualTo(3));
    }

    @Test
    @DisplayName(
            "C2 while the server rejects the password, an operator's fill tries once, and reports the creations not tried")
    void orders() {
        TestPool test = pool(settings -> settings.minSize(1).maxSize(20));
        test.pool.start().join();
        test.advance(Duration.ofSeconds(2));
        int before = test.store.attempts();

        OperationReport report = test.pool.fill(20);
        assertThat(report.created()).isZero();
        assertThat(test.store.attempts() - before).isEqualTo(1);
        assertThat(report.message())
                .isEqualTo("password authentication failed; 19 not tried: waiting after a rejected password,"
                        + " next attempt in 1 m 03 s");

        rejected.set(false);
        assertThat(test.pool.fill(20).created()).as("at once").isEqualTo(20);
        assertThat(test.pool.stats().stateReason()).isNull();
    }

    @Test
    @DisplayName("C2 an operation on threads tries to log in three times, one at a time, and the rest is not tried")
    void oneAtATime() throws Exception {
        ExecutorService threads = Workers.named("test-worker", 8);
        TestPool test = rejecting(
                TestPool.withLogin(threads, settings -> settings.minSize(0).maxSize(20)));
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        ThrowingConsumer<Integer> login = test.store.onCreate;
        test.store.onCreate = attempt -> {
            most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            try {
                login.accept(attempt);
            } finally {
                underWay.decrementAndGet();
            }
        };
        test.pool.start().join();

        OperationReport report = Caller.start(() -> test.pool.fill(20)).result();

        assertThat(test.store.attempts()).isEqualTo(3);
        assertThat(most).hasValue(1);
        assertThat(report.failed()).isEqualTo(20);
        assertThat(report.message()).startsWith("password authentication failed; 17 not tried");
        rejected.set(false);
        assertThat(Caller.start(() -> test.pool.fill(20)).result().created()).isEqualTo(20);
        threads.shutdown();
    }

    @Test
    @DisplayName("C2 an operation creates the others at the same time once the first has logged in")
    void togetherAfterwards() throws Exception {
        rejected.set(false);
        CountDownLatch together = new CountDownLatch(5);
        ExecutorService threads = Workers.named("test-worker", 8);
        TestPool test =
                TestPool.withLogin(threads, settings -> settings.minSize(0).maxSize(20));
        test.store.onCreate = attempt -> {
            if (attempt > 1) {
                together.countDown();
                Await.open(together);
            }
        };
        test.pool.start().join();
        assertThat(Caller.start(() -> test.pool.fill(6)).result().created()).isEqualTo(6);
        threads.shutdown();
    }

    /** The operations that want two connections of a pool that has none, while attempts are held back. */
    static Stream<Arguments> operations() {
        return List.<Map.Entry<String, Function<ManagedPool<?>, OperationReport>>>of(
                        Map.entry("reset", pool -> pool.reset(false, OperationContext.plain())),
                        Map.entry("fill", pool -> pool.fill(2)),
                        Map.entry("warm-up", pool -> pool.warmUp(2, 2, OperationContext.plain())),
                        Map.entry("renew", pool -> pool.renew(Pace.ONE_BY_ONE, OperationContext.plain())),
                        Map.entry(
                                "resize",
                                pool -> pool.resize(pool.config().minSize() + 1, null, OperationContext.plain())),
                        Map.entry("enable", pool -> pool.enable(OperationContext.plain())),
                        Map.entry("validate", pool -> pool.validate(OperationContext.plain())))
                .stream()
                .map(each -> Arguments.of(each.getKey(), each.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("operations")
    @DisplayName(
            "C2 an operation creates all its connections once the password is right, regardless of the wait of attempts")
    void operationsTry(String name, Function<ManagedPool<?>, OperationReport> operation) {
        TestPool test = pool(settings -> settings.minSize(2).maxSize(20));
        test.pool.start().join();
        test.advance(Duration.ofSeconds(2));
        assertThat(operation.apply(test.pool).created()).as("still rejected").isZero();
        rejected.set(false);

        OperationReport report = operation.apply(test.pool);

        assertThat(report.complete()).as("%s", report).isTrue();
        assertThat(report.created()).as(name).isGreaterThanOrEqualTo(2);
    }

    @Test
    @DisplayName(
            "C2 a caller without a deadline during withheld attempts is refused, with the time of the next attempt")
    void callersHear() throws Exception {
        TestPool test = pool(settings -> settings.minSize(1));
        test.pool.start().join();
        test.advance(Duration.ofSeconds(2));

        Caller<Lease<Thing>> caller =
                Caller.start(() -> test.pool.acquire(AcquireRequest.DEFAULT.withTimeout(AcquireRequest.FOREVER)));

        assertThat(caller.failure())
                .isInstanceOf(CreationFailed.class)
                .hasMessageContaining("not tried: waiting after a rejected password, next attempt in 3")
                .hasMessageEndingWith("; the last attempt: cannot connect: password authentication failed")
                .hasRootCauseMessage("password authentication failed");
    }

    @Test
    @DisplayName("C2 initial connections that are not tried are reported as not tried, not with the failure of others")
    void initialOnes() {
        TestPool test = pool(settings -> settings.minSize(5));
        test.pool.start().join();
        assertThat(test.events.of(Type.INITIAL_CREATION_FAILED))
                .extracting(PoolEvent::words)
                .containsExactly(
                        "password authentication failed",
                        "password authentication failed",
                        "password authentication failed",
                        "not tried: waiting after a rejected password, next attempt in 31 s",
                        "not tried: waiting after a rejected password, next attempt in 31 s");
    }

    @Test
    @DisplayName("stateReason and stateDetail report the same failure: no trace of the password once the login works")
    void oneRecord() {
        TestPool test = pool(settings -> settings.minSize(1));
        test.pool.start().join();
        test.advance(Duration.ofSeconds(2));
        assertThat(test.pool.stats().stateDetail()).startsWith("PASSWORD_REJECTED by the server, 3 attempts");

        hasBadRole = true;
        test.advance(Duration.ofSeconds(40));

        assertThat(test.pool.stats().stateReason()).isEqualTo(FailureKind.SETUP_FAILED);
        assertThat(test.pool.failureKind()).isEqualTo(FailureKind.SETUP_FAILED);
        assertThat(test.pool.stats().stateDetail())
                .startsWith("connected, but initial-sql failed: role \"gone\" does not exist")
                .doesNotContain("PASSWORD", "cannot connect");
    }

    @Test
    @DisplayName("a set-up that fails is tried after 5, 10, 20, 40 s, then each minute; an operation ends the wait")
    void failedSetup() {
        hasBadRole = true;
        TestPool test = pool(settings -> settings.minSize(2));
        test.pool.start().join();
        test.advance(Duration.ofMinutes(9));
        assertThat(test.store.attempts()).isBetween(12, 18);
        assertThat(test.pool.stats().stateDetail())
                .matches("connected, but initial-sql failed: .*; \\d+ attempts, next in \\d+ s");
        assertThat(test.events.of(Type.INITIALIZED))
                .singleElement()
                .satisfies(event -> assertThat(event.words())
                        .isEqualTo("fewer than the minimum of 2: connected, but initial-sql failed:"
                                + " role \"gone\" does not exist"));

        hasBadRole = false;
        rejected.set(false);
        assertThat(test.pool.reset(false, OperationContext.plain()).created()).isEqualTo(2);
    }

    @Test
    @DisplayName("C2 a success ends it: the next failure waits as briefly as the first")
    void successEndsIt() {
        CreationBackoff backoff = new CreationBackoff(() -> 0.5);
        Exception cause = new Exception("rejected");
        for (int i = 0; i < 5; i++) {
            backoff.failed(cause, FailureKind.PASSWORD_REJECTED, 0, 0);
        }
        assertThat(backoff.isHeldBack(0)).isTrue();
        backoff.succeeded();
        assertThat(backoff.isHeldBack(0)).isFalse();
        assertThat(backoff.failed(cause, FailureKind.PASSWORD_REJECTED, 0, 0)).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    @DisplayName("C2 the tick that forgets a failure to grow does not forget that the password is rejected")
    void notForgotten() {
        CreationBackoff backoff = new CreationBackoff(() -> 0.5);
        for (int i = 0; i < 3; i++) {
            backoff.failed(new Exception("rejected"), FailureKind.PASSWORD_REJECTED, 0, 0);
        }
        backoff.forget(1);
        assertThat(backoff.isHeldBack(1)).isTrue();
        assertThat(backoff.last()).isNotNull();
    }
}
