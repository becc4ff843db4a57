package dev.sluice.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class WaitHistogramTest {

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 15, 16, 17, 31, 32, 33, 1_000, 1_000_000, 123_456_789_012L, Long.MAX_VALUE})
    @DisplayName("A percentile differs from the wait by a sixteenth at most")
    void precision(long nanos) {
        WaitHistogram histogram = new WaitHistogram();
        histogram.record(nanos);
        histogram.record(Long.MAX_VALUE);
        long shown = histogram.percentile(0.5).toNanos();
        assertThat(shown).isBetween(nanos, nanos + nanos / 16 < 0 ? Long.MAX_VALUE : nanos + nanos / 16);
        assertThat(histogram.longest().toNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    @DisplayName("Percentiles of a hundred waits are in their order, and the last one is the longest wait")
    void percentiles() {
        WaitHistogram histogram = new WaitHistogram();
        assertThat(histogram.percentile(0.99)).isZero();
        for (int millis = 1; millis <= 100; millis++) {
            histogram.record(Duration.ofMillis(millis).toNanos());
        }
        assertThat(histogram.count()).isEqualTo(100);
        assertThat(histogram.total()).isEqualTo(Duration.ofMillis(5050));
        assertThat(histogram.percentile(0.5)).isBetween(Duration.ofMillis(50), Duration.ofMillis(54));
        assertThat(histogram.percentile(0.99)).isBetween(Duration.ofMillis(99), Duration.ofMillis(100));
        assertThat(histogram.percentile(1)).isEqualTo(Duration.ofMillis(100));
        assertThat(histogram.upTo(Duration.ofMillis(50))).isBetween(46L, 50L);
        assertThat(histogram.upTo(Duration.ofHours(1))).isEqualTo(100);
    }
}
