package dev.sluice.admission;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The events of a schedule, line by line; kept only if a reader wants them. */
final class ScheduleTrace {

    private final boolean kept;
    private final List<String> lines = new ArrayList<>();

    private ScheduleTrace(boolean kept) {
        this.kept = kept;
    }

    /** Forgets everything: for the hundred thousands that nobody reads. */
    static ScheduleTrace silent() {
        return new ScheduleTrace(false);
    }

    static ScheduleTrace full() {
        return new ScheduleTrace(true);
    }

    /** Adds a line, indented by the depth of the step in the steps of other callers. */
    void add(int depth, Supplier<String> line) {
        if (kept) {
            lines.add("  ".repeat(depth) + line.get());
        }
    }

    @Override
    public String toString() {
        return String.join("\n", lines);
    }
}
