package dev.sluice.adapter.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("fast")
class TextTest {

    @ParameterizedTest
    @CsvSource({
        "-1, 0",
        "0, 0",
        "0.0000001, 1us",
        "0.00085, 850us",
        "0.001, 1ms",
        "0.00125, 1.3ms",
        "0.0125, 12ms",
        "0.9999, 999ms",
        "1, 1s",
        "3.25, 3.3s",
        "59.9, 59s",
        "60, 1m0s",
        "3725, 1h2m",
        "90061, 1d1h",
    })
    @DisplayName("spans have the two units that matter")
    void spans(double seconds, String text) {
        assertThat(SpanFormat.of(seconds)).isEqualTo(text);
    }

    @Test
    @DisplayName("columns are as wide as their widest cell; numbers stand at the right")
    void table() {
        TextTable table =
                new TextTable("A", ">N", "LAST").row("long cell", 1, "x").row("ü𝒳", 100, "");
        assertThat(table.lines()).containsExactly("A            N  LAST", "long cell    1  x", "ü𝒳         100");
    }

    @Test
    @DisplayName("a cell is cleaned, and cut where it is longer than is of use")
    void cells() {
        assertThat(new TextTable("A").row("a\tb\u001b").lines()).endsWith("a?b?");
        assertThat(new TextTable("A").row("x".repeat(1000)).lines().get(1))
                .hasSize(48)
                .endsWith("x…");
        assertThatThrownBy(() -> new TextTable("A").row(1, 2)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("a sentence, as the reason of a failure, is shown whole, and widens no other row")
    void sentence() {
        String why = "cannot connect: " + "x".repeat(200);
        assertThat(new TextTable("state", "FAILED").sentence("why", why).lines())
                .containsExactly("state  FAILED", "why    " + why);
    }

    @Test
    @DisplayName("JSON keeps its meaning, with escapes for control characters")
    void json() {
        assertThat(PlainText.json("{\"a\":\n\t\"é\u009b\u202e\"}")).isEqualTo("{\"a\":\n\t\"é\\u009b\\u202e\"}");
    }

    @Test
    @DisplayName("the 99th percentile is given by the bounds of its bucket")
    void percentile() {
        WaitTimes times = WaitTimes.in("""
                # HELP db_client_connection_wait_time_seconds Waits
                db_client_connection_wait_time_seconds_bucket{db_client_connection_pool_name="a",le="0.001"} 1.0
                db_client_connection_wait_time_seconds_bucket{db_client_connection_pool_name="a",le="10.0"} 98.0
                db_client_connection_wait_time_seconds_bucket{db_client_connection_pool_name="a",le="+Inf"} 100.0
                db_client_connection_wait_time_seconds_bucket{le="0.5",db_client_connection_pool_name="b"} 99
                db_client_connection_wait_time_seconds_bucket{le="+Inf",db_client_connection_pool_name="b"} 100
                db_client_connection_wait_time_seconds_bucket{le="+Inf",db_client_connection_pool_name="c"} 0
                db_client_connection_wait_time_seconds_bucket{le="x",db_client_connection_pool_name="d"} 1
                db_client_connection_wait_time_seconds_bucket{le="1",db_client_connection_pool_name="e"} ...
                """);
        assertThat(times.p99("a")).isEqualTo(">10s");
        assertThat(times.p99("b")).isEqualTo("<=500ms");
        assertThat(times.p99("c")).isEqualTo("-");
        assertThat(times.p99("d")).isEqualTo("-");
        assertThat(times.p99("e")).isEqualTo("-");
        assertThat(times.p99("f")).isEqualTo("-");
        assertThat(WaitTimes.none().p99("a")).isEqualTo("-");
    }
}
