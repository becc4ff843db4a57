package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.testing.FakeStore;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.testing.FakeTime;
import dev.sluice.testing.TestPool;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The leases among the recent events, while no listener wants to hear of them: their slots remember. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class LeaseHistoryTest {

    private static final Duration STEP = Duration.ofMillis(1);

    private final FakeTime time = new FakeTime();

    private ManagedPool<Thing> pool(UnaryOperator<PoolConfig.Builder> settings) {
        PoolConfig config = settings.apply(PoolConfig.builder().maintenanceInterval(Duration.ofDays(1)))
                .build();
        ManagedPool<Thing> pool = new ManagedPool<>(
                "orders", config, new FakeStore(), new PoolRuntime(time, time, Runnable::run, () -> 0.5));
        pool.start().join();
        time.advance(STEP);
        return pool;
    }

    private Lease<Thing> acquire(ManagedPool<Thing> pool, AcquireRequest request) throws InterruptedException {
        Lease<Thing> lease = pool.acquire(request);
        time.advance(STEP);
        return lease;
    }

    private void close(Lease<Thing> lease) {
        lease.close();
        time.advance(STEP);
    }

    private static List<Type> types(ManagedPool<Thing> pool) {
        return pool.recentEvents(1000).stream().map(PoolEvent::type).toList();
    }

    private static List<PoolEvent> of(ManagedPool<Thing> pool, Type type) {
        return pool.recentEvents(1000).stream()
                .filter(event -> event.type() == type)
                .toList();
    }

    @Test
    @DisplayName("X13 past leases are listed with their tags, durations and times")
    void tellsAll() throws Exception {
        ManagedPool<Thing> pool = pool(settings -> settings.minSize(1).maxSize(1));
        AcquireRequest request = AcquireRequest.DEFAULT.withTenant("acme").withTag("job", "export");
        PoolEvent before = pool.recentEvents(1).get(0);
        Instant lentAt = time.instant();

        Lease<Thing> lease = acquire(pool, request);
        assertThat(of(pool, Type.LENT)).singleElement().satisfies(lent -> {
            assertThat(lent.connection()).isEqualTo(lease.name());
            assertThat(lent.at()).isEqualTo(lentAt);
            assertThat(lent.tenant()).isEqualTo("acme");
            assertThat(lent.tags()).isEqualTo(Map.of("job", "export"));
        });
        assertThat(of(pool, Type.RETURNED)).as("it is still out").isEmpty();
        close(lease);

        assertThat(of(pool, Type.RETURNED)).singleElement().satisfies(back -> {
            assertThat(back.count()).isEqualTo(STEP.toNanos());
            assertThat(back.at()).isEqualTo(lentAt.plus(STEP));
            assertThat(back.tenant()).isEqualTo("acme");
        });
        assertThat(before.type()).isEqualTo(Type.INITIALIZED);
        assertThat(types(pool)).endsWith(Type.INITIALIZED, Type.LENT, Type.RETURNED);
    }

    @Test
    @DisplayName("X13 a lease after a wait is reported as such, with the wait")
    void waited() throws Exception {
        ManagedPool<Thing> pool = pool(settings -> settings.minSize(1).maxSize(1));
        Lease<Thing> held = acquire(pool, AcquireRequest.DEFAULT);
        Caller<Lease<Thing>> waiter = Caller.start(pool::acquire);
        Await.until("it waits", () -> pool.stats().waiting() == 1 && waiter.isWaiting());
        time.advance(Duration.ofSeconds(2));
        held.close();
        waiter.result().close();

        assertThat(of(pool, Type.LENT_AFTER_WAIT))
                .singleElement()
                .satisfies(event -> assertThat(event.count())
                        .isEqualTo(Duration.ofSeconds(2).toNanos()));
    }

    @Test
    @DisplayName("X13 leases survive their connection, in their place among all other events")
    void survivesRetirement() throws Exception {
        ManagedPool<Thing> pool = pool(settings -> settings.minSize(1).maxSize(1));
        Lease<Thing> first = acquire(pool, AcquireRequest.DEFAULT);
        close(first);
        Lease<Thing> second = acquire(pool, AcquireRequest.DEFAULT);
        pool.reset(false);
        time.advance(STEP);
        close(second);
        close(acquire(pool, AcquireRequest.DEFAULT));

        assertThat(pool.recentEvents(1000).stream()
                        .filter(event -> first.name().equals(event.connection()))
                        .map(PoolEvent::type))
                .containsExactly(Type.CREATED, Type.LENT, Type.RETURNED, Type.LENT, Type.RETURNED, Type.CLOSED);
        assertThat(pool.recentEvents(1000)).isSortedAccordingTo(Comparator.comparing(PoolEvent::at));
    }

    @Test
    @DisplayName("X13 a lease that was broken by force has an end, too")
    void broken() throws Exception {
        ManagedPool<Thing> pool = pool(settings -> settings.minSize(1).maxSize(1));
        Lease<Thing> lease = acquire(pool, AcquireRequest.DEFAULT);

        pool.reset(true);
        time.advance(STEP);
        lease.close();

        assertThat(of(pool, Type.RETURNED))
                .singleElement()
                .satisfies(event -> assertThat(event.count()).isEqualTo(STEP.toNanos()));
    }

    @Test
    @DisplayName("X13 the last thousand leases are kept, of one connection or of many")
    void thousand() throws Exception {
        ManagedPool<Thing> one = pool(settings -> settings.minSize(1).maxSize(1));
        for (int i = 0; i < 1500; i++) {
            close(acquire(one, AcquireRequest.DEFAULT.withTag("i", String.valueOf(i))));
        }
        assertLast(one, 1500);

        ManagedPool<Thing> many = pool(settings -> settings.minSize(0).maxSize(5));
        for (int i = 0; i < 1500; i++) {
            Lease<Thing> lease = acquire(many, AcquireRequest.DEFAULT.withTag("i", String.valueOf(i)));
            if (i % 300 == 100) {
                lease.invalidate();
            }
            close(lease);
        }
        assertThat(many.recentEvents(5000)).hasSize(1000);
        assertThat(many.recentEvents(3)).hasSize(3).isEqualTo(lastOf(many.recentEvents(1000), 3));
        List<Integer> lent = numbers(of(many, Type.LENT));
        assertThat(lent).hasSizeGreaterThan(450).isSorted().endsWith(1499);
        assertThat(lent).as("without a gap").hasSize(1499 - lent.get(0) + 1);
    }

    private static void assertLast(ManagedPool<Thing> pool, int count) {
        List<PoolEvent> recent = pool.recentEvents(5000);
        assertThat(recent).hasSize(1000).isSortedAccordingTo(Comparator.comparing(PoolEvent::at));
        List<Integer> expected = new ArrayList<>();
        for (int i = count - 500; i < count; i++) {
            expected.add(i);
        }
        assertThat(numbers(of(pool, Type.LENT))).isEqualTo(expected);
        assertThat(numbers(of(pool, Type.RETURNED))).isEqualTo(expected);
    }

    private static List<Integer> numbers(List<PoolEvent> events) {
        return events.stream()
                .map(event -> Integer.valueOf(event.tags().get("i")))
                .toList();
    }

    private static <T> List<T> lastOf(List<T> all, int count) {
        return all.subList(all.size() - count, all.size());
    }

    @Test
    @DisplayName("on the machine's clocks, too, no lease of a connection is before its creation or after its end")
    void realClock() throws Exception {
        try (TestPool test =
                TestPool.startedOnThreads(settings -> settings.minSize(0).maxSize(1))) {
            for (int i = 0; i < 50; i++) {
                Lease<Thing> lease = test.pool.acquire(AcquireRequest.DEFAULT.withTimeout(Duration.ofSeconds(20)));
                String name = lease.name();
                lease.invalidate();
                lease.close();
                Await.until(
                        "it is gone",
                        () -> test.pool.recentEvents(1000).stream()
                                .anyMatch(event -> event.type() == Type.CLOSED && name.equals(event.connection())));
                assertThat(test.pool.recentEvents(1000).stream()
                                .filter(event -> name.equals(event.connection()))
                                .map(PoolEvent::type)
                                .map(type -> type == Type.LENT_AFTER_WAIT ? Type.LENT : type))
                        .as("round %d", i)
                        .containsExactly(Type.CREATED, Type.LENT, Type.RETURNED, Type.CLOSED);
            }
        }
    }
}
