package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.pool.failure.AcquireTimeout;
import dev.sluice.pool.failure.PoolClosed;
import dev.sluice.pool.operation.Selector;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.time.ThreadTimer;
import dev.sluice.time.Ticker;
import dev.sluice.time.Timer;
import dev.sluice.time.Workers;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The contract of every kind of pool, C1 to C7, for any resource: on real threads, with a store whose resources fail as
 * the test requires. A kind of pool without idle resources can show a case in its own way.
 *
 * @param <R> what a caller has while it has a lease
 */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
public abstract class PoolContract<R> {

    /** A step of a store that a test can replace by one that blocks or fails. */
    @FunctionalInterface
    public interface Step {
        void run() throws Exception;
    }

    /** The behaviour of the resources. */
    public static final class Faults {
        /** Before each creation. */
        public volatile Step onCreate = () -> {};

        /** In each validation; what it throws is an answer of no. */
        public volatile Step onValidate = () -> {};

        /** In each close. */
        public volatile Step onClose = () -> {};
    }

    /** Of a caller that waits as long as it takes. */
    protected static final AcquireRequest PATIENT = AcquireRequest.DEFAULT.withTimeout(Duration.ofSeconds(60));

    private static final int ROUNDS = 400;

    /** The behaviour of the pool's resources, which a test sets. */
    protected final Faults faults = new Faults();

    private final ExecutorService workers = Workers.named("contract-worker", 6);
    private final Timer timer = new ThreadTimer("contract-timer", failure -> {
        throw new AssertionError(failure);
    });
    private final Random random = new Random(7);
    private ManagedPool<?> pool;

    /** Makes a pool whose resources behave as {@link #faults} says. It is not started. */
    public abstract ManagedPool<?> make(PoolConfig config, PoolRuntime runtime);

    /** Acquires from the pool that was made, and throws what the pool throws. */
    public abstract R acquire(AcquireRequest request) throws Exception;

    /** Gives back. */
    public abstract void release(R resource) throws Exception;

    /** Gives back what turned out to be broken. */
    public abstract void discard(R resource) throws Exception;

    /** Resources that exist now, those being created included. */
    public abstract int alive();

    /** The most that ever existed at once. */
    public abstract int mostAlive();

    /** For each resource that was ever created, how often it was closed. */
    public abstract List<Integer> closes();

    /** Makes a pool with these settings, and starts it. */
    protected final void open(UnaryOperator<PoolConfig.Builder> settings) {
        PoolConfig config = settings.apply(PoolConfig.builder().minSize(0).shortestWait(Duration.ZERO))
                .build();
        pool = make(config, new PoolRuntime(Ticker.system(), timer, workers, () -> 0.5));
        pool.start().join();
    }

    @AfterEach
    void close() {
        if (pool != null) {
            pool.close(CloseMode.FORCE, Duration.ZERO);
        }
        timer.close();
        workers.shutdownNow();
    }

    private void inAndOut() throws Exception {
        release(acquire(PATIENT));
    }

    /** A caller that waits at the gate. */
    protected final Caller<R> queue() {
        int before = pool.stats().waiting();
        Caller<R> caller = Caller.start(() -> acquire(PATIENT));
        Await.until("a caller waits", () -> pool.stats().waiting() > before || caller.isDone());
        return caller;
    }

    /** Nothing is on its way, and what was counted agrees. */
    protected final void assertSettled() {
        Await.until("all is settled", () -> {
            PoolStats stats = pool.stats();
            return stats.inUse() == 0 && stats.creating() == 0 && stats.closing() == 0 && stats.waiting() == 0;
        });
        PoolStats.Counters counters = pool.stats().counters();
        assertThat(counters.acquired()).isEqualTo(counters.released());
        assertThat(pool.stats().total()).isEqualTo(alive());
    }

    @Test
    @DisplayName("C1 the number of resources never exceeds the maximum, with resources in creation and closing")
    void neverMoreThanMax() throws Exception {
        open(settings -> settings.maxSize(4));
        List<Caller<Void>> callers = Caller.startTogether(16, () -> {
            for (int i = 0; i < 100; i++) {
                R resource = acquire(PATIENT);
                if (i % 5 == 0) {
                    discard(resource);
                } else {
                    release(resource);
                }
            }
            return null;
        });
        for (int i = 0; i < 10; i++) {
            pool.reset(false);
            pool.fill(4);
            pool.renew();
        }
        for (Caller<Void> caller : callers) {
            caller.result();
        }

        assertSettled();
        assertThat(mostAlive()).isLessThanOrEqualTo(4);
    }

    @Test
    @DisplayName("C2 no wake-up is lost: a single resource is passed among four callers, a thousand times")
    void noLostWakeUp() throws Exception {
        open(settings -> settings.maxSize(1));
        AtomicInteger owners = new AtomicInteger();
        List<Caller<Void>> callers = Caller.startTogether(4, () -> {
            for (int i = 0; i < ROUNDS / 4; i++) {
                R resource = acquire(PATIENT);
                assertThat(owners.incrementAndGet()).as("owners").isEqualTo(1);
                owners.decrementAndGet();
                release(resource);
            }
            return null;
        });
        for (Caller<Void> caller : callers) {
            caller.result();
        }
        assertSettled();
    }

    @Test
    @DisplayName("C2 no demand is lost: a waiter is served, although each resource breaks in its first use")
    void noLostDemand() throws Exception {
        open(settings -> settings.maxSize(2));
        List<Caller<Void>> callers = Caller.startTogether(4, () -> {
            for (int i = 0; i < ROUNDS / 10; i++) {
                discard(acquire(PATIENT));
            }
            return null;
        });
        for (Caller<Void> caller : callers) {
            caller.result();
        }
        assertSettled();
    }

    @Test
    @DisplayName("M10 C3 a hand-off that races with a timeout loses nothing, in 400 rounds")
    void handOffAgainstTimeout() throws Exception {
        open(settings -> settings.minSize(1).maxSize(1));
        int timeouts = 0;
        for (int round = 0; round < ROUNDS; round++) {
            R held = acquire(PATIENT);
            // most rounds race; in one of ten the timeout certainly comes first, in another one the release
            boolean timeoutFirst = round % 10 == 0;
            boolean releaseFirst = round % 10 == 1;
            Duration timeout = Duration.ofNanos(random.nextInt(300_000));
            AcquireRequest hasty = releaseFirst ? PATIENT : PATIENT.withTimeout(timeout);
            Caller<Boolean> waiter = Caller.start(() -> {
                try {
                    release(acquire(hasty));
                    return true;
                } catch (AcquireTimeout e) {
                    return false;
                }
            });
            spin(random.nextInt(20_000));
            if (timeoutFirst) {
                waiter.result();
            }
            release(held);
            timeouts += waiter.result() ? 0 : 1;
            assertOneIdle(round);
        }
        assertThat(timeouts).as("each way was taken").isBetween(1, ROUNDS - 1);
    }

    @Test
    @DisplayName("M10 C3 a hand-off that races with an interrupt loses nothing, in 400 rounds")
    void handOffAgainstInterrupt() throws Exception {
        open(settings -> settings.minSize(1).maxSize(1));
        for (int round = 0; round < ROUNDS; round++) {
            R held = acquire(PATIENT);
            Caller<Boolean> waiter = Caller.start(() -> {
                try {
                    R resource = acquire(PATIENT);
                    Thread.interrupted(); // it came after the hand-off: the caller has its resource
                    release(resource);
                    return true;
                } catch (InterruptedException e) {
                    return false;
                }
            });
            spin(random.nextInt(20_000));
            waiter.interrupt();
            spin(random.nextInt(2000));
            release(held);
            waiter.result();
            assertOneIdle(round);
        }
    }

    /** The only resource is there for the next caller. */
    protected void assertOneIdle(int round) {
        PoolStats stats = pool.stats();
        assertThat(stats.available()).as("idle in round %d", round).isEqualTo(1);
        assertThat(stats.inUse()).isZero();
        assertThat(stats.waiting()).isZero();
    }

    private static void spin(int turns) {
        for (int i = 0; i < turns; i++) {
            Thread.onSpinWait();
        }
    }

    /** While another thread is stuck in foreign code, everybody else goes on. */
    protected final void assertOthersGoOn() throws Exception {
        Caller<Void> others = Caller.start(() -> {
            inAndOut();
            pool.stats();
            pool.recentEvents(10);
            pool.reconfigure(settings -> settings.leakThreshold(Duration.ofMinutes(1)));
            return null;
        });
        others.result();
    }

    @Test
    @DisplayName("C4 while a creation hangs, other threads acquire, release, read and reconfigure")
    protected void creationHangs() throws Exception {
        open(settings -> settings.minSize(1).maxSize(2));
        CountDownLatch hang = new CountDownLatch(1);
        AtomicInteger creations = new AtomicInteger();
        faults.onCreate = () -> {
            creations.incrementAndGet();
            Await.open(hang);
        };
        R held = acquire(PATIENT);
        Caller<R> waiter = queue();
        Await.until("a creation hangs", () -> creations.get() == 1);
        release(held);
        release(waiter.result()); // by the release, as that comes first

        assertOthersGoOn();
        hang.countDown();
        assertSettled();
    }

    @Test
    @DisplayName("C4 while a validation hangs, other threads acquire, release, read and reconfigure")
    protected void validationHangs() throws Exception {
        open(settings -> settings.minSize(1).maxSize(2).validationTimeout(Duration.ofMinutes(5)));
        CountDownLatch hang = new CountDownLatch(1);
        AtomicInteger validations = new AtomicInteger();
        faults.onValidate = () -> {
            validations.incrementAndGet();
            Await.open(hang);
        };
        pool.suspectIdle();
        Await.until("a validation hangs", () -> validations.get() == 1);

        assertOthersGoOn();
        hang.countDown();
        assertSettled();
    }

    @Test
    @DisplayName("C4 while a close hangs, other threads acquire, release, read and reconfigure")
    void closeHangs() throws Exception {
        open(settings -> settings.minSize(2).maxSize(3));
        CountDownLatch hang = new CountDownLatch(1);
        AtomicInteger closing = new AtomicInteger();
        faults.onClose = () -> {
            closing.incrementAndGet();
            Await.open(hang);
        };
        R first = acquire(PATIENT);
        discard(first);
        Await.until("a close hangs", () -> closing.get() == 1);

        faults.onClose = () -> {};
        assertOthersGoOn();
        hang.countDown();
        assertSettled();
    }

    @Test
    @DisplayName("C4 while a listener hangs, other threads acquire, release, read and reconfigure")
    void listenerHangs() throws Exception {
        open(settings -> settings.minSize(2).maxSize(2));
        CountDownLatch hang = new CountDownLatch(1);
        CountDownLatch stuck = new CountDownLatch(1);
        AtomicBoolean first = new AtomicBoolean(true);
        pool.addListener(event -> {
            if (first.getAndSet(false)) {
                stuck.countDown();
                Await.open(hang);
            }
        });
        Caller<Void> victim = Caller.start(() -> {
            inAndOut();
            return null;
        });
        Await.open(stuck);

        assertOthersGoOn();
        hang.countDown();
        victim.result();
        assertSettled();
    }

    @Test
    @DisplayName("C5 each resource is closed exactly once, for each kind of end")
    void closedOnce() throws Exception {
        open(settings -> settings.minSize(2).maxSize(4));
        List<Caller<Void>> callers = Caller.startTogether(8, () -> {
            for (int i = 0; i < 60; i++) {
                R resource = acquire(PATIENT);
                if (i % 3 == 0) {
                    discard(resource);
                } else {
                    release(resource);
                }
            }
            return null;
        });
        for (int i = 0; i < 5; i++) {
            pool.reset(false);
            pool.expire(new Selector(Duration.ZERO, null, null));
            pool.renew();
            int max = i % 2 == 0 ? 2 : 4;
            pool.reconfigure(settings -> settings.maxSize(max));
        }
        for (Caller<Void> caller : callers) {
            caller.result();
        }
        assertSettled();
        pool.close();

        assertThat(alive()).isZero();
        assertThat(closes()).isNotEmpty().allMatch(count -> count == 1);
    }

    @Test
    @DisplayName("C6 a creation that fails frees its place and the waiter is served by the next one")
    void creationFails() throws Exception {
        AtomicInteger failures = new AtomicInteger(3);
        faults.onCreate = () -> {
            if (failures.getAndDecrement() > 0) {
                throw new IllegalStateException("connection refused");
            }
        };
        open(settings -> settings.maxSize(1));

        inAndOut();
        assertThat(pool.stats().counters().creationFailures()).isEqualTo(3);
        assertSettled();
    }

    @Test
    @DisplayName("C6 a close that fails frees its place and a waiter is served")
    protected void closeFails() throws Exception {
        open(settings -> settings.minSize(1).maxSize(1));
        faults.onClose = () -> {
            throw new IOException("will not close");
        };
        R held = acquire(PATIENT);
        Caller<R> waiter = queue();
        discard(held);

        release(waiter.result());
        faults.onClose = () -> {};
        Await.until("it is settled", () -> pool.stats().closing() == 0);
        assertThat(pool.stats().total()).isEqualTo(1);
    }

    @Test
    @DisplayName("C6 a resource that fails its validation is replaced, and its waiter is served")
    protected void validationFails() throws Exception {
        open(settings -> settings.minSize(1).maxSize(1));
        faults.onValidate = () -> {
            throw new IllegalStateException("dead");
        };
        pool.suspectIdle();

        inAndOut();
        assertSettled();
        assertThat(pool.stats().counters().validationFailures()).isEqualTo(1);
        assertThat(pool.stats().counters().created()).isEqualTo(2);
    }

    @Test
    @DisplayName("C6 a listener that throws breaks nothing")
    void listenerThrows() throws Exception {
        open(settings -> settings.minSize(1).maxSize(1));
        pool.addListener(event -> {
            throw new IllegalStateException("listener");
        });

        R held = acquire(PATIENT);
        Caller<R> waiter = queue();
        discard(held);
        release(waiter.result());
        assertSettled();
    }

    @Test
    @DisplayName("M26 C7 close ends every wait, on a full pool and while a creation hangs")
    protected void closeUnblocks() throws Exception {
        open(settings -> settings.minSize(1).maxSize(2));
        R held = acquire(PATIENT);
        CountDownLatch hang = new CountDownLatch(1);
        faults.onCreate = () -> Await.open(hang);
        List<Caller<R>> waiters = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            waiters.add(queue());
        }
        Caller<Void> closer = Caller.start(() -> {
            pool.close(CloseMode.DRAIN, Duration.ofSeconds(60));
            return null;
        });

        for (Caller<R> waiter : waiters) {
            assertThat(waiter.failure()).isInstanceOf(PoolClosed.class);
        }
        assertThatThrownBy(() -> acquire(PATIENT)).isInstanceOf(PoolClosed.class);
        hang.countDown();
        release(held);
        closer.result();
        assertThat(alive()).isZero();
        assertThat(pool.state()).isEqualTo(PoolState.STOPPED);
    }

    @Test
    @DisplayName("M26 C7 a close by force breaks the leases; giving them back afterwards is harmless")
    void closeByForce() throws Exception {
        open(settings -> settings.minSize(2).maxSize(2));
        R first = acquire(PATIENT);
        R second = acquire(PATIENT);

        pool.close(CloseMode.FORCE, Duration.ZERO);

        assertThat(alive()).isZero();
        assertThat(pool.stats().inUse()).isZero();
        release(first);
        release(second);
        assertThat(pool.stats().counters().released()).isEqualTo(2);
        assertThat(pool.state()).isEqualTo(PoolState.STOPPED);
    }
}
