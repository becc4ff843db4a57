package dev.sluice.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class WallClockTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00.000000001Z");

    private final TwoClocks clocks = new TwoClocks();

    /** A monotonic clock and a wall clock that go on each by itself. */
    private static final class TwoClocks implements Ticker {
        private long nanos = -5;
        private Instant wall = NOON;

        @Override
        public long nanos() {
            return nanos;
        }

        @Override
        public Instant instant() {
            return wall;
        }

        @Override
        public void park(Object blocker, long forNanos) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    @DisplayName(
            "a moment on the monotonic clock has its wall time, before and after the comparison, to the nanosecond")
    void tells() {
        WallClock clock = new WallClock(clocks);

        assertThat(clock.at(-5)).isEqualTo(NOON);
        assertThat(clock.at(-4)).isEqualTo(NOON.plusNanos(1));
        assertThat(clock.at(-5 - Duration.ofDays(1).toNanos())).isEqualTo(NOON.minus(Duration.ofDays(1)));
    }

    @Test
    @DisplayName(
            "a conversion reads neither clock: both are read only to compare them, because wall time drifts and is set")
    void adjusts() {
        WallClock clock = new WallClock(clocks);
        clocks.nanos += 1_000;
        clocks.wall = NOON.plus(Duration.ofHours(1));
        assertThat(clock.at(-5)).isEqualTo(NOON);

        clock.adjust();

        assertThat(clock.at(-5 + 1_000)).isEqualTo(NOON.plus(Duration.ofHours(1)));
        assertThat(clock.at(-5)).isEqualTo(NOON.plus(Duration.ofHours(1)).minusNanos(1_000));
    }
}
