package dev.sluice.generic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.pool.Lease;
import dev.sluice.testing.FakeStore.Thing;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class LimitsTest {

    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
    private static final Duration ONE_HOUR = Duration.ofHours(1);

    private static UnaryOperator<GenericPoolBuilder<Thing>> oneHour(Duration cleanup) {
        return settings -> settings.maxAge(ONE_HOUR).ageJitter(0).cleanupInterval(cleanup);
    }

    @Test
    @DisplayName(
            "G10 after five minutes and a maintenance run the idle resources are closed, except the one used meanwhile")
    void idle() throws Exception {
        Things test = Things.onFakeTime(settings -> settings.maxIdleTime(FIVE_MINUTES));
        List<Thing> three = test.idle(3);
        test.time.advance(Duration.ofMinutes(4));
        Lease<Thing> used = test.pool.acquire();
        used.close();
        assertThat(test.pool.len()).isEqualTo(3);

        test.time.advance(Duration.ofMinutes(2));

        assertThat(three).filteredOn(Thing::isClosed).hasSize(2).doesNotContain(used.resource());
        assertThat(test.pool.stats().idleClosed()).isEqualTo(2);
        assertThat(test.pool.len()).isEqualTo(1);
        test.time.advance(FIVE_MINUTES);
        assertThat(test.pool.len()).isZero();
        assertThat(test.pool.stats().idleClosed()).isEqualTo(3);
    }

    @Test
    @DisplayName("G11 an idle resource older than an hour is closed at the next maintenance")
    void agedIdle() throws Exception {
        Things test = Things.onFakeTime(oneHour(Duration.ofMinutes(1)));
        Thing thing = test.idle(1).get(0);
        test.time.advance(Duration.ofMinutes(59));
        assertThat(thing.isClosed()).isFalse();

        test.time.advance(Duration.ofMinutes(2));

        assertThat(thing.closes).hasValue(1);
        assertThat(test.pool.stats().ageClosed()).isEqualTo(1);
        assertThat(test.pool.len()).isZero();
    }

    @Test
    @DisplayName("G11 a leased resource older than an hour is kept, and closed at its release")
    void agedLease() throws Exception {
        Things test = Things.onFakeTime(oneHour(Duration.ofMinutes(1)));
        Lease<Thing> lease = test.pool.acquire();
        test.time.advance(Duration.ofMinutes(61));
        assertThat(lease.resource().isClosed()).isFalse();
        assertThat(test.pool.stats().ageClosed()).isZero();

        test.pool.release(lease);

        assertThat(lease.resource().closes).hasValue(1);
        assertThat(test.pool.stats().ageClosed()).isEqualTo(1);
        assertThat(test.pool.stats().puts()).isEqualTo(1);
    }

    @Test
    @DisplayName("G11 no caller receives an aged resource, even without maintenance")
    void neverHandedOut() throws Exception {
        Things test = Things.onFakeTime(oneHour(Duration.ZERO));
        Thing thing = test.idle(1).get(0);
        test.time.advance(Duration.ofMinutes(61));
        assertThat(thing.isClosed()).isFalse();

        assertThat(test.pool.acquire().resource()).isNotSameAs(thing);
        assertThat(thing.closes).hasValue(1);
        assertThat(test.pool.stats().ageClosed()).isEqualTo(1);
    }

    @Test
    @DisplayName("G11 a resource that is too old and idle for too long is counted once, as too old")
    void both() throws Exception {
        Things test = Things.onFakeTime(
                settings -> oneHour(Duration.ofHours(2)).apply(settings).maxIdleTime(FIVE_MINUTES));
        test.idle(1);

        test.time.advance(Duration.ofHours(2));

        assertThat(test.pool.stats().ageClosed()).isEqualTo(1);
        assertThat(test.pool.stats().idleClosed()).isZero();
        assertThat(test.pool.stats().closed()).isEqualTo(1);
    }

    @Test
    @DisplayName(
            "G11 ages vary by a tenth, below the limit: the first is retired after 54 minutes, and none exceeds 60")
    void jitter() throws Exception {
        Iterator<Double> chances = List.of(0.0, 0.5, 0.999_999).iterator();
        Things test = Things.withChance(
                chances::next, settings -> settings.maxAge(ONE_HOUR).cleanupInterval(Duration.ofSeconds(30)));
        List<Thing> three = test.idle(3);

        test.time.advance(Duration.ofMinutes(54));
        assertThat(three).noneMatch(Thing::isClosed);
        test.time.advance(Duration.ofMinutes(1));
        assertThat(three).filteredOn(Thing::isClosed).containsExactly(three.get(0));
        test.time.advance(Duration.ofMinutes(3));
        assertThat(three).filteredOn(Thing::isClosed).containsExactly(three.get(0), three.get(1));
        test.time.advance(Duration.ofMinutes(2));
        assertThat(three).allMatch(Thing::isClosed);
    }
}
