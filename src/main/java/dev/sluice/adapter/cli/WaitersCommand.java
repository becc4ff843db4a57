package dev.sluice.adapter.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.value.Plural;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sluice waiters}: the callers that wait for a lease, in the order of their turns. */
@Command(
        name = "waiters",
        description = "Lists the callers that wait for a lease of a pool, in the order of their turns.",
        sortOptions = false,
        footer = HelpTexts.EXIT_CODES)
public final class WaitersCommand extends PoolListCommand {

    @Mixin
    private final ListOptions list = new ListOptions();

    /** Creates the command with the environment of this process. */
    public WaitersCommand() {
        this(CommandEnvironment.ofProcess());
    }

    WaitersCommand(CommandEnvironment surroundings) {
        super(surroundings, "waiters");
    }

    @Override
    RequestQuery query() {
        return list.query();
    }

    @Override
    List<String> lines(JsonNode answer) throws RemoteProblem {
        TextTable table = new TextTable(
                ">TURN", "LANE", ">WAITED", ">LEFT", ">EXPECTED", "TENANT", "TAGS", "THREAD", "TRACE", "HOLDS");
        JsonNode waiters = array(answer.path("waiters"), "waiters");
        for (JsonNode waiter : waiters) {
            List<String> holds = new ArrayList<>();
            waiter.path("holds").forEach(each -> holds.add(each.asText()));
            table.row(
                    text(waiter, "position"),
                    text(waiter, "lane"),
                    span(waiter, "waitedSeconds"),
                    span(waiter, "remainingSeconds"),
                    span(waiter, "estimatedSeconds"),
                    text(waiter, "tenant"),
                    tags(waiter),
                    text(waiter, "thread"),
                    text(waiter, "traceId"),
                    holds.isEmpty() ? "-" : String.join(",", holds));
        }
        List<String> lines = new ArrayList<>(table.lines(surroundings.hasColours()));
        lines.add(waiters.size() + " of " + Plural.of(answer.path("waiting").asLong(), "waiter") + "; "
                + Plural.of(answer.path("held").asLong(), "lease is", "leases are") + " held");
        return lines;
    }
}
