package dev.sluice.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("fast")
class SpanTextTest {

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0 s",
        "-PT1S, -1 s",
        "PT1.5S, 1500 ms",
        "-PT1.5S, -1500 ms",
        "PT90S, 90 s",
        "PT5M, 5 m",
        "PT48H, 48 h",
        "PT0.000000001S, PT0.000000001S",
        "PT999999999999999H, PT999999999999999H"
    })
    @DisplayName("a given value is shown without rounding")
    void exact(String given, String expected) {
        assertThat(SpanText.exact(Duration.parse(given))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"219, 219 ms", "1505, 2 s", "9499, 9 s", "59500, 1 m 00 s", "247200, 4 m 07 s"})
    @DisplayName("a measured span has no more than whole seconds from one second on")
    void rounded(long millis, String expected) {
        assertThat(SpanText.rounded(Duration.ofMillis(millis))).isEqualTo(expected);
    }

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
    @DisplayName("a span is shown in its two largest units")
    void text(long millis, String expected) {
        assertThat(SpanText.of(Duration.ofMillis(millis))).isEqualTo(expected);
    }
}
