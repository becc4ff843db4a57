package dev.sluice.adapter.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** The stacks of holders as text below a table. */
final class StackText {

    private StackText() {}

    /** Adds the stack under a heading, unless it is empty. */
    static void add(List<String> lines, String connection, String moment, JsonNode stack) {
        if (!stack.isEmpty()) {
            lines.add("");
            lines.add(PlainText.text(connection + ", " + moment + ":"));
            stack.forEach(frame -> lines.add("    at " + PlainText.text(frame.asText())));
        }
    }
}
