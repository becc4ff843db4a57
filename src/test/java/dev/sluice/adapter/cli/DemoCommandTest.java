package dev.sluice.adapter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("sluice demo")
@Tag("fast")
class DemoCommandTest {

    private StubService service;

    @BeforeEach
    void start() throws IOException {
        service = new StubService()
                .on("/pools/default/demonstrate", 202, "{\"id\":\"op_7_1\",\"status\":\"RUNNING\"}")
                .on("/operations/op_7_1", 200, "{\"id\":\"op_7_1\",\"status\":\"RUNNING\"}");
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private Ran run(String... words) {
        return Ran.patient(service.url(), new Steps().surroundings(), words);
    }

    @Test
    @DisplayName("begins the traffic and ends at once, with the id of the operation")
    void begins() {
        Ran ran = run("demo", "--duration", "5m");
        assertThat(ran.code()).isZero();
        assertThat(service.requests)
                .singleElement()
                .asString()
                .startsWith("POST /pools/default/demonstrate ")
                .endsWith(" respond-async");
        assertThat(ran.lines())
                .containsExactly(
                        "demonstration traffic runs: operation op_7_1 on pool 'default'",
                        "watch it with: sluice top; end it with: sluice demo --stop");
    }

    @Test
    @DisplayName("--stop cancels the operation that runs, and fails if none runs")
    void stops() {
        service.on("/operations", 200, "[{\"id\":\"op_6_1\",\"operation\":\"demonstrate\",\"status\":\"CANCELLED\"}]");
        Ran none = run("demo", "--stop");
        assertThat(none.code()).isEqualTo(ExitCode.FAILED);
        assertThat(none.err()).contains("no demonstration traffic runs on pool 'default'");
        service.on(
                "/operations",
                200,
                "[{\"id\":\"op_8_1\",\"operation\":\"reset\",\"status\":\"RUNNING\"},"
                        + "{\"id\":\"op_7_1\",\"operation\":\"demonstrate\",\"status\":\"RUNNING\"}]");
        Ran ran = run("demo", "--stop");
        assertThat(ran.code()).isZero();
        assertThat(ran.lines()).containsExactly("demonstration traffic stops");
        assertThat(service.requests).last().asString().startsWith("DELETE /operations/op_7_1 ");
    }
}
