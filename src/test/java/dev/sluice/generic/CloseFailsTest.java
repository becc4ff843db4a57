package dev.sluice.generic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.pool.Lease;
import dev.sluice.pool.PoolRuntime;
import dev.sluice.testing.FakeStore;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.testing.FakeTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class CloseFailsTest {

    private final Logger logger = Logger.getLogger("dev.sluice.pool.stubborn"); // held, or it may be collected
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            lines.add(line.getLevel() + " " + line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    private final FakeTime time = new FakeTime();
    private final FakeStore store = new FakeStore();
    private final GenericPool<Thing> pool = GenericPool.<Thing>builder("stubborn")
            .factory(store::create)
            .closer(store::close)
            .maxSize(4)
            .maxIdleTime(Duration.ofMinutes(5))
            .leakThreshold(Duration.ofMinutes(10))
            .build(new PoolRuntime(time, time, Runnable::run, () -> 0.5));

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
    }

    @AfterEach
    void stopListening() {
        logger.removeHandler(handler);
    }

    @Test
    @DisplayName("G19 a resource whose close fails counts as closed and is logged, and the others are closed")
    void goesOn() throws Exception {
        List<Lease<Thing>> three = List.of(pool.acquire(), pool.acquire(), pool.acquire());
        three.forEach(Lease::close);
        store.onClose = thing -> {
            if (thing.number == 2) {
                throw new IllegalStateException("stuck");
            }
        };

        time.advance(Duration.ofMinutes(6));

        assertThat(pool.len()).isZero();
        assertThat(store.all()).allMatch(thing -> thing.closes.get() == 1);
        assertThat(pool.stats().closeFailures()).isEqualTo(1);
        assertThat(pool.stats().closed()).isEqualTo(3);
        assertThat(pool.stats().idleClosed()).isEqualTo(3);
        assertThat(lines)
                .singleElement()
                .asString()
                .startsWith("WARN")
                .contains("could not close " + three.get(1).name())
                .contains("stuck")
                .doesNotContain("secret");
        pool.acquire().close();
    }

    @Test
    @DisplayName("G19 a discard and a close of the pool survive a close function that throws")
    void everywhere() throws Exception {
        store.onClose = thing -> {
            throw new IllegalStateException("stuck");
        };
        pool.discard(pool.acquire());
        pool.acquire().close();

        pool.close(Duration.ZERO);

        assertThat(pool.stats().closeFailures()).isEqualTo(2);
        assertThat(pool.len()).isZero();
        assertThat(lines).hasSize(2);
    }

    @Test
    @DisplayName("a lease that is out for too long is logged, too")
    void leak() throws Exception {
        pool.acquire();

        time.advance(Duration.ofMinutes(16));

        assertThat(lines).singleElement().asString().contains("is out for too long");
    }
}
