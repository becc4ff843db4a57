package dev.sluice.time;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.FakeTime;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class DeadlineTest {

    private final FakeTime time = new FakeTime();

    @Test
    @DisplayName("the remaining time shrinks as time passes, and is never negative")
    void shrinks() {
        Deadline deadline = Deadline.in(Duration.ofSeconds(2), time);

        assertThat(deadline.remaining()).isEqualTo(Duration.ofSeconds(2));
        time.advance(Duration.ofMillis(1500));
        assertThat(deadline.remaining()).isEqualTo(Duration.ofMillis(500));
        assertThat(deadline.isExpired()).isFalse();
        time.advance(Duration.ofMillis(500));
        assertThat(deadline.isExpired()).isTrue();
        time.advance(Duration.ofHours(1));
        assertThat(deadline.remainingNanos()).isZero();
        assertThat(deadline.length()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    @DisplayName("a time that the caller has read already counts, not the clock")
    void takesTimeAsRead() {
        Deadline deadline = Deadline.in(Duration.ofSeconds(2), time);
        long read = time.nanos();
        time.advance(Duration.ofSeconds(5));

        assertThat(deadline.remainingNanos(read)).isEqualTo(2_000_000_000L);
    }

    @Test
    @DisplayName("zero and less have passed, however much less")
    void zeroHasPassed() {
        assertThat(Deadline.in(Duration.ZERO, time).isExpired()).isTrue();
        assertThat(Deadline.in(Duration.ofSeconds(-1), time).isExpired()).isTrue();
        assertThat(Deadline.in(Duration.ofSeconds(Long.MIN_VALUE), time).isExpired())
                .isTrue();
    }

    @Test
    @DisplayName("never has no end, and reports that")
    void never() {
        Deadline never = Deadline.never(time);
        time.advance(Duration.ofDays(36_500));

        assertThat(never.isNever()).isTrue();
        assertThat(never.isExpired()).isFalse();
        assertThat(never.remainingNanos()).isEqualTo(Long.MAX_VALUE);
        assertThat(never).hasToString("Deadline[never]");
    }

    @Test
    @DisplayName("the longest possible duration does not overflow")
    void longest() {
        Deadline deadline = Deadline.in(ChronoUnit.FOREVER.getDuration(), time);
        time.advance(Duration.ofDays(3650));

        assertThat(deadline.isExpired()).isFalse();
        assertThat(deadline.isNever()).isFalse();
        assertThat(deadline.remaining()).isGreaterThan(Duration.ofDays(36_500));
    }

    @Test
    @DisplayName("a deadline holds on a clock that starts below zero and passes the largest number")
    void survivesOverflowOfTheClock() {
        FakeTime late = new FakeTime();
        late.advance(Duration.ofNanos(Long.MAX_VALUE - 10));
        Deadline deadline = Deadline.in(Duration.ofNanos(100), late);

        late.advance(Duration.ofNanos(60)); // the clock is negative now
        assertThat(late.nanos()).isNegative();
        assertThat(deadline.remainingNanos()).isEqualTo(40);
    }

    @Test
    @DisplayName("a deadline that is cut short has passed at once, at any distance; the same moment again has not")
    void cutShort() {
        Deadline deadline = Deadline.in(Duration.ofSeconds(2), time);
        Deadline never = Deadline.never(time);
        Deadline again = deadline.again();

        deadline.cutShort();
        never.cutShort();

        assertThat(deadline.isExpired()).isTrue();
        assertThat(deadline.isCutShort()).isTrue();
        assertThat(never.isExpired()).isTrue();
        assertThat(never.remainingNanos(time.nanos())).isZero();
        time.advance(Duration.ofMillis(1500));
        assertThat(again.remaining()).isEqualTo(Duration.ofMillis(500));
        assertThat(again.isCutShort()).isFalse();
    }
}
