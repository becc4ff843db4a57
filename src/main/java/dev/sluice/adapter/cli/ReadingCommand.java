package dev.sluice.adapter.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * A command that shows one answer of the service as a table. With {@code --watch} the reading repeats until the command
 * is interrupted or a reading fails.
 */
abstract class ReadingCommand extends ServiceCommand {

    @Option(names = "--json", description = HelpTexts.JSON)
    private boolean json;

    @Option(
            names = "--watch",
            arity = "0..1",
            paramLabel = "SECONDS",
            fallbackValue = "2",
            preprocessor = AttachedValue.class,
            converter = CommandDuration.class,
            description = HelpTexts.WATCH)
    private @Nullable Duration watch;

    ReadingCommand(CommandEnvironment surroundings) {
        super(surroundings);
    }

    /** Returns the path of the reading, with its query. */
    abstract String path();

    /** Reads once. */
    ServiceResponse read(Remote remote) throws RemoteFailure, InterruptedException {
        return remote.get(path());
    }

    /** Returns the answer as lines of text. */
    abstract List<String> lines(JsonNode answer) throws RemoteProblem;

    @Override
    final boolean isJson() {
        return json;
    }

    @Override
    final void run(Remote remote) throws RemoteFailure, InterruptedException {
        show(remote);
        while (watch != null) {
            surroundings.pause(watch);
            if (!json) {
                out().println();
            }
            show(remote);
        }
    }

    private void show(Remote remote) throws RemoteFailure, InterruptedException {
        ServiceResponse answer = read(remote);
        List<String> lines = lines(answer.json());
        if (json) {
            json(answer.text());
        } else {
            lines.forEach(out()::println);
        }
        out().flush();
    }

    /** Returns the array, or refuses an answer without it. */
    static JsonNode array(JsonNode array, String content) throws RemoteProblem {
        if (!array.isArray()) {
            throw RemoteProblem.notSluice("it has no list of " + content);
        }
        return array;
    }

    /** Returns a field as text; {@code -} if it is missing or null. */
    static String text(JsonNode entry, String field) {
        return entry.hasNonNull(field) ? entry.get(field).asText() : "-";
    }

    /** Returns a duration in seconds as text; {@code -} if it is missing or null. */
    static String span(JsonNode entry, String field) {
        return entry.hasNonNull(field) ? SpanFormat.of(entry.get(field).asDouble()) : "-";
    }

    /** Returns the tags of an entry: {@code feature=billing,node=a}; {@code -} without tags. */
    static String tags(JsonNode entry) {
        String tags = entry.path("tags").properties().stream()
                .map(tag -> tag.getKey() + "=" + tag.getValue().asText())
                .collect(Collectors.joining(","));
        return tags.isEmpty() ? "-" : tags;
    }

    /** Returns the time of day of an instant, in UTC, cut to seconds: {@code 12:15:49}. */
    static String time(JsonNode entry, String field) {
        String instant = text(entry, field);
        return instant.length() >= 19 ? instant.substring(11, 19) : instant;
    }
}
