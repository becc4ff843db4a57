package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("fast")
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class CoalescedActionTest {

    private final AtomicInteger runs = new AtomicInteger();

    @Test
    @DisplayName("a call runs the action once, on the calling thread")
    void runs() {
        AtomicReference<Thread> runner = new AtomicReference<>();
        CoalescedAction action = new CoalescedAction(() -> {
            runs.incrementAndGet();
            runner.set(Thread.currentThread());
        });

        action.run();
        action.run();

        assertThat(runs).hasValue(2);
        assertThat(runner).hasValue(Thread.currentThread());
    }

    @Test
    @DisplayName("all calls during a run together make it run once more, and return at once")
    void runsOnceMore() {
        AtomicReference<CoalescedAction> itself = new AtomicReference<>();
        CoalescedAction action = new CoalescedAction(() -> {
            if (runs.incrementAndGet() == 1) {
                itself.get().run();
                itself.get().run();
                itself.get().run();
                assertThat(runs).as("not within the first run").hasValue(1);
            }
        });
        itself.set(action);

        action.run();

        assertThat(runs).hasValue(2);
    }

    @Test
    @DisplayName("a call that another thread makes during a run is followed by a run of the running thread")
    void followsCallsOfOthers() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch called = new CountDownLatch(1);
        List<Thread> runners = new ArrayList<>(); // by one thread at a time
        CoalescedAction action = new CoalescedAction(() -> {
            runners.add(Thread.currentThread());
            inside.countDown();
            awaitUninterrupted(called);
        });
        Thread runner = new Thread(action::run);
        runner.start();
        inside.await();

        action.run(); // returns, although the first run has not ended

        called.countDown();
        runner.join();
        assertThat(runners).containsExactly(runner, runner);
    }

    @Test
    @DisplayName("an action that fails is run again by the next call")
    void survivesFailures() {
        CoalescedAction action = new CoalescedAction(() -> {
            if (runs.incrementAndGet() == 1) {
                throw new IllegalStateException("the first run fails");
            }
        });

        assertThatThrownBy(action::run).isInstanceOf(IllegalStateException.class);
        action.run();

        assertThat(runs).hasValue(2);
    }

    @Test
    @DisplayName("a run begins after each change that a thread made before its call")
    void losesNoCall() throws Exception {
        int threads = 4;
        int calls = 10_000;
        AtomicInteger changes = new AtomicInteger();
        AtomicInteger seen = new AtomicInteger();
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger together = new AtomicInteger();
        CoalescedAction action = new CoalescedAction(() -> {
            together.accumulateAndGet(inside.incrementAndGet(), Math::max);
            seen.set(changes.get());
            inside.decrementAndGet();
        });
        List<Thread> all = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Thread thread = new Thread(() -> {
                for (int j = 0; j < calls; j++) {
                    changes.incrementAndGet();
                    action.run();
                }
            });
            all.add(thread);
            thread.start();
        }
        for (Thread thread : all) {
            thread.join();
        }

        assertThat(seen).hasValue(threads * calls);
        assertThat(together).as("threads at a time").hasValue(1);
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
