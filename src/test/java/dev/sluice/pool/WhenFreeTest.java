package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.pool.failure.PoolClosed;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.testing.TestPool;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@DisplayName("A deferred operation")
@Tag("fast")
class WhenFreeTest {

    private final TestPool test =
            TestPool.onThreads(settings -> settings.minSize(0).maxSize(4));
    private final CountDownLatch created = new CountDownLatch(1);
    private final List<String> done = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        created.countDown();
        test.close();
    }

    private Caller<Void> longOperation() throws Exception {
        test.pool.start().join();
        CountDownLatch begun = new CountDownLatch(1);
        test.store.onCreate = attempt -> {
            begun.countDown();
            Await.open(created);
        };
        Caller<Void> operation = Caller.start(() -> {
            test.pool.fill(1);
            return null;
        });
        Await.open(begun);
        return operation;
    }

    private void wish(String kind, Runnable operation) {
        test.pool.whenFree(kind, () -> {
            operation.run();
            done.add(kind);
        });
    }

    @Test
    @DisplayName("runs at once if none runs, on the same thread")
    void atOnce() {
        test.pool.start().join();
        Thread me = Thread.currentThread();
        test.pool.whenFree("fill", () -> {
            assertThat(Thread.currentThread()).isSameAs(me);
            test.pool.fill(2);
        });
        assertThat(test.pool.stats().total()).isEqualTo(2);
    }

    @Test
    @DisplayName("waits for the running one, without delaying any caller; each kind runs once")
    void afterwards() throws Exception {
        Caller<Void> operation = longOperation();
        for (int i = 0; i < 5; i++) {
            wish("fill", () -> test.pool.fill(2));
            wish("reset", () -> test.pool.reset(false));
        }
        assertThat(done).isEmpty();

        created.countDown();
        operation.result();
        Await.until("both are done", () -> done.size() == 2);
        assertThat(done).containsExactly("fill", "reset");
    }

    @Test
    @DisplayName("is dropped with the pool, and its caller is notified")
    void closed() throws Exception {
        Caller<Void> operation = longOperation();
        CountDownLatch refused = new CountDownLatch(1);
        test.pool.whenFree("reset", () -> {
            try {
                test.pool.reset(false);
            } catch (PoolClosed e) {
                refused.countDown();
            }
        });
        Caller<Void> closer = Caller.start(() -> {
            test.pool.close(CloseMode.FORCE, Duration.ZERO);
            return null;
        });
        Await.until("it is closing", () -> test.pool.state() != PoolState.RUNNING);
        created.countDown();
        operation.result();
        closer.result();
        Await.open(refused);
    }
}
