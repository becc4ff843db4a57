package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.admission.Priority;
import dev.sluice.pool.failure.AcquireTimeout;
import dev.sluice.pool.failure.CreationFailed;
import dev.sluice.pool.failure.OperationInProgress;
import dev.sluice.pool.failure.PoolClosed;
import dev.sluice.pool.failure.ReleaseRefused;
import dev.sluice.pool.operation.Selector;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.testing.TestPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Everything at once on real threads, by a seed that a failure names; {@code -Dsluice.seed=} runs just that one.
 * A seed fixes what the threads want to do, not how they are scheduled.
 */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
@Tag("campaign")
class PoolStressTest {

    private static final int MOST = 8;
    private static final int BORROWERS = 16;
    private static final int LEASES = 300;

    private final AtomicInteger aborted = new AtomicInteger();

    static LongStream seeds() {
        Long seed = Long.getLong("sluice.seed");
        return seed == null ? LongStream.of(1, 20, 300, 4000) : LongStream.of(seed);
    }

    private static TestPool open(Random random) {
        TestPool test = TestPool.startedOnThreads(settings -> settings.minSize(2)
                .maxSize(MOST)
                .shortestWait(Duration.ZERO)
                .maxLifetime(Duration.ofMillis(50))
                .lifetimeJitter(0.5)
                .validateAfterIdle(Duration.ofMillis(1))
                .idleTimeout(Duration.ofMillis(20))
                .backgroundValidation(Duration.ofMillis(10))
                .maintenanceInterval(Duration.ofMillis(5)));
        int every = 20 + random.nextInt(20);
        test.store.onCreate = attempt -> {
            if (attempt % every == 0) {
                throw new IllegalStateException("now and then");
            }
        };
        test.store.works = thing -> thing.number % 11 != 0;
        test.store.onClose = thing -> {
            if (thing.number % 13 == 0) {
                throw new IllegalStateException("now and then");
            }
        };
        return test;
    }

    /** Borrows again and again, in whatever way; returns how many leases there were. */
    private int borrow(TestPool test, Random random, int times) {
        int leases = 0;
        for (int i = 0; i < times; i++) {
            Priority lane = Priority.values()[random.nextInt(5)];
            Duration timeout = Duration.ofNanos((long) (random.nextDouble() * random.nextDouble() * 20_000_000));
            try {
                Lease<Thing> lease = test.pool.acquire(
                        AcquireRequest.DEFAULT.withPriority(lane).withTimeout(timeout));
                leases++;
                use(test, lease, random);
            } catch (AcquireTimeout | CreationFailed | InterruptedException e) {
                // as it is meant
            } catch (PoolClosed e) {
                return leases;
            }
        }
        return leases;
    }

    private void use(TestPool test, Lease<Thing> lease, Random random) {
        Thing thing = lease.resource();
        assertThat(thing.owners.incrementAndGet()).as("owners of %s", thing).isEqualTo(1);
        for (int i = random.nextInt(2000); i > 0; i--) {
            Thread.onSpinWait();
        }
        thing.owners.decrementAndGet();
        if (random.nextInt(20) == 0) {
            lease.invalidate();
        }
        if (random.nextInt(4) == 0) {
            try {
                test.pool.release(lease);
            } catch (ReleaseRefused e) {
                aborted.incrementAndGet(); // broken by force in the meantime
            }
        } else {
            lease.close();
        }
        if (random.nextInt(10) == 0) {
            lease.close();
        }
    }

    private static void operate(TestPool test, Random random) {
        try {
            switch (random.nextInt(8)) {
                case 0 -> test.pool.reset(false);
                case 1 -> test.pool.reset(true);
                case 2 -> test.pool.renew();
                case 3 -> test.pool.expire(new Selector(Duration.ofMillis(random.nextInt(10)), null, null));
                case 4 -> test.pool.fill(random.nextInt(MOST));
                case 5 -> test.pool.suspectIdle();
                case 6 -> test.pool.reclaim(test.names().stream().findFirst().orElse("none"));
                default -> {
                    int max = 2 + random.nextInt(MOST - 1);
                    test.pool.reconfigure(
                            settings -> settings.minSize(Math.min(2, max)).maxSize(max));
                }
            }
        } catch (OperationInProgress | ReleaseRefused e) {
            // as it is meant
        }
    }

    private void traffic(TestPool test, long seed, int times, AtomicBoolean stop) throws Exception {
        List<Caller<Integer>> borrowers = IntStream.range(0, BORROWERS)
                .mapToObj(i -> Caller.start("borrower-" + i, () -> borrow(test, new Random(seed + i), times)))
                .toList();
        List<Caller<Void>> operators = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Random random = new Random(~seed + i);
            operators.add(Caller.start("operator-" + i, () -> {
                while (!stop.get()) {
                    operate(test, random);
                    borrowers.get(random.nextInt(BORROWERS)).interrupt();
                    Thread.yield();
                }
                return null;
            }));
        }
        int leases = 0;
        for (Caller<Integer> borrower : borrowers) {
            leases += borrower.result();
        }
        stop.set(true);
        for (Caller<Void> operator : operators) {
            try {
                operator.result();
            } catch (PoolClosed e) {
                // as it is meant, where it was closed
            }
        }
        assertThat(leases).as("seed %d: leases", seed).isPositive();
        assertThat(test.pool.stats().counters().acquired()).as("seed %d", seed).isGreaterThanOrEqualTo(leases);
    }

    private static void assertNothingLost(TestPool test, long seed) {
        PoolStats.Counters counters = test.pool.stats().counters();
        assertThat(counters.acquired()).as("seed %d: acquired = released", seed).isEqualTo(counters.released());
        assertThat(test.store.mostAlive()).as("seed %d: most alive", seed).isLessThanOrEqualTo(MOST);
        assertThat(counters.maxInUse()).as("seed %d: most in use", seed).isLessThanOrEqualTo(MOST);
        // the lifetimes of some may still end
        Await.until("seed " + seed + ": created - closed = alive", () -> {
            PoolStats.Counters now = test.pool.stats().counters();
            return now.created() - now.closed() == test.store.alive();
        });
        assertThat(test.store.all()).as("seed %d: closes", seed).allMatch(thing -> thing.closes.get() <= 1);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    @DisplayName("M10 M13 C1 C5 traffic, timeouts, interrupts, failures and every operation at once lose nothing")
    void everythingAtOnce(long seed) throws Exception {
        try (TestPool test = open(new Random(seed))) {
            traffic(test, seed, LEASES, new AtomicBoolean());

            test.store.works = thing -> true;
            Await.until("seed " + seed + ": all is settled", () -> {
                PoolStats stats = test.pool.stats();
                return stats.inUse() == 0
                        && stats.waiting() == 0
                        && stats.creating() == 0
                        && stats.closing() == 0
                        && stats.total() == test.store.alive();
            });
            test.pool.reconfigure(settings -> settings.maxLifetime(Duration.ZERO)
                    .idleTimeout(Duration.ZERO)
                    .minSize(MOST)
                    .maxSize(MOST));
            Await.until(
                    "seed " + seed + ": it fills up again",
                    () -> test.pool.stats().available() == MOST);
            List<Lease<Thing>> all = new ArrayList<>();
            for (int i = 0; i < MOST; i++) {
                all.add(test.pool.acquire(AcquireRequest.DEFAULT.withTimeout(Duration.ofSeconds(20))));
            }
            assertThat(all).as("seed %d: every place can be used", seed).doesNotHaveDuplicates();
            all.forEach(Lease::close);
            Await.until(
                    "seed " + seed + ": nothing is closing",
                    () -> test.pool.stats().closing() == 0 && test.pool.stats().creating() == 0);
            assertNothingLost(test, seed);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    @DisplayName("M26 C7 a close in the middle of the traffic leaves no caller waiting and nothing open")
    void closeInTheMiddle(long seed) throws Exception {
        Random random = new Random(seed);
        for (CloseMode mode : CloseMode.values()) {
            try (TestPool test = open(random)) {
                AtomicBoolean stop = new AtomicBoolean();
                int before = 50 + random.nextInt(500);
                Caller<Void> closer = Caller.start("closer", () -> {
                    Await.until(
                            "there is traffic",
                            () -> test.pool.stats().counters().acquired() > before);
                    test.pool.close(mode, Duration.ofSeconds(10));
                    return null;
                });
                traffic(test, seed, Integer.MAX_VALUE, stop);
                closer.result();

                Await.until("seed " + seed + ": " + mode, () -> test.pool.state() == PoolState.STOPPED);
                assertThat(test.store.alive())
                        .as("seed %d: open after %s", seed, mode)
                        .isZero();
                assertThat(test.total()).isZero();
                assertNothingLost(test, seed);
                assertThat(test.store.storeCloses()).isEqualTo(1);
            }
        }
    }
}
