package dev.sluice.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.pool.failure.PoolSaturated;
import dev.sluice.pool.operation.OperationReport;
import io.quarkiverse.resteasy.problem.HttpProblem;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
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
    private final Logger library = Logger.getLogger("http-problem");
    private final ProblemLines filter = new ProblemLines();
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
        library.addHandler(handler);
        filter.begin("started");
    }

    @AfterEach
    void stopListening() {
        ours.removeHandler(handler);
        library.removeHandler(handler);
        library.setFilter(null);
    }

    /** As the library does. */
    private void logged(HttpProblem problem) {
        library.log(Level.SEVERE, "all of it: report and more", problem);
    }

    @Test
    @DisplayName("C5 an operation that a database refuses has one line at WARN, without its report and a stack")
    void refused() {
        logged(Refusal.of(ProblemType.OPERATION_INCOMPLETE, "reset created 0 of 10 connections: connection refused"));

        assertThat(lines).singleElement().satisfies(line -> {
            assertThat(line.getLevel().getName()).isIn("WARN", "WARNING");
            assertThat(line.getMessage())
                    .startsWith("503 ")
                    .endsWith("reset created 0 of 10 connections: connection refused");
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
    @DisplayName("C5 a fault of the application stays an error of the library")
    void others() {
        logged(HttpProblem.builder()
                .withTitle("Internal Server Error")
                .withStatus(500)
                .build());

        assertThat(lines).singleElement().satisfies(line -> {
            assertThat(line.getLoggerName()).isEqualTo("http-problem");
            assertThat(line.getThrown()).isNotNull();
        });
    }
}
