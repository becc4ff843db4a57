package dev.sluice.adapter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("fast")
class ResetCommandTest {

    private static final String RUNNING = Says.operation("RUNNING", "null", "null");

    private StubService service;

    @BeforeEach
    void start() throws IOException {
        service = new StubService();
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private Ran run(Steps steps, String... words) {
        return Ran.patient(service.url(), steps.surroundings(), words);
    }

    @Test
    @DisplayName("a reset is printed in words")
    void words() {
        service.on("/pool/reset", 200, Says.report());
        Ran ran = run(new Steps(), "reset");
        assertThat(ran.code()).isZero();
        assertThat(ran.lines())
                .containsExactly(
                        "pool 'default': reset: created 10 of 10, closed 2, took 11ms; the pool is RUNNING with 10"
                                + " connections",
                        "1 leased connection is closed when released");
    }

    @Test
    @DisplayName("--json prints the report to the letter")
    void json() {
        service.on("/pools/orders/reset", 200, Says.report());
        assertThat(run(new Steps(), "reset", "orders", "--json").out().strip()).isEqualTo(Says.report());
    }

    @Test
    @DisplayName("a reset that exceeds a request is followed to its end")
    void followed() {
        service.on("/pool/reset", 202, RUNNING).on("/operations/op_1_1", 200, RUNNING);
        Steps steps = new Steps(
                () -> {},
                () -> service.on("/operations/op_1_1", 200, Says.operation("SUCCEEDED", Says.report(), "null")));
        Ran ran = run(steps, "reset");
        assertThat(ran.code()).isZero();
        assertThat(ran.out()).startsWith("pool 'default': reset: created 10 of 10, closed 2, took 11ms");
        assertThat(service.requests).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({
        "INCOMPLETE, '{\"message\":\"connection refused\"}', null, 'Operation incomplete: reset: connection refused'",
        "FAILED, null, '\"pool closed\"', 'Operation failed: reset: pool closed'",
        "CANCELLED, null, null, 'Operation cancelled: reset: no reason is given'",
    })
    @DisplayName("a reset that does not succeed ends with 1")
    void endsOtherwise(String status, String report, String problem, String line) {
        service.on("/pool/reset", 202, RUNNING).on("/operations/op_1_1", 200, Says.operation(status, report, problem));
        Ran ran = run(new Steps(() -> {}), "reset");
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err().lines()).containsExactly(line);
    }

    @Test
    @DisplayName("a reset that the service has forgotten ends with 1: the command was valid")
    void forgotten() {
        service.on("/pool/reset", 202, RUNNING)
                .on(
                        "/operations/op_1_1",
                        404,
                        "{\"title\":\"Unknown operation\",\"detail\":\"no operation 'op_1_1'\"}");
        Ran ran = run(new Steps(() -> {}), "reset");
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err().lines()).containsExactly("Unknown operation: no operation 'op_1_1'");
    }

    @Test
    @DisplayName("an interrupt ends the command, and not the reset")
    void interrupted() {
        service.on("/pool/reset", 202, RUNNING);
        Ran ran = run(new Steps(), "reset");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(ran.code()).isEqualTo(130);
        assertThat(service.requests).hasSize(1);
    }

    @Test
    @DisplayName("an answer 202 without an operation ends with 1")
    void noOperation() {
        service.on("/pool/reset", 202, "{}");
        Ran ran = run(new Steps(), "reset");
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err().lines()).containsExactly("Not an answer of Sluice: it is no operation");
    }

    @Test
    @DisplayName("an answer that is no report ends with 1")
    void noReport() {
        service.on("/pool/reset", 200, "{\"ok\":true}");
        Ran ran = run(new Steps(), "reset", "--json");
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err().lines()).containsExactly("Not an answer of Sluice: it is no report of a reset");
    }
}
