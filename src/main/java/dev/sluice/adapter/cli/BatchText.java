package dev.sluice.adapter.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** A batch of a running service as text. */
final class BatchText {

    private static final double NANOS = 1e9;

    private BatchText() {}

    static List<String> of(JsonNode batch) throws RemoteProblem {
        if (!batch.path("status").isTextual() || !batch.path("id").isTextual()) {
            throw RemoteProblem.notSluice("it is no batch");
        }
        TextTable table = new TextTable("batch", batch.path("id").asText());
        for (String field : new String[] {"task", "pool", "lane", "status", "workers", "chunk", "orderedAt"}) {
            table.row(field, ReadingCommand.text(batch, field));
        }
        table.row("done", batch.path("succeeded").asLong() + " of " + ReadingCommand.text(batch, "total"))
                .row("failed", ReadingCommand.text(batch, "failed"))
                .row("retried", ReadingCommand.text(batch, "retried"))
                .row("jobs/s", ReadingCommand.text(batch, "jobsPerSecond"))
                .row("elapsed", SpanFormat.of(batch.path("elapsedNanos").asDouble() / NANOS))
                .row("left", ReadingCommand.span(batch, "secondsLeft"))
                .row("p99 of a chunk", SpanFormat.of(batch.path("p99Nanos").asDouble() / NANOS));
        for (String field : new String[] {"lastRetry", "problem"}) {
            if (batch.hasNonNull(field)) {
                table.sentence(field, batch.path(field).asText());
            }
        }
        List<String> lines = new ArrayList<>(table.lines());
        batch.path("failures")
                .forEach(failure -> lines.add(
                        PlainText.text("failed: " + failure.path("job").asText() + ": "
                                + failure.path("problem").asText())));
        return lines;
    }
}
