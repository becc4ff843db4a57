package dev.sluice.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.pool.failure.PoolSaturated;
import dev.sluice.pool.operation.OperationReport;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class ProblemLinesTest {

    private final List<LogRecord> lines = new CopyOnWriteArrayList<>();
    private final Logger ours = Logger.getLogger("dev.sluice.http");
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            lines.add(line);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        ours.addHandler(handler);
    }

    @AfterEach
    void stopListening() {
        ours.removeHandler(handler);
    }

    private static void logged(Refusal refusal) {
        ProblemLines.write(refusal, "/pool/reset");
    }

    @Test
    @DisplayName("C5 an operation that a database refuses has one line at WARN, without its report and a stack")
    void refused() {
        logged(Refusal.of(ProblemType.OPERATION_INCOMPLETE, "reset created 0 of 10 connections: connection refused"));

        assertThat(lines).singleElement().satisfies(line -> {
            assertThat(line.getLevel().getName()).isIn("WARN", "WARNING");
            assertThat(line.getMessage())
                    .startsWith("503 ")
                    .endsWith("reset created 0 of 10 connections: connection refused (/pool/reset)");
            assertThat(line.getThrown()).isNull();
        });
    }

    private static OperationReport incomplete(boolean dryRun) {
        return OperationReport.of("op_7", "reset", "orders")
                .dryRun(dryRun)
                .state("FAILED")
                .creations(10, 0, 10)
                .complete(false)
                .message("connection refused")
                .build();
    }

    @Test
    @DisplayName("the line of an operation that is not complete names its pool and its id")
    void namesThePool() {
        logged(Refusal.incomplete(incomplete(false)));

        assertThat(lines)
                .extracting(LogRecord::getMessage)
                .containsExactly("503 Operation incomplete: reset created 0 of 10"
                        + " connections: connection refused (pool 'orders', op_7)");
    }

    @Test
    @DisplayName("a dry run has no line, even if it is not complete")
    void dryRun() {
        logged(Refusal.incomplete(incomplete(true)));

        assertThat(lines).isEmpty();
    }

    @Test
    @DisplayName("C5 a caller that is refused under load has one line at INFO")
    void saturated() {
        logged(Refusal.of(new PoolSaturated("orders", "pool 'orders': too many waiters")));

        assertThat(lines)
                .singleElement()
                .satisfies(line -> assertThat(line.getLevel().getName()).isEqualTo("INFO"));
    }

    @Test
    @DisplayName("a refusal of a bad request has no line")
    void badRequest() {
        logged(Refusal.of(ProblemType.BAD_PARAMETER, "force must be true or false: 'yes'"));

        assertThat(lines).isEmpty();
    }

    @Test
    @DisplayName("C5 a fault of the service is an error with its types and its stack, without its messages")
    void fault() {
        Exception cause = new IllegalArgumentException("hush2hush");
        ProblemLines.fault(
                new IllegalStateException("cannot use jdbc:postgresql://db/orders?password=hush2hush", cause),
                "/pool/stats");

        assertThat(lines).singleElement().satisfies(line -> {
            assertThat(line.getLevel().getName()).isIn("ERROR", "SEVERE");
            assertThat(line.getMessage())
                    .startsWith("a request failed (/pool/stats): java.lang.IllegalStateException at ")
                    .contains("at dev.sluice.adapter.rest.ProblemLinesTest.fault(")
                    .contains("; caused by java.lang.IllegalArgumentException at ")
                    .doesNotContain("hush2hush");
        });
    }
}
