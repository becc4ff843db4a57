package dev.sluice.adapter.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code sluice batch show}: one batch of a running service. */
@Command(
        name = "show",
        description = "Shows a batch of a running service: progress, rate, and the first failed jobs.",
        sortOptions = false,
        footer = HelpTexts.EXIT_CODES)
public final class BatchShowCommand extends ReadingCommand {

    @Parameters(index = "0", paramLabel = "ID", description = HelpTexts.BATCH)
    private String id = "";

    /** Creates the command with the environment of this process. */
    public BatchShowCommand() {
        this(CommandEnvironment.ofProcess());
    }

    BatchShowCommand(CommandEnvironment surroundings) {
        super(surroundings);
    }

    @Override
    String path() {
        return ApiPaths.batch(id);
    }

    @Override
    List<String> lines(JsonNode answer) throws RemoteProblem {
        return BatchText.of(answer);
    }
}
