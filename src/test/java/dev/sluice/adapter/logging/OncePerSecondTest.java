package dev.sluice.adapter.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class OncePerSecondTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final OncePerSecond limit = new OncePerSecond();

    @Test
    void lets_the_first_of_a_second_pass_and_tells_the_next_how_many_were_held_back() {
        assertThat(limit.pass(START)).isZero();
        assertThat(limit.pass(START.plusMillis(1))).isEqualTo(OncePerSecond.HELD_BACK);
        assertThat(limit.pass(START.plusMillis(999))).isEqualTo(OncePerSecond.HELD_BACK);
        assertThat(limit.pass(START.plusMillis(1000))).isEqualTo(2);
        assertThat(limit.pass(START.plusMillis(2000))).isZero();
    }

    @Test
    void is_not_silenced_by_a_clock_that_was_set_back() {
        assertThat(limit.pass(START)).isZero();
        assertThat(limit.pass(START.minusSeconds(3600))).isZero();
        assertThat(limit.pass(START.minusSeconds(3600))).isEqualTo(OncePerSecond.HELD_BACK);
    }
}
