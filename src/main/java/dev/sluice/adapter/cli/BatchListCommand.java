package dev.sluice.adapter.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code sluice batch list}: the batches of a running service. */
@Command(
        name = "list",
        description = "Lists the batches of a running service, the latest first.",
        sortOptions = false,
        footer = HelpTexts.EXIT_CODES)
public final class BatchListCommand extends ReadingCommand {

    /** Creates the command with the environment of this process. */
    public BatchListCommand() {
        this(CommandEnvironment.ofProcess());
    }

    BatchListCommand(CommandEnvironment surroundings) {
        super(surroundings);
    }

    @Override
    String path() {
        return ApiPaths.BATCHES;
    }

    @Override
    List<String> lines(JsonNode answer) throws RemoteProblem {
        TextTable table = new TextTable(
                "ID", "TASK", "POOL", "LANE", "STATUS", ">DONE", ">FAILED", ">TOTAL", ">JOBS/S", ">LEFT", "ORDERED");
        for (JsonNode batch : array(answer, "batches")) {
            String status = text(batch, "status");
            table.row(
                            text(batch, "id"),
                            text(batch, "task"),
                            text(batch, "pool"),
                            text(batch, "lane"),
                            status,
                            text(batch, "succeeded"),
                            text(batch, "failed"),
                            text(batch, "total") + (batch.path("totalKnown").asBoolean(true) ? "" : "+"),
                            text(batch, "jobsPerSecond"),
                            span(batch, "secondsLeft"),
                            time(batch, "orderedAt"))
                    .painted(Paint.of(status));
        }
        return table.lines(surroundings.hasColours());
    }
}
