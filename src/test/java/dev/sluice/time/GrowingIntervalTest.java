package dev.sluice.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class GrowingIntervalTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final GrowingInterval interval = new GrowingInterval();

    @Test
    @DisplayName(
            "C1 the first event passes at once, the next after 1, 5, 15, 60 and 300 s, each with the number of events between")
    void grows() {
        List<Integer> passed = new ArrayList<>();
        List<Long> unsaid = new ArrayList<>();
        for (int second = 0; second <= 700; second++) {
            long count = interval.pass(START.plusSeconds(second));
            if (count != GrowingInterval.HELD_BACK) {
                passed.add(second);
                unsaid.add(count);
            }
        }
        assertThat(passed).containsExactly(0, 1, 6, 21, 81, 381, 681);
        assertThat(unsaid).containsExactly(0L, 0L, 4L, 14L, 59L, 299L, 299L);
    }

    @Test
    @DisplayName("C1 after a minute of quiet, and after startAfresh, the next event is a first one")
    void startsAfresh() {
        interval.pass(START);
        interval.pass(START.plusSeconds(1));
        assertThat(interval.pass(START.plusSeconds(2))).isEqualTo(GrowingInterval.HELD_BACK);
        assertThat(interval.pass(START.plusSeconds(62))).isEqualTo(1);
        assertThat(interval.pass(START.plusSeconds(63)))
                .as("as after a first one")
                .isZero();
        interval.startAfresh();
        assertThat(interval.pass(START.plusSeconds(63))).isZero();
    }

    @Test
    @DisplayName("a clock that was set back silences nothing")
    void clockSetBack() {
        assertThat(interval.pass(START)).isZero();
        assertThat(interval.pass(START.minusSeconds(3600))).isZero();
        assertThat(interval.pass(START.minusSeconds(3600))).isEqualTo(GrowingInterval.HELD_BACK);
    }
}
