package dev.sluice.adapter.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice what-if}: predicts waits and refusals for another size or other rules of the gate. */
@Command(
        name = "what-if",
        description = {
            "Replays the recent callers of a pool with another maximum of connections, or with other",
            "rules of its gate: sluice what-if orders --max 4 reserved.high=1. Changes nothing."
        },
        sortOptions = false,
        footer = HelpTexts.EXIT_CODES)
public final class WhatIfCommand extends ServiceCommand {

    private static final List<String> ROWS = List.of("happened", "present", "predicted");

    @Parameters(index = "0", paramLabel = "POOL", description = "The name of the pool.")
    private String pool = "";

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "KEY=VALUE",
            description = "Other rules of the gate, with the keys of sluice policy.")
    private List<String> changes = List.of();

    @Option(names = "--max", paramLabel = "N", description = "Maximum connections (default: the present maximum).")
    private @Nullable Integer maxSize;

    @Option(
            names = "--last",
            paramLabel = "DURATION",
            description = "Part of the recorded time, up to now, such as 5m (default: all of it).")
    private @Nullable String last;

    @Option(names = "--json", description = HelpTexts.JSON)
    private boolean json;

    /** Creates the command in the environment of this process. */
    public WhatIfCommand() {
        this(CommandEnvironment.ofProcess());
    }

    WhatIfCommand(CommandEnvironment surroundings) {
        super(surroundings);
    }

    @Override
    boolean isJson() {
        return json;
    }

    @Override
    void run(Remote remote) throws RemoteFailure, InterruptedException {
        ServiceResponse answer =
                remote.order("POST", ApiPaths.of(pool, "what-if"), question().toString());
        if (json) {
            json(answer.text());
        } else {
            lines(answer.json()).forEach(out()::println);
        }
    }

    private ObjectNode question() {
        ObjectNode rules = RulePatch.of(changes, spec().commandLine());
        ObjectNode question = rules.objectNode();
        if (maxSize != null) {
            question.put("maxSize", maxSize);
        }
        if (last != null) {
            question.put("last", last);
        }
        return changes.isEmpty() ? question : question.set("rules", rules);
    }

    private static List<String> lines(JsonNode report) {
        TextTable table = new TextTable(
                "",
                ">max",
                ">callers",
                ">leases",
                ">timeouts",
                ">refused",
                ">p50",
                ">p95",
                ">p99",
                ">longest",
                ">used");
        ROWS.forEach(name -> row(table, name, report.path(name)));
        List<String> lines = new ArrayList<>(table.lines());
        lines.add(PlainText.text(report.path("summary").asText()));
        return lines;
    }

    private static void row(TextTable table, String name, JsonNode served) {
        long refused = 0;
        for (JsonNode count : served.path("refused")) {
            refused += count.asLong();
        }
        table.row(
                name,
                served.path("maxSize").asText(),
                served.path("callers").asText(),
                served.path("leases").asText(),
                served.path("timeouts").asText(),
                refused,
                span(served, "p50WaitSeconds"),
                span(served, "p95WaitSeconds"),
                span(served, "p99WaitSeconds"),
                span(served, "longestWaitSeconds"),
                Math.round(100 * served.path("utilisation").asDouble()) + "%");
    }

    private static String span(JsonNode served, String name) {
        return SpanFormat.of(served.path(name).asDouble());
    }
}
