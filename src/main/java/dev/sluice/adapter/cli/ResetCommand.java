package dev.sluice.adapter.cli;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code sluice reset}: replaces connections while callers work. The command ends with the reset, without a time limit.
 * If the command is interrupted, or cannot reach the service any more, the reset continues.
 */
@Command(
        name = "reset",
        description = "Replaces a pool's connections; those in use when they are released.",
        sortOptions = false,
        footer = HelpTexts.EXIT_CODES)
public final class ResetCommand extends ServiceCommand {

    @Parameters(index = "0", arity = "0..1", paramLabel = "POOL", description = HelpTexts.POOL)
    private @Nullable String pool;

    @Option(names = "--json", description = HelpTexts.JSON)
    private boolean json;

    /** Creates the command with the environment of this process. */
    public ResetCommand() {
        this(CommandEnvironment.ofProcess());
    }

    ResetCommand(CommandEnvironment surroundings) {
        super(surroundings);
    }

    @Override
    boolean isJson() {
        return json;
    }

    @Override
    void run(Remote remote) throws RemoteFailure, InterruptedException {
        ServiceResponse report = new OperationFollower(remote, surroundings, line -> {})
                .toTheEnd(remote.post(ApiPaths.of(pool, "reset")));
        print(report.text(), report.json());
    }

    private void print(String text, JsonNode report) throws RemoteProblem {
        if (!report.path("complete").isBoolean()) {
            throw RemoteProblem.notSluice("it is no report of a reset");
        }
        if (json) {
            json(text);
        } else {
            ReportText.of(report).forEach(out()::println);
        }
    }
}
