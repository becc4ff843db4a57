package dev.sluice.adapter.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.value.Plural;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** The report of an operation in words. */
final class ReportText {

    private ReportText() {}

    static List<String> of(JsonNode report) {
        List<String> lines = new ArrayList<>();
        boolean isDry = report.path("dryRun").asBoolean();
        StringJoiner did = new StringJoiner(
                ", ",
                "pool '" + report.path("pool").asText() + "': "
                        + report.path("operation").asText() + (isDry ? " (dry run)" : "") + ": ",
                "");
        int wanted = report.path("wanted").asInt();
        if (wanted > 0) {
            did.add((isDry
                            ? "would create "
                            : "created " + report.path("created").asInt() + " of ")
                    + wanted);
        }
        count(did, report.path("retired").size(), isDry ? "would close" : "closed");
        count(did, report.path("broken").size(), isDry ? "would break" : "broke");
        did.add("took " + SpanFormat.of(report.path("durationMillis").asDouble() / 1e3));
        lines.add(did + "; the pool is " + report.path("state").asText() + " with "
                + Plural.of(report.path("after").asInt(), "connection"));
        int later = report.path("retireOnRelease").size();
        if (later > 0) {
            lines.add(Plural.of(later, "leased connection is", "leased connections are") + " closed when released");
        }
        int running = report.path("mayStillRun").size();
        if (running > 0) {
            lines.add(Plural.of(running, "statement") + " may still run on the server");
        }
        String message = report.path("message").asText("");
        if (!message.isEmpty()) {
            lines.add(message);
        }
        return lines.stream().map(PlainText::text).toList();
    }

    private static void count(StringJoiner did, int count, String what) {
        if (count > 0) {
            did.add(what + " " + count);
        }
    }
}
