package dev.sluice.adapter.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice waiters}: the callers that wait for a lease, in the order of their turns. */
@Command(
        name = "waiters",
        description = "Lists the callers that wait for a lease of a pool, in the order of their turns.",
        sortOptions = false,
        footer = HelpTexts.EXIT_CODES)
public final class WaitersCommand extends ReadingCommand {

    @Parameters(index = "0", arity = "0..1", paramLabel = "POOL", description = HelpTexts.POOL)
    private @Nullable String pool;

    @Mixin
    private final CallerOptions callers = new CallerOptions();

    @Option(names = "--lane", paramLabel = "LANE", description = HelpTexts.LANE)
    private @Nullable String lane;

    @Mixin
    private final PageOptions page = new PageOptions();

    /** Creates the command with the environment of this process. */
    public WaitersCommand() {
        this(CommandEnvironment.ofProcess());
    }

    WaitersCommand(CommandEnvironment surroundings) {
        super(surroundings);
    }

    @Override
    String path() {
        RequestQuery query = page.addTo(callers.addTo(new RequestQuery().add("lane", lane)));
        return ApiPaths.of(pool, "waiters") + query.text();
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
        lines.add(waiters.size() + " of " + answer.path("waiting").asLong() + " waiters; "
                + answer.path("held").asLong() + " leases are held");
        return lines;
    }
}
