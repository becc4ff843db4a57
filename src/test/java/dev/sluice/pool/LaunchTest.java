package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.pool.failure.PoolClosed;
import dev.sluice.pool.operation.OperationContext;
import dev.sluice.pool.operation.OperationContext.Follower;
import dev.sluice.pool.operation.OperationReport;
import dev.sluice.testing.TestPool;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("A pool that is started as an operation")
@Timeout(60)
@Tag("fast")
class LaunchTest {

    private static OperationReport launch(TestPool test) {
        return test.pool.launch(OperationContext.plain());
    }

    @Test
    @DisplayName("has its minimum, and maintains itself")
    void minimum() {
        TestPool test = TestPool.onFakeTime(settings -> settings.minSize(3).maxSize(5));
        OperationReport report = launch(test);
        assertThat(report.operation()).isEqualTo("create-pool");
        assertThat(report.complete()).isTrue();
        assertThat(report.wanted()).isEqualTo(3);
        assertThat(report.created()).isEqualTo(3);
        assertThat(test.pool.state()).isEqualTo(PoolState.RUNNING);
        assertThat(test.total()).isEqualTo(3);
        test.advance(Duration.ofMinutes(40)); // past every lifetime
        test.advance(Duration.ofSeconds(10));
        assertThat(test.indexes()).doesNotContain(1, 2, 3);
    }

    @Test
    @DisplayName("tries one connection even if its minimum is zero")
    void tries() {
        TestPool test = TestPool.onFakeTime(settings -> settings.minSize(0));
        assertThat(launch(test).created()).isEqualTo(1);
    }

    @Test
    @DisplayName("is not started if it cannot have a single one, and then tries no others")
    void none() {
        TestPool test = TestPool.onFakeTime(settings -> settings.minSize(3));
        test.store.onCreate = attempt -> {
            throw new IllegalStateException("refused");
        };
        OperationReport report = launch(test);
        assertThat(report.complete()).isFalse();
        assertThat(report.created()).isZero();
        assertThat(report.message()).startsWith("refused");
        assertThat(test.store.attempts()).isEqualTo(1);
        assertThat(test.pool.state()).isEqualTo(PoolState.STARTING);
    }

    @Test
    @DisplayName("serves with its connections if further connections cannot be created, and tries again to create them")
    void some() {
        TestPool test = TestPool.onFakeTime(settings -> settings.minSize(3));
        test.store.onCreate = attempt -> {
            if (attempt > 2) {
                throw new IllegalStateException("too many connections");
            }
        };
        OperationReport report = launch(test);
        assertThat(report.complete()).isTrue();
        assertThat(report.created()).isEqualTo(2);
        assertThat(report.message()).isEqualTo("created 2 of 3; the others are tried again: too many connections");
        assertThat(test.pool.state()).isEqualTo(PoolState.RUNNING);
        assertThat(test.store.attempts()).as("no other before its time").isEqualTo(3);
        test.store.onCreate = attempt -> {};
        test.advance(Duration.ofSeconds(1));
        assertThat(test.total()).isEqualTo(3);
    }

    @Test
    @DisplayName("only reports its effect in a dry run")
    void dry() {
        TestPool test = TestPool.onFakeTime(settings -> settings.minSize(3));
        OperationReport report = test.pool.launch(new OperationContext("op", true, null, Follower.NONE));
        assertThat(report.wanted()).isEqualTo(3);
        assertThat(report.dryRun()).isTrue();
        assertThat(test.store.attempts()).isZero();
    }

    @Test
    @DisplayName("stops when it is cancelled, and is not started then")
    void cancelled() {
        OperationContext context = new OperationContext("op", false, null, Follower.NONE);
        TestPool test = TestPool.onFakeTime(settings -> settings.minSize(3));
        test.store.onCreate = attempt -> context.cancel();
        OperationReport report = test.pool.launch(context);
        assertThat(report.complete()).isFalse();
        assertThat(test.pool.state()).isEqualTo(PoolState.STARTING);
    }

    @Test
    @DisplayName("is refused after it was closed")
    void closed() {
        TestPool test = TestPool.onFakeTime(settings -> settings);
        test.pool.close();
        assertThatThrownBy(() -> launch(test)).isInstanceOf(PoolClosed.class);
    }
}
