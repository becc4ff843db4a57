package dev.sluice.adapter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.adapter.quarkus.PostgresResource;
import dev.sluice.testing.PostgresServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(PostgresResource.class)
@DisplayName("The command for a batch, on PostgreSQL")
@Tag("service")
class BatchOnPostgresTest {

    @Inject
    BatchApplication application;

    PostgresServer server;

    @Test
    @DisplayName("B02, B03 prints the demonstration's lines in their order, and ends with the right totals")
    void demonstration() throws Exception {
        BatchRan ran = BatchRan.of(application, "", "--workers", "8", "--jobs", "64000", "--chunk", "10");

        assertThat(ran.code()).isZero();
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out()).first().isEqualTo("Running 64000 jobs across 8 workers");
        assertThat(ran.out().stream().filter(line -> line.startsWith("Processing")))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 20)
                        .mapToObj(i -> "Processing " + 5 * i + "% complete")
                        .toList());
        assertThat(ran.out())
                .containsSubsequence(
                        "Processing 100% complete",
                        "Closing job queue and terminating workers",
                        "Total 64000, succeeded 64000, failed 0, retried 0, not run 0");
        assertThat(server.ask("select count(*) || ' ' || count(distinct id) || ' ' || sum(id) from sluice_demo_users"))
                .isEqualTo("64000 64000 2047968000");
    }

    @Test
    @DisplayName("has a distributed batch worked on by its own workers alone, with the same totals")
    void distributed() throws Exception {
        BatchRan ran = BatchRan.of(
                application,
                "",
                "--workers",
                "3",
                "--jobs",
                "3000",
                "--chunk",
                "50",
                "--distributed",
                "--resume",
                "cli-d");

        assertThat(ran.code()).as(String.join("\n", ran.out()) + ran.err()).isZero();
        assertThat(ran.out())
                .contains("Processing 100% complete", "Total 3000, succeeded 3000, failed 0, retried 0, not run 0");
        assertThat(server.ask("select count(*) from sluice_batch_chunk where batch = 'cli-d'"))
                .isEqualTo("60");
        assertThat(server.ask("select count(*) from sluice_batch_task")).isEqualTo("0");
    }
}
