package dev.sluice.adapter.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.value.Plural;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice holders}: the leases of a pool and their holders. */
@Command(
        name = "holders",
        description = "Lists the leases of a pool and their holders.",
        sortOptions = false,
        footer = HelpTexts.EXIT_CODES)
public final class HoldersCommand extends PoolListCommand {

    @Option(
            names = "--statements",
            description = "Reads the running statements from the database; needs the role operator.")
    private boolean statements;

    @Option(names = "--stacks", description = "Shows the stacks of the holders' threads; needs the role operator.")
    private boolean stacks;

    @Mixin
    private final ListOptions list = new ListOptions();

    /** Creates the command with the environment of this process. */
    public HoldersCommand() {
        this(CommandEnvironment.ofProcess());
    }

    HoldersCommand(CommandEnvironment surroundings) {
        super(surroundings, "waiters");
    }

    @Override
    RequestQuery query() {
        return list.query().add("statements", statements ? true : null).add("stacks", stacks ? true : null);
    }

    @Override
    List<String> lines(JsonNode answer) throws RemoteProblem {
        TextTable table =
                new TextTable("CONNECTION", "LANE", ">HELD", "TENANT", "TAGS", "THREAD", "TRACE", "STATEMENT");
        JsonNode holders = array(answer.path("holders"), "holders");
        for (JsonNode holder : holders) {
            table.row(
                    text(holder, "connection"),
                    text(holder, "lane"),
                    span(holder, "heldSeconds"),
                    text(holder, "tenant"),
                    tags(holder),
                    text(holder, "thread"),
                    text(holder, "traceId"),
                    text(holder, "statement"));
        }
        List<String> lines = new ArrayList<>(table.lines(surroundings.hasColours()));
        lines.add(holders.size() + " of " + Plural.of(answer.path("held").asLong(), "lease") + "; "
                + Plural.of(answer.path("waiting").asLong(), "caller waits", "callers wait"));
        if (answer.hasNonNull("statementsMissing")) {
            lines.add(PlainText.text(
                    "no statements: " + answer.path("statementsMissing").asText()));
        }
        holders.forEach(holder -> StackText.add(lines, text(holder, "connection"), "now", holder.path("stack")));
        return lines;
    }
}
