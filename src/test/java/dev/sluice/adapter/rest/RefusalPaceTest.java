package dev.sluice.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.FakeTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class RefusalPaceTest {

    @Test
    @DisplayName("Refusals of a second have one line, and the next line has the number of the others")
    void onceASecond() {
        FakeTime time = new FakeTime();
        List<String> lines = new ArrayList<>();
        RefusalPace pace = new RefusalPace(time, lines::add);
        for (int i = 0; i < 1000; i++) {
            pace.record("10.0.0." + i % 200, "GET /pool/stats");
        }
        assertThat(lines)
                .containsExactly("a request from 10.0.0.0 without valid credentials was refused: GET /pool/stats");

        time.advance(Duration.ofMillis(999));
        pace.record("10.0.0.8", "GET /pools");
        time.advance(Duration.ofMillis(1));
        pace.record("10.0.0.9", "POST /pools");
        assertThat(lines).hasSize(2);
        assertThat(lines.get(1))
                .isEqualTo("a request from 10.0.0.9 without valid credentials was refused: POST /pools; 1000 more since"
                        + " the last such line");

        time.advance(Duration.ofSeconds(2));
        pace.record("10.0.0.9", "POST /pools");
        assertThat(lines.get(2)).endsWith("refused: POST /pools");
    }
}
