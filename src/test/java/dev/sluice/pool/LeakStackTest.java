package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.pool.leak.LeakStacks;
import dev.sluice.pool.leak.LeakSuspect;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.testing.FakeStore;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.testing.FakeTime;
import dev.sluice.testing.TestPool;
import dev.sluice.testing.VirtualThreads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The stack traces of leaks, and their cost for acquires. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class LeakStackTest {

    private static final Duration TOO_LONG = Duration.ofSeconds(40);

    private final List<@Nullable Throwable> told = new ArrayList<>();

    private TestPool start(UnaryOperator<PoolConfig.Builder> settings) {
        TestPool test = TestPool.started(
                config -> settings.apply(config.minSize(1).maxSize(50).maxLifetime(Duration.ZERO)));
        test.pool.addListener(new PoolListener() {
            @Override
            public void on(PoolEvent event) {}

            @Override
            public void onLeak(PoolEvent event, @Nullable Throwable stack) {
                told.add(stack);
            }
        });
        return test;
    }

    private static Lease<Thing> leakSomething(TestPool test) throws Exception {
        return test.acquire();
    }

    /** Leaks one, and has that told. */
    private void leak(TestPool test) throws Exception {
        int before = told.size();
        leakSomething(test);
        test.advance(TOO_LONG);
        assertThat(told).hasSize(before + 1);
    }

    private @Nullable Throwable last() {
        return told.get(told.size() - 1);
    }

    private boolean isLastOfAcquire() {
        Throwable last = last();
        return last != null && String.valueOf(last.getMessage()).startsWith("acquired here");
    }

    @Test
    @DisplayName("X15 by default no acquire captures anything before the first leak: a flag is read, nothing else")
    void freeAtFirst() throws Exception {
        FakeTime time = new FakeTime(); // and no listener that wants to hear of leases: as an application has it
        ManagedPool<Thing> pool = new ManagedPool<>(
                "orders",
                PoolConfig.builder().build(),
                new FakeStore(),
                new PoolRuntime(time, time, Runnable::run, () -> 0.5));
        pool.start().join();
        for (int i = 0; i < 100; i++) {
            Lease<Thing> lease = pool.acquire();
            assertThat(lease.slot().acquiredAt(lease.number())).isNull();
            lease.close();
            time.advance(Duration.ofSeconds(1));
        }
        Lease<Thing> leaked = pool.acquire();
        time.advance(TOO_LONG);
        assertThat(pool.leaks(true).get(0).acquireStack()).isEmpty();

        Lease<Thing> next = pool.acquire();
        assertThat(next.slot().acquiredAt(next.number())).as("after it they do").isNotNull();
        assertThat(leaked.slot().acquiredAt(leaked.number())).isNull();
    }

    @Test
    @DisplayName("X15 the first leak of a pool reports the present stack of its holder, and names it as such")
    void firstLeak() throws Exception {
        TestPool test = start(settings -> settings);
        CountDownLatch end = new CountDownLatch(1);
        Caller<Object> worker = Caller.start("worker", () -> {
            leakSomething(test);
            slowReport(end);
            return null;
        });
        Await.until("it works", () -> test.inUse() == 1 && worker.isWaiting());

        test.advance(TOO_LONG);

        assertThat(last()).hasMessage("here is thread worker now; where it acquired was not captured");
        assertThat(last().getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals("slowReport"));
        LeakSuspect suspect = test.pool.leaks(true).get(0);
        assertThat(suspect.acquireStack()).isEmpty();
        assertThat(suspect.currentStack()).anyMatch(frame -> frame.contains("slowReport"));
        assertThat(test.pool.leaks(false).get(0).currentStack()).isEmpty();
        end.countDown();
        worker.result();
    }

    private static void slowReport(CountDownLatch end) {
        Await.open(end);
    }

    @Test
    @DisplayName("X15 the second leak has the stack of its acquire, from the caller of the pool on")
    void secondLeak() throws Exception {
        TestPool test = start(settings -> settings);
        leak(test);

        leak(test);

        assertThat(last())
                .hasMessage("acquired here, by thread " + Thread.currentThread().getName());
        assertThat(last().getStackTrace()[0].getClassName()).isEqualTo(TestPool.class.getName());
        assertThat(last().getStackTrace()[1].getMethodName()).isEqualTo("leakSomething");
        LeakSuspect suspect = test.pool.leaks(true).get(1);
        assertThat(suspect.acquireStack().get(1)).contains("LeakStackTest.leakSomething");
        assertThat(test.pool.leaks(false).get(1).acquireStack())
                .as("not asked for")
                .isEmpty();
    }

    @Test
    @DisplayName("X15 a leak whose caller had to wait has its stack, too")
    void afterWait() throws Exception {
        TestPool test = start(settings -> settings.maxSize(1).leakStacks(LeakStacks.ALL));
        Lease<Thing> first = test.acquire();
        Caller<Lease<Thing>> waiter = test.queue(AcquireRequest.DEFAULT.withTimeout(AcquireRequest.FOREVER));
        first.close();
        waiter.result();

        test.advance(TOO_LONG);

        assertThat(isLastOfAcquire()).isTrue();
        assertThat(last().getStackTrace()[0].getMethodName()).contains("queue");
    }

    @Test
    @DisplayName("X15 a holder that has ended has no stack; the leak is reported")
    void endedHolder() throws Exception {
        TestPool test = start(settings -> settings);
        Thread holder = new Thread(() -> {
            try {
                leakSomething(test);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        holder.start();
        holder.join();

        test.advance(TOO_LONG);

        assertThat(told).containsExactly((Throwable) null);
        assertThat(test.pool.leaks(true).get(0).currentStack()).isEmpty();
    }

    @Test
    @DisplayName("an hour after a leak that had none, acquires cost nothing again; the next leak begins another hour")
    void anHour() throws Exception {
        TestPool test = start(settings -> settings);
        leak(test);
        assertThat(capturesNow(test)).isTrue();
        test.advance(Duration.ofMinutes(59));
        assertThat(capturesNow(test)).isTrue();

        test.advance(Duration.ofMinutes(2));
        assertThat(capturesNow(test)).isFalse();

        leak(test);
        assertThat(isLastOfAcquire()).isFalse();
        assertThat(capturesNow(test)).isTrue();
    }

    @Test
    @DisplayName("ten leaks with a stack are enough: the rest of the hour acquires cost nothing")
    void enough() throws Exception {
        TestPool test = start(settings -> settings);
        leak(test);
        for (int i = 0; i < StackCapture.ENOUGH; i++) {
            assertThat(capturesNow(test)).isTrue();
            leak(test);
            assertThat(isLastOfAcquire()).isTrue();
        }
        assertThat(capturesNow(test)).isFalse();

        leak(test);
        assertThat(capturesNow(test)).as("one without does not begin anew").isFalse();
        test.advance(Duration.ofHours(1));
        leak(test);
        assertThat(capturesNow(test)).isTrue();
    }

    private static boolean capturesNow(TestPool test) throws Exception {
        try (Lease<Thing> lease = test.acquire()) {
            return lease.slot().acquiredAt(lease.number()) != null;
        }
    }

    @Test
    @DisplayName("'all' captures from the first acquire on")
    void all() throws Exception {
        TestPool test = start(settings -> settings.leakStacks(LeakStacks.ALL));

        leak(test);

        assertThat(isLastOfAcquire()).isTrue();
    }

    @Test
    @DisplayName("'off' never captures, and reports no stacks with a leak; a request for the list has the current one")
    void off() throws Exception {
        TestPool test = start(settings -> settings.leakStacks(LeakStacks.OFF));
        leak(test);

        leak(test);

        assertThat(told).containsExactly(null, null);
        assertThat(capturesNow(test)).isFalse();
        assertThat(test.pool.leaks(true)).allSatisfy(suspect -> {
            assertThat(suspect.acquireStack()).isEmpty();
            assertThat(suspect.currentStack()).isNotEmpty();
        });
    }

    @Test
    @DisplayName("the setting can be changed while the pool serves")
    void changed() throws Exception {
        TestPool test = start(settings -> settings);
        test.pool.reconfigure(settings -> settings.leakStacks(LeakStacks.ALL));
        assertThat(capturesNow(test)).isTrue();
        test.pool.reconfigure(settings -> settings.leakStacks(LeakStacks.OFF));
        assertThat(capturesNow(test)).isFalse();
    }

    @Test
    @DisplayName("a deep stack is reported with 64 frames")
    void bounded() throws Exception {
        TestPool test = start(settings -> settings.leakStacks(LeakStacks.ALL));
        deep(200, test);

        test.advance(TOO_LONG);

        assertThat(last().getStackTrace()).hasSize(64);
        assertThat(test.pool.leaks(true).get(0).acquireStack()).hasSize(64);
    }

    private static void deep(int depth, TestPool test) throws Exception {
        if (depth > 0) {
            deep(depth - 1, test);
        } else {
            leakSomething(test);
        }
    }

    @Test
    @DisplayName("a stack is not kept for long after its lease: it keeps classes from being unloaded")
    void forgotten() throws Exception {
        TestPool test = start(settings -> settings.leakStacks(LeakStacks.ALL));
        Lease<Thing> lease = test.acquire();
        lease.close();
        assertThat(lease.slot().acquiredAt(lease.number())).isNotNull();

        test.advance(Duration.ofSeconds(30));

        assertThat(lease.slot().acquiredAt(lease.number())).isNull();
    }

    @Test
    @DisplayName("X15 a virtual thread without a name is reported by its number")
    void virtualThread() throws Exception {
        assumeTrue(VirtualThreads.areThere());
        TestPool test = start(settings -> settings);
        Caller<Long> virtual = Caller.startVirtual(() -> {
            leakSomething(test);
            return Thread.currentThread().getId();
        });
        long id = virtual.result();

        test.advance(TOO_LONG);

        LeakSuspect suspect = test.pool.leaks(true).get(0);
        assertThat(suspect.virtual()).isTrue();
        assertThat(suspect.thread()).isEqualTo("#" + id + " (virtual)");
        assertThat(test.events.of(PoolEvent.Type.LEAK).get(0).words()).endsWith(suspect.thread());
        assertThat(test.pool.stats().connections().get(0).holder()).isEqualTo(suspect.thread());
    }
}
