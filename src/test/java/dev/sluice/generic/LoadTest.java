package dev.sluice.generic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.pool.Lease;
import dev.sluice.pool.failure.CreationFailed;
import dev.sluice.pool.failure.GetTimeout;
import dev.sluice.pool.operation.Selector;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.testing.FakeStore.Thing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 180, unit = TimeUnit.SECONDS)
@Tag("campaign")
class LoadTest {

    private static final int THREADS = 100;
    private static final int ROUNDS = 1000;

    private final Set<Thing> taken = ConcurrentHashMap.newKeySet();

    private void have(Lease<Thing> lease) {
        assertThat(taken.add(lease.resource())).as("one owner at a time").isTrue();
        taken.remove(lease.resource());
    }

    private static void assertAllIsAccountedFor(Things test) {
        Await.until("all is settled", () -> {
            var now = test.pool.pool().stats();
            return now.inUse() == 0 && now.creating() == 0 && now.closing() == 0 && now.waiting() == 0;
        });
        GenericStats stats = test.pool.stats();
        assertThat(stats.gets()).isEqualTo(stats.hits() + stats.misses() + stats.timeouts() + stats.failures());
        assertThat(stats.gets() - stats.timeouts() - stats.failures()).isEqualTo(stats.puts() + stats.discards());
        assertThat(stats.created() - stats.closed()).isEqualTo(stats.len());
        assertThat(test.store.alive()).isEqualTo(stats.len());
        assertThat(test.store.mostAlive()).isLessThanOrEqualTo(10);
        assertThat(stats.maxActive()).isLessThanOrEqualTo(10);
        assertThat(test.store.all()).as("closed once, or not yet").allMatch(thing -> thing.closes.get() <= 1);
    }

    @Test
    @DisplayName(
            "G17 a hundred threads acquire and release a thousand times each: no resource is lost, and all is counted")
    void load() throws Exception {
        try (Things test = Things.onThreads(settings -> settings.maxSize(10).acquireTimeout(Duration.ofMinutes(2)))) {
            List<Caller<Void>> callers = Caller.startTogether(THREADS, () -> {
                for (int i = 0; i < ROUNDS; i++) {
                    try (Lease<Thing> lease = test.pool.acquire()) {
                        have(lease);
                    }
                }
                return null;
            });
            for (Caller<Void> caller : callers) {
                caller.result();
            }

            assertAllIsAccountedFor(test);
            assertThat(test.pool.stats().gets()).isEqualTo((long) THREADS * ROUNDS);
            assertThat(test.pool.stats().active()).isZero();
        }
    }

    @Test
    @DisplayName(
            "G17 G18 with timeouts, discards, failing factories and closes, and operations in between, too; counters only"
                    + " grow")
    void chaos() throws Exception {
        try (Things test = Things.onThreads(settings -> settings.maxSize(10).maxIdle(4))) {
            Random faults = new Random(11);
            test.store.onCreate = attempt -> {
                if (luck(faults, 5)) {
                    throw new IllegalStateException("no");
                }
            };
            test.store.onClose = thing -> {
                if (luck(faults, 10)) {
                    throw new IllegalStateException("will not close");
                }
            };
            AtomicInteger seeds = new AtomicInteger(100);
            AtomicLong failed = new AtomicLong();
            AtomicBoolean over = new AtomicBoolean();
            List<Caller<Void>> callers = Caller.startTogether(40, () -> {
                Random random = new Random(seeds.incrementAndGet());
                for (int i = 0; i < 300; i++) {
                    use(test, random, failed);
                }
                return null;
            });
            Caller<Void> operator = Caller.start(() -> {
                operate(test, over);
                return null;
            });
            for (Caller<Void> caller : callers) {
                caller.result();
            }
            over.set(true);
            operator.result();

            assertAllIsAccountedFor(test);
            GenericStats stats = test.pool.stats();
            assertThat(stats.gets()).isEqualTo(40 * 300);
            assertThat(stats.timeouts() + stats.failures()).isEqualTo(failed.get());
            assertThat(stats.idleLen()).isLessThanOrEqualTo(4);
        }
    }

    private static synchronized boolean luck(Random random, int oneOf) {
        return random.nextInt(oneOf) == 0;
    }

    private void use(Things test, Random random, AtomicLong failed) throws InterruptedException {
        try {
            Lease<Thing> lease = test.pool.acquire(Duration.ofMillis(random.nextInt(20)));
            have(lease);
            if (random.nextInt(10) == 0) {
                test.pool.discard(lease);
            } else {
                test.pool.release(lease);
            }
        } catch (GetTimeout | CreationFailed e) {
            failed.incrementAndGet();
        }
    }

    private static void operate(Things test, AtomicBoolean over) {
        List<GenericStats> seen = new ArrayList<>();
        while (!over.get()) {
            test.pool.pool().reset(false);
            test.pool.pool().expire(new Selector(Duration.ZERO, null, null));
            test.pool.pool().fill(3);
            seen.add(test.pool.stats());
        }
        for (int i = 1; i < seen.size(); i++) {
            GenericStats before = seen.get(i - 1);
            GenericStats now = seen.get(i);
            assertThat(now.gets()).isGreaterThanOrEqualTo(before.gets());
            assertThat(now.puts()).isGreaterThanOrEqualTo(before.puts());
            assertThat(now.hits()).isGreaterThanOrEqualTo(before.hits());
            assertThat(now.misses()).isGreaterThanOrEqualTo(before.misses());
            assertThat(now.discards()).isGreaterThanOrEqualTo(before.discards());
            assertThat(now.closed()).isGreaterThanOrEqualTo(before.closed());
            assertThat(now.maxActive()).isGreaterThanOrEqualTo(before.maxActive());
            assertThat(now.gets()).isEqualTo(now.hits() + now.misses() + now.timeouts() + now.failures());
        }
    }
}
