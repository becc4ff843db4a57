package dev.sluice.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.testing.VirtualThreads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 180, unit = TimeUnit.SECONDS)
@Tag("fast")
class GateLockTest {

    private final GateLock lock = new GateLock();

    private Void lockOnce() {
        lock.lock();
        lock.unlock();
        return null;
    }

    private Caller<Void> queued(Caller<Void> caller, int length) {
        Await.until("the thread waits for the lock", () -> lock.getQueueLength() == length);
        return caller;
    }

    @Test
    @DisplayName(
            "a platform thread does not wait for a virtual thread that the lock was left to, and that does not run")
    void notBehindAVirtualThread() throws Exception {
        assumeTrue(VirtualThreads.areThere(), "this JDK has no virtual threads");
        lock.lock();
        Caller<Void> virtual = queued(Caller.startVirtual(this::lockOnce), 1);
        Caller<Void> platform = queued(Caller.start(this::lockOnce), 2);
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger computing = new AtomicInteger();
        List<Caller<Void>> others = new ArrayList<>();
        try {
            int carriers = Integer.getInteger(
                    "jdk.virtualThreadScheduler.parallelism",
                    Runtime.getRuntime().availableProcessors());
            for (int i = 1; i <= carriers; i++) {
                int running = i;
                others.add(Caller.startVirtual(() -> {
                    computing.incrementAndGet();
                    while (!stop.get()) {
                        Thread.onSpinWait();
                    }
                    return null;
                }));
                Await.until("the thread occupies a carrier", () -> computing.get() == running);
            }
            lock.unlock();

            platform.result();

            assertThat(virtual.isDone()).as("the virtual thread has no carrier").isFalse();
        } finally {
            stop.set(true);
        }
        virtual.result();
        for (Caller<Void> other : others) {
            other.result();
        }
    }

    @Test
    @DisplayName("an interrupt does not end the wait for the lock, and is not lost")
    void interrupt() throws Exception {
        lock.lock();
        Caller<Boolean> caller = Caller.start(() -> {
            lockOnce();
            return Thread.interrupted();
        });
        Await.until("the thread waits for the lock", lock::hasQueuedThreads);
        caller.interrupt();
        Await.until("the thread has noticed, and waits again", caller::isWaiting);
        assertThat(caller.isDone()).isFalse();
        lock.unlock();
        assertThat(caller.result()).isTrue();
    }
}
