package dev.sluice.adapter.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** The report of a reset in words. */
final class ResetText {

    private ResetText() {}

    static List<String> of(JsonNode report) {
        List<String> lines = new ArrayList<>();
        StringJoiner did = new StringJoiner(", ", "pool '" + report.path("pool").asText() + "': ", "");
        did.add("created " + report.path("created").asInt() + " of "
                + report.path("wanted").asInt() + " in "
                + Spans.of(report.path("durationMillis").asDouble() / 1e3));
        did.add("closed " + report.path("retired").size());
        lines.add(did + "; it is " + report.path("state").asText() + " with "
                + report.path("after").asInt() + " connections");
        int later = report.path("retireOnRelease").size();
        if (later > 0) {
            lines.add(later + " in use " + (later == 1 ? "is" : "are") + " closed when released");
        }
        String message = report.path("message").asText("");
        if (!message.isEmpty()) {
            lines.add(message);
        }
        return lines.stream().map(Plain::text).toList();
    }
}
