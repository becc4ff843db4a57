package dev.sluice.adapter.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice leaks}: the leases that a pool has reported as leaks and that have not ended. */
@Command(
        name = "leaks",
        description = "Lists the leases that were reported as leaks and still run, the longest first.",
        sortOptions = false,
        footer = HelpTexts.EXIT_CODES)
public final class LeaksCommand extends PoolListCommand {

    @Option(
            names = "--stacks",
            description = "Shows the stacks of the acquire and of the present; needs the role operator.")
    private boolean stacks;

    @Mixin
    private final ListOptions list = new ListOptions();

    /** Creates the command with the environment of this process. */
    public LeaksCommand() {
        this(CommandEnvironment.ofProcess());
    }

    LeaksCommand(CommandEnvironment surroundings) {
        super(surroundings, "leaks");
    }

    @Override
    RequestQuery query() {
        return list.query().add("stacks", stacks ? true : null);
    }

    @Override
    List<String> lines(JsonNode answer) throws RemoteProblem {
        TextTable table =
                new TextTable("CONNECTION", "LANE", ">HELD", ">LIMIT", "SINCE", "TENANT", "TAGS", "THREAD", "TRACE");
        for (JsonNode leak : array(answer, "leaks")) {
            table.row(
                            text(leak, "connection"),
                            text(leak, "lane"),
                            span(leak, "heldSeconds"),
                            span(leak, "thresholdSeconds"),
                            time(leak, "since"),
                            text(leak, "tenant"),
                            tags(leak),
                            text(leak, "thread"),
                            text(leak, "traceId"))
                    .painted(Paint.WARNING);
        }
        List<String> lines = new ArrayList<>(table.lines(surroundings.hasColours()));
        for (JsonNode leak : answer) {
            StackText.add(lines, text(leak, "connection"), "at the acquire", leak.path("acquireStack"));
            StackText.add(lines, text(leak, "connection"), "now", leak.path("currentStack"));
        }
        return lines;
    }
}
