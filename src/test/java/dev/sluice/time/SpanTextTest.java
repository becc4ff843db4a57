package dev.sluice.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpanTextTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0 ms",
        "-5, 0 ms",
        "200, 200 ms",
        "1000, 1 s",
        "2500, 2500 ms",
        "35700, 35 s",
        "60000, 1 m 00 s",
        "247000, 4 m 07 s",
        "7500000, 2 h 05 m"
    })
    @DisplayName("a span is told in its two units that matter")
    void text(long millis, String expected) {
        assertThat(SpanText.of(Duration.ofMillis(millis))).isEqualTo(expected);
    }
}
