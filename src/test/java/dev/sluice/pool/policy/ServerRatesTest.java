package dev.sluice.pool.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class ServerRatesTest {

    private static final long SECOND = 1_000_000_000;
    private static final Rate TEN = new Rate(10, Rate.Unit.S, 1);

    private final Object clock = new Object();
    private final ServerRates rates = new ServerRates();

    /** Returns the number of turns between two times, asked for each millisecond. */
    private static int turns(GrowingRate rate, long from, long until) {
        int turns = 0;
        for (long now = from; now < until; now += SECOND / 1000) {
            turns += rate.take(now) == 0 ? 1 : 0;
        }
        return turns;
    }

    @Test
    @DisplayName("a rate has its burst and then its limit; in a ramp it grows from one a second, without a burst")
    void ramp() {
        GrowingRate rate = new GrowingRate(new Rate(10, Rate.Unit.S, 5), Duration.ofSeconds(10), 0);
        assertThat(turns(rate, 0, SECOND)).isBetween(14, 15);
        rate.startRamp(10 * SECOND);
        assertThat(rate.take(10 * SECOND)).isEqualTo(SECOND);
        assertThat(turns(rate, 10 * SECOND, 12 * SECOND)).isBetween(1, 3);
        assertThat(turns(rate, 12 * SECOND, 20 * SECOND)).isBetween(40, 56);
        assertThat(rate.isRamping(20 * SECOND)).isFalse();
        assertThat(turns(rate, 21 * SECOND, 22 * SECOND)).as("with the burst").isBetween(10, 15);
    }

    @Test
    @DisplayName("a limit of one a second or less, or a ramp of zero, has no ramp")
    void noRamp() {
        GrowingRate slow = new GrowingRate(new Rate(30, Rate.Unit.M, 1), Duration.ofSeconds(10), 0);
        slow.startRamp(0);
        assertThat(slow.isRamping(1)).isFalse();
        GrowingRate sudden = new GrowingRate(TEN, Duration.ZERO, 0);
        sudden.startRamp(0);
        assertThat(sudden.take(1)).isZero();
    }

    @Test
    @DisplayName("pools of one server share the lowest rate, and a pool that leaves gives its rate up")
    void shared() {
        Rate two = new Rate(2, Rate.Unit.S, 1);
        ServerRates.SharedRate first = rates.join(clock, "db:5432", "a", TEN, Duration.ZERO);
        ServerRates.SharedRate second = rates.join(clock, "db:5432", "b", two, Duration.ZERO);
        assertThat(first).isSameAs(second);
        assertThat(first.pools()).isEqualTo(2);
        assertThat(first.take(0)).isZero();
        assertThat(second.take(0)).isEqualTo(SECOND / 2);
        rates.leave("b");
        assertThat(first.take(1)).isZero();
        assertThat(first.take(1)).isEqualTo(SECOND / 10);
    }

    @Test
    @DisplayName("other servers and other clocks have rates of their own, and a rate without pools is forgotten")
    void apart() {
        ServerRates.SharedRate here = rates.join(clock, "db:5432", "a", TEN, Duration.ZERO);
        assertThat(rates.join(new Object(), "db:5432", "b", TEN, Duration.ZERO)).isNotSameAs(here);
        assertThat(rates.join(clock, "db:5433", "c", TEN, Duration.ZERO)).isNotSameAs(here);
        assertThat(rates.size()).isEqualTo(3);
        rates.join(clock, "db:5433", "a", TEN, Duration.ZERO);
        assertThat(rates.size()).as("the pool has moved").isEqualTo(2);
        rates.leave("a");
        rates.leave("b");
        rates.leave("c");
        assertThat(rates.size()).isZero();
    }
}
