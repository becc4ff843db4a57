package dev.sluice.batch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A duration in a line")
@Tag("fast")
class ShortDurationTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0s",
        "999, 999ns",
        "50000, 50µs",
        "1250000, 1.25ms",
        "3200000000, 3.2s",
        "60000000000, 1m0s",
        "125500000000, 2m5.5s",
        "3603000000000, 1h0m3s"
    })
    @DisplayName("B10 is as people write it")
    void text(long nanos, String text) {
        assertThat(ShortDuration.of(nanos)).isEqualTo(text);
    }
}
