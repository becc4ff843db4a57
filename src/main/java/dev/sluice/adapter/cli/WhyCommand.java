package dev.sluice.adapter.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice why}: shows why a pool is slow, and the next steps. */
@Command(
        name = "why",
        description = {
            "Shows why callers of a pool wait or are refused: the cause with its numbers, the holders in",
            "groups, and the next steps with their dry runs. Changes nothing."
        },
        sortOptions = false,
        footer = HelpTexts.EXIT_CODES)
public final class WhyCommand extends ServiceCommand {

    @Parameters(index = "0", arity = "0..1", paramLabel = "POOL", description = HelpTexts.POOL)
    private @Nullable String pool;

    @Option(names = "--json", description = HelpTexts.JSON)
    private boolean json;

    /** Creates the command in the environment of this process. */
    public WhyCommand() {
        this(CommandEnvironment.ofProcess());
    }

    WhyCommand(CommandEnvironment surroundings) {
        super(surroundings);
    }

    @Override
    boolean isJson() {
        return json;
    }

    @Override
    void run(Remote remote) throws RemoteFailure, InterruptedException {
        ServiceResponse answer = remote.get(ApiPaths.of(pool, "diagnosis"));
        JsonNode diagnosis = answer.json();
        if (!diagnosis.path("bottleneck").isTextual()) {
            throw RemoteProblem.notSluice("it is no diagnosis");
        }
        if (json) {
            json(answer.text());
        } else {
            lines(diagnosis).forEach(line -> out().println(PlainText.text(line)));
        }
    }

    private static List<String> lines(JsonNode diagnosis) {
        List<String> lines = new ArrayList<>();
        lines.add(text(diagnosis, "pool") + ": " + text(diagnosis, "verdict"));
        lines.add(text(diagnosis, "bottleneck") + ": " + text(diagnosis, "summary"));
        diagnosis.path("findings").forEach(finding -> lines.add("- " + finding.asText()));
        if (!diagnosis.path("holders").isEmpty()) {
            lines.add("");
            lines.addAll(groups(diagnosis.path("holders")));
        }
        int number = 0;
        for (JsonNode proposal : diagnosis.path("proposals")) {
            lines.add("");
            lines.add(++number + ". " + text(proposal, "why"));
            if (proposal.path("dryRun").isTextual()) {
                lines.add("   dry run: " + text(proposal, "dryRun"));
            }
            lines.add("   " + text(proposal, "command"));
        }
        if (diagnosis.path("missing").isTextual()) {
            lines.add("");
            lines.add("not examined: " + text(diagnosis, "missing"));
        }
        return lines;
    }

    private static List<String> groups(JsonNode groups) {
        TextTable table = new TextTable(">leases", ">longest", ">shortest", "call", "statement", "tenant and tags");
        for (JsonNode group : groups) {
            StringJoiner features = new StringJoiner(" ");
            if (group.path("tenant").isTextual()) {
                features.add(text(group, "tenant"));
            }
            group.path("tags")
                    .properties()
                    .forEach(tag ->
                            features.add(tag.getKey() + ":" + tag.getValue().asText()));
            table.row(
                    group.path("leases").asLong(),
                    SpanFormat.of(group.path("oldestSeconds").asDouble()),
                    SpanFormat.of(group.path("youngestSeconds").asDouble()),
                    orDash(group, "frame"),
                    orDash(group, "statement"),
                    features.length() == 0 ? "-" : features.toString());
        }
        return table.lines();
    }

    private static String orDash(JsonNode node, String name) {
        return node.path(name).isTextual() ? text(node, name) : "-";
    }

    private static String text(JsonNode node, String name) {
        return node.path(name).asText();
    }
}
