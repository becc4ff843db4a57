package dev.sluice.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
@DisplayName("A client with an answer that it has not read")
class ReadingPaceTest {

    private final ReadingPace pace = new ReadingPace(Duration.ofSeconds(5));

    /** Returns after how many seconds the client is too slow, if it takes so many bytes in each. */
    private int secondsUntilTooSlow(long unread, long eachSecond) {
        long left = unread;
        pace.record(unread, left);
        for (int second = 1; left > 0; second++) {
            left = Math.max(0, left - eachSecond);
            pace.record(unread, left);
            if (pace.isTooSlowAfter(Duration.ofSeconds(1))) {
                return second;
            }
        }
        return -1;
    }

    @Test
    @DisplayName("is too slow after the limit if it takes nothing")
    void nothing() {
        assertThat(secondsUntilTooSlow(100_000, 0)).isEqualTo(5);
    }

    @Test
    @DisplayName("is too slow if it takes a byte now and then")
    void trickle() {
        assertThat(secondsUntilTooSlow(100_000, 1)).isEqualTo(5);
    }

    @Test
    @DisplayName("is not too slow if it takes the least number of bytes within the limit, or all")
    void slow() {
        assertThat(secondsUntilTooSlow(1_000_000, ReadingPace.LEAST_BYTES / 4)).isEqualTo(-1);
        assertThat(secondsUntilTooSlow(10, 3)).isEqualTo(-1);
    }

    @Test
    @DisplayName("begins again with the next answer after the client has read all")
    void next() {
        pace.record(100, 100);
        assertThat(pace.isTooSlowAfter(Duration.ofSeconds(4))).isFalse();
        pace.record(100, 0);
        pace.record(200, 100);
        assertThat(pace.isTooSlowAfter(Duration.ofSeconds(4))).isFalse();
        assertThat(pace.isTooSlowAfter(Duration.ofSeconds(1))).isTrue();
    }

    @Test
    @DisplayName("gains no time by asking for more answers while it takes nothing")
    void more() {
        for (int second = 1; second < 5; second++) {
            pace.record(100 * second, 100 * second);
            assertThat(pace.isTooSlowAfter(Duration.ofSeconds(1))).isFalse();
        }
        pace.record(500, 500);
        assertThat(pace.isTooSlowAfter(Duration.ofSeconds(1))).isTrue();
    }

    @Test
    @DisplayName("is not too slow if it takes bytes as fast as answers are written")
    void steady() {
        for (int second = 1; second < 100; second++) {
            pace.record(10_000L * second + 20_000, 20_000);
            assertThat(pace.isTooSlowAfter(Duration.ofSeconds(1))).isFalse();
        }
    }
}
