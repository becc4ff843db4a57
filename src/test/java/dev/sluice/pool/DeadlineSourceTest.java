package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.pool.DeadlineSource.OuterLimit;
import dev.sluice.pool.failure.AcquireTimeout;
import dev.sluice.pool.failure.PoolSaturated;
import dev.sluice.testing.Caller;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.testing.TestPool;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class DeadlineSourceTest {

    private static final AcquireRequest FIVE_SECONDS = AcquireRequest.DEFAULT.withTimeout(Duration.ofSeconds(5));

    private static TestPool full(DeadlineSource source) throws InterruptedException {
        TestPool test = TestPool.started(config -> config.minSize(1).maxSize(1));
        test.acquire();
        test.pool.limitWaits(source);
        return test;
    }

    private static DeadlineSource limit(Duration remaining) {
        return () -> new OuterLimit(remaining, "the remaining time of the transaction");
    }

    @Test
    @DisplayName("a shorter limit from outside ends the wait, and the message names it")
    void shorter() throws Exception {
        TestPool test = full(limit(Duration.ofSeconds(2)));
        Caller<Lease<Thing>> waiting = test.queue(FIVE_SECONDS);
        test.advance(Duration.ofSeconds(2));
        assertThat(waiting.failure())
                .isInstanceOf(AcquireTimeout.class)
                .hasMessageContaining("no lease within 2 s, the remaining time of the transaction (max 1, leased 1");
    }

    @Test
    @DisplayName("a longer limit from outside, or none, leaves the timeout of the request")
    void longer() throws Exception {
        for (DeadlineSource source : new DeadlineSource[] {limit(Duration.ofSeconds(9)), () -> null}) {
            TestPool test = full(source);
            Caller<Lease<Thing>> waiting = test.queue(FIVE_SECONDS);
            test.advance(Duration.ofSeconds(5));
            assertThat(waiting.failure()).hasMessageContaining("no lease within 5 s (max 1");
        }
    }

    @Test
    @DisplayName("a limit that is over refuses the caller of a full pool at once")
    void over() throws Exception {
        TestPool test = full(limit(Duration.ofSeconds(-1)));
        assertThatThrownBy(() -> test.pool.acquire(FIVE_SECONDS))
                .isInstanceOf(PoolSaturated.class)
                .hasMessageContaining("the remaining time of the transaction");
    }

    @Test
    @DisplayName("an acquire that need not wait asks for no limit")
    void free() throws Exception {
        TestPool test = TestPool.started(config -> config.minSize(1).maxSize(1));
        test.pool.limitWaits(() -> {
            throw new AssertionError("no wait, no question");
        });
        test.acquire().close();
    }

    @Test
    @DisplayName("the shortest of several limits holds, with its own words")
    void several() throws Exception {
        TestPool test = full(limit(Duration.ofSeconds(3)));
        test.pool.limitWaits(() -> new OuterLimit(Duration.ofSeconds(1), "the remaining time of the request"));
        test.pool.limitWaits(() -> null);
        Caller<Lease<Thing>> waiting = test.queue(FIVE_SECONDS);
        test.advance(Duration.ofSeconds(1));
        assertThat(waiting.failure()).hasMessageContaining("within 1 s, the remaining time of the request (max 1");
    }

    @Test
    @DisplayName("an early end from outside ends the wait at once with its reason, and later ends reach no later wait")
    void earlyEnd() throws Exception {
        Ends ends = new Ends();
        TestPool test = full(ends);
        Caller<Lease<Thing>> waiting = test.queue(FIVE_SECONDS);
        ends.all.forEach(end -> end.accept("as the transaction was rolled back"));
        assertThat(waiting.failure())
                .isInstanceOf(AcquireTimeout.class)
                .hasMessageContaining("no lease, as the transaction was rolled back (max 1, leased 1");
        assertThat(ends.all).isEmpty();
        assertThat(test.pool.stats().waiting()).isZero();

        Caller<Lease<Thing>> later = test.queue(FIVE_SECONDS);
        test.advance(Duration.ofSeconds(5));
        assertThat(later.failure()).hasMessageContaining("no lease within 5 s (max 1");
    }

    @Test
    @DisplayName("a source that fails ends the acquire, and leaves no registration and no waiter behind")
    void failing() throws Exception {
        Ends ends = new Ends();
        TestPool test = full(ends);
        test.pool.limitWaits(new DeadlineSource() {
            @Override
            public OuterLimit limit() {
                return null;
            }

            @Override
            public Runnable onEarlyEnd(Consumer<String> end) {
                throw new IllegalStateException("no transaction");
            }
        });
        assertThatThrownBy(() -> test.pool.acquire(FIVE_SECONDS)).hasMessage("no transaction");
        assertThat(ends.all).isEmpty();
        assertThat(test.pool.stats().waiting()).isZero();
    }

    /** A source without a limit, whose callers a test can end. */
    private static final class Ends implements DeadlineSource {
        private final List<Consumer<String>> all = new CopyOnWriteArrayList<>();

        @Override
        public OuterLimit limit() {
            return null;
        }

        @Override
        public Runnable onEarlyEnd(Consumer<String> end) {
            all.add(end);
            return () -> all.remove(end);
        }
    }
}
