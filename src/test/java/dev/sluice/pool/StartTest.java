package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.testing.Await;
import dev.sluice.testing.TestPool;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("fast")
class StartTest {

    @Test
    @DisplayName("M02 a pool of defaults starts with 10 of at most 20, named conn_1 to conn_10 and their nanoseconds")
    void defaults() {
        TestPool test = TestPool.started(UnaryOperator.identity());

        PoolStats stats = test.pool.stats();
        assertThat(stats.total()).isEqualTo(10);
        assertThat(stats.available()).isEqualTo(10);
        assertThat(stats.inUse()).isZero();
        assertThat(stats.minConnections()).isEqualTo(10);
        assertThat(stats.maxConnections()).isEqualTo(20);
        assertThat(stats.state()).isEqualTo(PoolState.RUNNING);
        assertThat(test.names()).allMatch(name -> name.matches("conn_\\d+_\\d{19}"));
        assertThat(test.indexes())
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 10).boxed().toList());
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    @DisplayName("M02 the numbers grow strictly in the pool's order, though several workers create at once")
    void numbersInOrder() {
        try (TestPool test = TestPool.startedOnThreads(settings -> settings.minSize(20))) {
            assertThat(test.indexes())
                    .containsExactlyElementsOf(
                            IntStream.rangeClosed(1, 20).boxed().toList());
        }
    }

    @Test
    @DisplayName("M01 the start is reported once, with the number of its resources")
    void tellsOnce() {
        TestPool test = TestPool.started(UnaryOperator.identity());

        assertThat(test.events.of(Type.INITIALIZED)).singleElement().satisfies(event -> {
            assertThat(event.count()).isEqualTo(10);
            assertThat(event.pool()).isEqualTo("orders");
        });
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    @DisplayName("a pool serves before its start has ended")
    void servesWhileStarting() throws Exception {
        TestPool test = TestPool.onThreads(settings -> settings.minSize(2).maxSize(2));
        CountDownLatch slow = new CountDownLatch(1);
        test.store.onCreate = attempt -> {
            if (attempt == 2) {
                Await.open(slow);
            }
        };

        var started = test.pool.start();
        try (test;
                Lease<?> lease = test.acquire()) {
            assertThat(lease.resource()).isNotNull();
            assertThat(started).isNotDone();
            assertThat(test.pool.state()).isEqualTo(PoolState.STARTING);
            slow.countDown();
            started.join();
            assertThat(test.pool.state()).isEqualTo(PoolState.RUNNING);
        }
    }

    @Test
    @DisplayName(
            "M24 three failures of ten leave seven, each is reported with its number, and the others follow without an operator")
    void failuresAtStart() {
        TestPool test = TestPool.onFakeTime(UnaryOperator.identity());
        test.store.onCreate = attempt -> {
            if (attempt == 2 || attempt == 5 || attempt == 8) {
                throw new IllegalStateException("refused " + attempt);
            }
        };

        test.pool.start().join();

        assertThat(test.total()).isEqualTo(7);
        assertThat(test.pool.state()).isEqualTo(PoolState.RUNNING);
        assertThat(test.events.of(Type.INITIAL_CREATION_FAILED))
                .extracting(PoolEvent::count)
                .containsExactly(2L, 5L, 8L);
        assertThat(test.events.of(Type.INITIAL_CREATION_FAILED))
                .extracting(PoolEvent::words)
                .containsExactly("refused 2", "refused 5", "refused 8");
        assertThat(test.events.of(Type.CREATION_FAILED)).as("told once").isEmpty();

        test.advance(Duration.ofSeconds(10));
        assertThat(test.total()).isEqualTo(10);
    }

    @Test
    @DisplayName("M24 an Error while creating is a failure like any other: start ends, and it is tried again")
    void errorAtStart() {
        TestPool test = TestPool.onFakeTime(settings -> settings.minSize(1));
        test.store.onCreate = attempt -> {
            if (attempt == 1) {
                throw new NoClassDefFoundError("a driver's dependency");
            }
        };

        test.pool.start().join();

        assertThat(test.total()).isZero();
        assertThat(test.store.attempts()).as("no attempt without a pause").isEqualTo(1);
        test.advance(Duration.ofSeconds(1));
        assertThat(test.total()).isEqualTo(1);
    }

    @Test
    @DisplayName("a pool without a minimum starts empty and creates on demand")
    void noMinimum() throws Exception {
        TestPool test = TestPool.started(settings -> settings.minSize(0).maxSize(1));

        assertThat(test.total()).isZero();
        assertThat(test.pool.state()).isEqualTo(PoolState.RUNNING);
        test.acquire().close();
        assertThat(test.total()).isEqualTo(1);
    }

    @Test
    @DisplayName("M26 a closed pool cannot be started again: nothing is created")
    void startAfterClose() {
        TestPool test = TestPool.onFakeTime(UnaryOperator.identity());
        test.pool.close();

        test.pool.start().join();

        assertThat(test.store.attempts()).isZero();
        assertThat(test.pool.state()).isEqualTo(PoolState.STOPPED);
        assertThat(test.events.of(Type.INITIALIZED)).isEmpty();
    }
}
