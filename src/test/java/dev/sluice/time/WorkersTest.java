package dev.sluice.time;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.Await;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class WorkersTest {

    @Test
    @DisplayName("the number of threads never exceeds its maximum, all are daemons, and further work waits")
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

    @Test
    @DisplayName("a thread has the class loader of the creator of the workers, and nothing of the submitting threads")
    void inheritsNothing() throws Exception {
        ClassLoader makers = Thread.currentThread().getContextClassLoader();
        InheritableThreadLocal<String> callers = new InheritableThreadLocal<>();
        ExecutorService workers = Workers.named("worker", 1);
        AtomicReference<ClassLoader> loader = new AtomicReference<>();
        AtomicReference<String> inherited = new AtomicReference<>("not run");
        Thread caller = new Thread(() -> {
            callers.set("of the caller");
            workers.execute(() -> {
                loader.set(Thread.currentThread().getContextClassLoader());
                inherited.set(callers.get());
            });
        });
        caller.setContextClassLoader(ClassLoader.getPlatformClassLoader());
        caller.start();
        caller.join();
        workers.shutdown();

        assertThat(workers.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        assertThat(loader).hasValue(makers);
        assertThat(inherited).hasValue(null);
    }
}
