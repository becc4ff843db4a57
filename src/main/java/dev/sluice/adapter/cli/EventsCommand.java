package dev.sluice.adapter.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice events}: the latest events of a pool. */
@Command(
        name = "events",
        description = "Lists the latest events of a pool, the oldest first. Repeated events are one line.",
        sortOptions = false,
        footer = HelpTexts.EXIT_CODES)
public final class EventsCommand extends PoolListCommand {

    @Mixin
    private final CallerOptions callers = new CallerOptions();

    @Option(names = "--limit", paramLabel = "N", description = "Maximum events, the latest (1-1000, default: 100).")
    private @Nullable String limit;

    /** Creates the command with the environment of this process. */
    public EventsCommand() {
        this(CommandEnvironment.ofProcess());
    }

    EventsCommand(CommandEnvironment surroundings) {
        super(surroundings, "events");
    }

    @Override
    RequestQuery query() {
        return callers.addTo(new RequestQuery().add("limit", limit));
    }

    @Override
    List<String> lines(JsonNode answer) throws RemoteProblem {
        TextTable table = new TextTable("TIME", ">TIMES", "EVENT", "CONNECTION", "TENANT", "TAGS", "DETAIL");
        for (JsonNode event : array(answer, "events")) {
            String type = text(event, "type");
            table.row(
                            time(event, "at"),
                            text(event, "times"),
                            type,
                            text(event, "connection"),
                            text(event, "tenant"),
                            tags(event),
                            text(event, "detail"))
                    .painted(type.contains("FAILED") || type.contains("LEAK") ? Paint.WARNING : Paint.PLAIN);
        }
        return table.lines(surroundings.hasColours());
    }
}
