package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.testing.TestPool;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class ValidationTest {

    private static final UnaryOperator<PoolConfig.Builder> AN_HOUR = settings -> settings.minSize(1)
            .maxSize(2)
            .maxLifetime(Duration.ofHours(1))
            .lifetimeJitter(0)
            .idleTimeout(Duration.ZERO)
            .backgroundValidation(Duration.ZERO)
            .validateAfterIdle(Duration.ofMinutes(5));

    private final TestPool test = TestPool.started(AN_HOUR);
    private final Thing first = test.store.all().get(0);

    @Test
    @DisplayName("M20 a fresh connection is leased without a ping")
    void fresh() throws Exception {
        test.advance(Duration.ofMinutes(5));

        assertThat(test.acquire().resource()).isSameAs(first);
        assertThat(first.validations).hasValue(0);
    }

    @Test
    @DisplayName("M20 a connection that was idle beyond the bound is leased after one ping that it passes")
    void idleForLong() throws Exception {
        test.advance(Duration.ofMinutes(5).plusSeconds(1));

        assertThat(test.acquire().resource()).isSameAs(first);
        assertThat(first.validations).hasValue(1);
        assertThat(test.events.connections(Type.VALIDATED)).hasSize(1);
    }

    @Test
    @DisplayName("M20 a connection that fails its ping is closed, counted and reported, and the caller gets another")
    void dead() throws Exception {
        first.dead = true;
        test.advance(Duration.ofMinutes(5).plusSeconds(1));

        assertThat(test.acquire().resource()).isNotSameAs(first);
        assertThat(first.closes).hasValue(1);
        assertThat(test.pool.stats().counters().validationFailures()).isEqualTo(1);
        assertThat(test.events.of(Type.INVALID)).hasSize(1);
    }

    @Test
    @DisplayName("M20 a ping that throws fails, an Error too")
    void throwing() throws Exception {
        test.store.works = thing -> {
            throw new LinkageError("no driver");
        };
        test.advance(Duration.ofMinutes(5).plusSeconds(1));

        assertThat(test.acquire().resource()).isNotSameAs(first);
        assertThat(first.closes).hasValue(1);
    }

    @Test
    @DisplayName("M20 a ping beyond its limit of 2 s fails, with any answer")
    void tooSlow() throws Exception {
        test.store.works = thing -> {
            test.time.advance(Duration.ofMillis(2001));
            return true;
        };
        test.advance(Duration.ofMinutes(5).plusSeconds(1));

        assertThat(test.acquire().resource()).isNotSameAs(first);
        assertThat(first.closes).hasValue(1);
    }

    @Test
    @DisplayName("M20 a connection past its lifetime is not leased, although it was used just now")
    void pastLifetime() throws Exception {
        test.advance(Duration.ofHours(1));
        test.acquire().close();
        test.advance(Duration.ofSeconds(1));

        assertThat(test.acquire().resource()).isNotSameAs(first);
    }

    @Test
    @DisplayName(
            "M22 a caller that finds 20 idle connections past their lifetime gets a new one at once, not at the next tick")
    void allExpired() throws Exception {
        TestPool full = TestPool.started(settings -> settings.minSize(20)
                .maxLifetime(Duration.ofSeconds(60))
                .lifetimeJitter(0)
                .maintenanceInterval(Duration.ofHours(1)));
        List<String> old = full.names();
        full.advance(Duration.ofSeconds(61));

        Lease<Thing> lease = full.acquire();

        assertThat(lease.name()).isNotIn(old);
        assertThat(full.events.connections(Type.EXPIRED)).containsExactlyElementsOf(old);
        assertThat(full.store.all().subList(0, 20)).allMatch(thing -> thing.closes.get() == 1);
        assertThat(full.store.mostAlive()).isLessThanOrEqualTo(20);
        assertThat(full.total()).isEqualTo(20);
    }

    @Test
    @DisplayName("a connection killed by the database while idle for 10 s is not leased with the default settings")
    void killedWhileIdle() throws Exception {
        TestPool defaults = TestPool.started(settings -> settings.minSize(1).maxSize(1));
        defaults.store.all().get(0).dead = true;
        defaults.advance(Duration.ofMillis(9999));

        assertThat(defaults.acquire().resource().dead).isFalse();
    }

    @Test
    @DisplayName("M23 while a ping hangs, other threads acquire, release and read")
    void hangingPing() throws Exception {
        try (TestPool live = TestPool.startedOnThreads(
                settings -> settings.minSize(2).maxSize(3).validationTimeout(Duration.ofSeconds(60)))) {
            CountDownLatch hang = new CountDownLatch(1);
            Thing stuck = live.store.all().get(0);
            live.store.works = thing -> {
                if (thing == stuck) {
                    Await.open(hang);
                }
                return true;
            };
            live.pool.suspectIdle();
            Await.until("the ping hangs", () -> stuck.validations.get() == 1);

            List<Lease<Thing>> leases = live.acquire(2);
            assertThat(leases).noneMatch(lease -> lease.resource() == stuck);
            assertThat(live.pool.stats().total()).isEqualTo(3);
            leases.forEach(Lease::close);

            hang.countDown();
            Await.until("it is back", () -> {
                List<Lease<Thing>> all;
                try {
                    all = live.acquire(3);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                boolean back = all.stream().anyMatch(lease -> lease.resource() == stuck);
                all.forEach(Lease::close);
                return back;
            });
        }
    }

    @Test
    @DisplayName(
            "with validation before every use each acquire pings once, and waiters are served after a release, too")
    void validateAlways() throws Exception {
        try (TestPool live = TestPool.startedOnThreads(settings -> settings.minSize(1)
                .maxSize(1)
                .validateAfterIdle(Duration.ZERO)
                .maintenanceInterval(Duration.ofHours(1)))) {
            Thing only = live.store.all().get(0);
            AcquireRequest patient = AcquireRequest.DEFAULT.withTimeout(Duration.ofSeconds(30));
            live.pool.acquire(patient).close(); // the first may come straight from its creation
            int before = only.validations.get();
            for (int i = 0; i < 20; i++) {
                live.pool.acquire(patient).close();
            }
            assertThat(only.validations.get() - before).isEqualTo(20);

            Lease<Thing> held = live.pool.acquire(patient);
            Caller<Lease<Thing>> waiter = live.queue(patient);
            held.close();
            waiter.result().close();
            assertThat(only.validations.get() - before).isEqualTo(22);
        }
    }

    @Test
    @DisplayName("after one is found dead, the others are pinged before they are leased, each once")
    void suspicion() throws Exception {
        TestPool several = TestPool.started(settings -> settings.minSize(6).maxSize(6));
        List<Thing> things = List.copyOf(several.store.all());
        Lease<Thing> lent = several.acquire();
        several.store.works = thing -> {
            several.time.advance(Duration.ofMillis(1)); // each takes a while, and one comes after the other
            return !thing.dead;
        };
        things.get(2).dead = true;
        things.get(4).dead = true;
        several.advance(Duration.ofSeconds(1));

        several.pool.suspectIdle();

        assertThat(things).extracting(thing -> thing.validations.get()).containsExactly(0, 1, 1, 1, 1, 1);
        assertThat(things).filteredOn(Thing::isClosed).containsExactly(things.get(2), things.get(4));
        assertThat(several.total()).as("refilled").isEqualTo(6);
        lent.close();
        assertThat(several.acquire().resource())
                .as("what comes back has proved itself")
                .isSameAs(things.get(0));
        assertThat(things.get(0).validations).hasValue(0);
    }
}
