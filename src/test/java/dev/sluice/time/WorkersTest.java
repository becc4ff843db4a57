package dev.sluice.time;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.Await;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class WorkersTest {

    @Test
    @DisplayName("never more threads than asked for, daemons all, and work beyond them waits")
    void boundsThreads() {
        ExecutorService workers = Workers.named("worker", 2);
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(10);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try {
            for (int i = 0; i < 10; i++) {
                workers.execute(() -> {
                    threads.add(Thread.currentThread());
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    Await.open(go);
                    running.decrementAndGet();
                    done.countDown();
                });
            }
            Await.until("both are busy", () -> running.get() == 2);
            go.countDown();
            Await.open(done);
        } finally {
            workers.shutdownNow();
        }

        assertThat(most).hasValue(2);
        assertThat(threads).hasSize(2).allMatch(Thread::isDaemon);
        assertThat(threads).extracting(Thread::getName).containsExactlyInAnyOrder("worker-1", "worker-2");
    }
}
