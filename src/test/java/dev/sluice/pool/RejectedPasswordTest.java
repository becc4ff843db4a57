package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.control.PoolManager;
import dev.sluice.control.Readiness;
import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.pool.store.FailureKind;
import dev.sluice.testing.TestPool;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RejectedPasswordTest {

    private final AtomicBoolean rejected = new AtomicBoolean(true);

    private TestPool pool(UnaryOperator<PoolConfig.Builder> settings) {
        TestPool test = TestPool.onFakeTime(settings);
        test.store.kinds = failure -> FailureKind.PASSWORD_REJECTED;
        test.store.onCreate = attempt -> {
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
    @DisplayName("C2 statistics, readiness and events say PASSWORD_REJECTED, and point to rotate-credentials")
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
    @DisplayName("C2 an operator's fill of a pool that is held back tries once, not once for each connection")
    void orders() {
        TestPool test = pool(settings -> settings.minSize(1).maxSize(20));
        test.pool.start().join();
        test.advance(Duration.ofSeconds(2));
        int before = test.store.attempts();

        assertThat(test.pool.fill(20).created()).isZero();
        assertThat(test.store.attempts() - before).isEqualTo(1);

        rejected.set(false);
        test.advance(Duration.ofSeconds(6));
        assertThat(test.pool.fill(20).created()).isEqualTo(20);
        assertThat(test.pool.stats().stateReason()).isNull();
    }

    @Test
    @DisplayName("C2 a success ends it: the next failure waits as briefly as the first")
    void successEndsIt() {
        Backoff backoff = new Backoff(() -> 0.5);
        Exception cause = new Exception("rejected");
        for (int i = 0; i < 5; i++) {
            backoff.failed(cause, true, 0, 0);
        }
        assertThat(backoff.isHeldBack(0)).isTrue();
        backoff.succeeded();
        assertThat(backoff.isHeldBack(0)).isFalse();
        assertThat(backoff.failed(cause, true, 0, 0)).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    @DisplayName("C2 the tick that forgets a failure to grow does not forget that the password is rejected")
    void notForgotten() {
        Backoff backoff = new Backoff(() -> 0.5);
        for (int i = 0; i < 3; i++) {
            backoff.failed(new Exception("rejected"), true, 0, 0);
        }
        backoff.forget(1);
        assertThat(backoff.isHeldBack(1)).isTrue();
        assertThat(backoff.last()).isNotNull();
    }
}
