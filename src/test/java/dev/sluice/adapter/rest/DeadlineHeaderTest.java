package dev.sluice.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.testing.FakeTime;
import dev.sluice.time.Deadline;
import dev.sluice.value.BadValue;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The header with the deadline of a request")
@Tag("fast")
class DeadlineHeaderTest {

    private final FakeTime time = new FakeTime();

    private Deadline read(String... values) {
        return DeadlineHeader.read("Deadline", List.of(values), time);
    }

    @Test
    @DisplayName("has a duration, which runs from the arrival of the request")
    void duration() {
        Deadline deadline = read("1500ms");
        time.advance(Duration.ofMillis(500));
        assertThat(deadline.remaining()).isEqualTo(Duration.ofSeconds(1));
        assertThat(read("0s").isExpired()).isTrue();
        assertThat(read("PT2S").length()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    @DisplayName("may be missing, and is refused twice")
    void missingOrTwice() {
        assertThat(read()).isNull();
        assertThatThrownBy(() -> read("1s", "1s")).isInstanceOf(BadValue.class).hasMessage("Deadline is given twice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "soon", "-1s", "1e3s", "99999999d", "2026-01-01T00:00:00Z", "1s, 2s"})
    @DisplayName("is refused with the rule if its value is no duration in bounds")
    void refused(String value) {
        assertThatThrownBy(() -> read(value))
                .isInstanceOf(BadValue.class)
                .hasMessageStartingWith("Deadline must be a duration from 0 s to 36500 days, such as 500ms");
    }
}
