package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.testing.TestPool;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class MaintenanceTest {

    @Test
    @DisplayName(
            "M21 a tick removes 3 dead resources among 12 that were idle for 6 min, reports the numbers and refills to 10")
    void removesTheDead() throws Exception {
        TestPool test = TestPool.started(settings -> settings.maxLifetime(Duration.ofHours(1))
                .idleTimeout(Duration.ZERO)
                .backgroundValidation(Duration.ofMinutes(5))
                .maintenanceInterval(Duration.ofMinutes(6)));
        test.pool.fill(12);
        List<Thing> things = List.copyOf(test.store.all());
        things.subList(3, 6).forEach(thing -> thing.dead = true);
        test.events.clear();

        test.advance(Duration.ofMinutes(6));

        assertThat(test.events.of(Type.STATUS)).singleElement().satisfies(event -> {
            assertThat(event.words()).isEqualTo("Total: 9, Valid: 9, Available: 9, In use: 0, Expired: 3");
            assertThat(event.count()).isEqualTo(9);
        });
        assertThat(things).filteredOn(Thing::isClosed).containsExactlyElementsOf(things.subList(3, 6));
        assertThat(things).as("one ping each").allMatch(thing -> thing.validations.get() == 1);
        assertThat(test.events.of(Type.INVALID)).hasSize(3);
        assertThat(test.events.of(Type.REFILL)).extracting(PoolEvent::count).containsExactly(1L);
        assertThat(test.total()).isEqualTo(10);
    }

    @Test
    @DisplayName("G12 a pool without maintenance is never checked, after any time")
    void neverMaintained() throws Exception {
        TestPool test = TestPool.started(settings -> settings.minSize(0)
                .idleTimeout(Duration.ofMinutes(5))
                .backgroundValidation(Duration.ofSeconds(5))
                .maintenanceInterval(AcquireRequest.FOREVER));
        test.acquire().close();

        test.advance(Duration.ofHours(1));

        assertThat(test.total()).isEqualTo(1);
        assertThat(test.events.of(Type.STATUS)).isEmpty();
        assertThat(test.store.all().get(0).validations).hasValue(0);
    }

    @Test
    @DisplayName("a maintenance interval that is changed while the pool serves holds at once, also from and to never")
    void changedInterval() {
        TestPool test = TestPool.onFakeTime(settings -> settings.maintenanceInterval(Duration.ofMinutes(10)));
        interval(test, Duration.ofMinutes(20));
        test.advance(Duration.ofHours(1));
        assertThat(looks(test)).as("before the start").isZero();

        test.pool.start().join();
        test.advance(Duration.ofMinutes(20));
        assertThat(looks(test)).isEqualTo(1);
        interval(test, Duration.ofSeconds(10));
        test.advance(Duration.ofSeconds(9));
        assertThat(looks(test)).isEqualTo(1);
        test.advance(Duration.ofSeconds(11));
        assertThat(looks(test)).isEqualTo(3);
        interval(test, AcquireRequest.FOREVER);
        test.advance(Duration.ofHours(1));
        assertThat(looks(test)).isEqualTo(3);
        interval(test, Duration.ofMinutes(1));
        test.advance(Duration.ofSeconds(50));
        test.pool.reconfigure(settings -> settings.minSize(1)); // the same interval goes on
        test.advance(Duration.ofSeconds(10));
        assertThat(looks(test)).isEqualTo(4);

        test.pool.close(CloseMode.FORCE, Duration.ZERO);
        interval(test, Duration.ofSeconds(1));
        test.advance(Duration.ofHours(1));
        assertThat(looks(test)).as("after the close").isEqualTo(4);
    }

    private static void interval(TestPool test, Duration interval) {
        test.pool.reconfigure(settings -> settings.maintenanceInterval(interval));
    }

    private static int looks(TestPool test) {
        return test.events.of(Type.STATUS).size();
    }

    @Test
    @DisplayName("M21 leased ones are never pinged, and count as in use")
    void leavesLeasesAlone() throws Exception {
        TestPool test = TestPool.started(settings -> settings.minSize(2)
                .leakThreshold(Duration.ZERO)
                .idleTimeout(Duration.ZERO)
                .backgroundValidation(Duration.ofSeconds(5)));
        Lease<Thing> lent = test.acquire();

        test.advance(Duration.ofSeconds(10));

        assertThat(lent.resource().validations).hasValue(0);
        assertThat(test.events.of(Type.STATUS))
                .extracting(PoolEvent::words)
                .containsExactly("Total: 2, Valid: 2, Available: 1, In use: 1, Expired: 0");
    }

    @Test
    @DisplayName("M28 when the load has ended and 20 idle connections reach their lifetime, the pool shrinks to 10")
    void shrinksToMinimum() throws Exception {
        TestPool test = TestPool.started(
                settings -> settings.maxLifetime(Duration.ofSeconds(60)).lifetimeJitter(0));
        test.acquire(20).forEach(Lease::close);
        assertThat(test.total()).isEqualTo(20);

        test.advance(Duration.ofSeconds(70));

        assertThat(test.total()).isEqualTo(10);
        assertThat(test.events.of(Type.EXPIRED)).hasSize(20);
        assertThat(test.store.created()).isEqualTo(30);
        assertThat(test.store.mostAlive()).isLessThanOrEqualTo(20);
    }

    @Test
    @DisplayName("M28 connections beyond the minimum are closed after the idle timeout, the youngest first")
    void idleTimeout() throws Exception {
        TestPool test =
                TestPool.started(settings -> settings.minSize(2).maxSize(5).idleTimeout(Duration.ofMinutes(1)));
        test.acquire(5).forEach(Lease::close);

        test.advance(Duration.ofSeconds(59));
        assertThat(test.total()).isEqualTo(5);
        test.advance(Duration.ofSeconds(11));

        assertThat(test.indexes()).containsExactly(1, 2);
        assertThat(test.events.of(Type.IDLE_TIMEOUT)).hasSize(3);
        assertThat(test.pool.stats().counters().idleClosed()).isEqualTo(3);
    }

    @Test
    @DisplayName("connections created together are not retired together: each lifetime varies by the jitter")
    void jitter() {
        double[] chance = {0.0, 0.5, 0.999};
        int[] next = {0};
        var test = TestPool.withChance(
                () -> chance[next[0]++ % chance.length],
                settings -> settings.minSize(3)
                        .maxSize(3)
                        .maxLifetime(Duration.ofSeconds(100))
                        .lifetimeJitter(0.2)
                        .maintenanceInterval(Duration.ofSeconds(1)));
        test.pool.start().join();

        test.advance(Duration.ofSeconds(79));
        assertThat(test.indexes()).containsExactly(1, 2, 3);
        test.advance(Duration.ofSeconds(3));
        assertThat(test.indexes()).containsExactly(2, 3, 4);
        test.advance(Duration.ofSeconds(20));
        assertThat(test.indexes()).containsExactly(3, 4, 5);
        test.advance(Duration.ofSeconds(20));
        assertThat(test.indexes()).doesNotContain(3);
    }

    @Test
    @DisplayName("M26 after close nothing ticks any more")
    void stopsWithThePool() {
        TestPool test = TestPool.started(settings -> settings.minSize(1));
        test.pool.close();
        test.events.clear();

        test.advance(Duration.ofMinutes(10));

        assertThat(test.events.all()).isEmpty();
    }
}
