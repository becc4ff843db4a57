package dev.sluice.adapter.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code sluice operations}: the running operations and the last ended ones, one of them, or the end of one. */
@Command(
        name = "operations",
        description = {
            "Lists the running operations and the last ended ones, the latest first.",
            "With an id, shows that operation with its report, or cancels it."
        },
        sortOptions = false,
        footer = HelpTexts.EXIT_CODES)
public final class OperationsCommand extends ReadingCommand {

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "ID",
            description = "Id of an operation (default: all operations).")
    private @Nullable String id;

    @Option(names = "--pool", paramLabel = "POOL", description = "Only operations on this pool.")
    private @Nullable String pool;

    @Option(names = "--cancel", description = "Cancels the operation; finished steps stay done.")
    private boolean cancel;

    @Mixin
    private final PageOptions page = new PageOptions();

    /** Creates the command with the environment of this process. */
    public OperationsCommand() {
        this(CommandEnvironment.ofProcess());
    }

    OperationsCommand(CommandEnvironment surroundings) {
        super(surroundings);
    }

    @Override
    String path() {
        return id == null
                ? ApiPaths.OPERATIONS
                        + page.addTo(new RequestQuery().add("pool", pool)).text()
                : ApiPaths.operation(id);
    }

    /** Cancels the operation with the first reading, if that is wanted. */
    @Override
    ServiceResponse read(Remote remote) throws RemoteFailure, InterruptedException {
        if (!cancel) {
            return super.read(remote);
        }
        if (id == null) {
            throw new ParameterException(spec().commandLine(), "name the operation to cancel: sluice operations");
        }
        cancel = false;
        return remote.order("DELETE", path(), null);
    }

    @Override
    List<String> lines(JsonNode answer) throws RemoteProblem {
        return id == null ? table(answer) : one(answer);
    }

    private List<String> table(JsonNode answer) throws RemoteProblem {
        TextTable table = new TextTable("ID", "OPERATION", "POOL", "STATUS", ">DONE", "STEP", "STARTED", "BY");
        for (JsonNode each : array(answer, "operations")) {
            table.row(
                            text(each, "id"),
                            text(each, "operation") + (each.path("dryRun").asBoolean() ? " (dry run)" : ""),
                            text(each, "pool"),
                            text(each, "status"),
                            each.path("done").asLong() + "/"
                                    + each.path("total").asLong(),
                            text(each, "step"),
                            time(each, "startedAt"),
                            text(each, "actor"))
                    .painted(Paint.of(text(each, "status")));
        }
        return table.lines(surroundings.hasColours());
    }

    private static List<String> one(JsonNode operation) throws RemoteProblem {
        if (!operation.path("status").isTextual()) {
            throw RemoteProblem.notSluice("it is no operation");
        }
        TextTable table = new TextTable("id", text(operation, "id"));
        for (String field : new String[] {"operation", "pool", "status", "actor", "step", "startedAt", "endedAt"}) {
            table.row(field, text(operation, field));
        }
        table.row(
                "done",
                operation.path("done").asLong() + " of "
                        + operation.path("total").asLong());
        operation
                .path("parameters")
                .properties()
                .forEach(each -> table.row(each.getKey(), each.getValue().asText()));
        if (operation.hasNonNull("problem")) {
            table.sentence("problem", operation.path("problem").asText());
        }
        List<String> lines = new ArrayList<>(table.lines());
        if (operation.hasNonNull("report")) {
            lines.addAll(ReportText.of(operation.path("report")));
        }
        return lines;
    }
}
