package dev.sluice.adapter.cli;

import dev.sluice.time.AtExit;
import java.io.PrintWriter;
import java.util.List;

/**
 * The output of {@code top}. On a terminal each reading replaces the previous one; as plain text the readings follow
 * each other. The state of the terminal is restored, also at the end of the process. Thread-safe.
 */
final class Screen implements AutoCloseable {

    private static final String ESCAPE = "\u001b[";
    private static final String BEGIN = ESCAPE + "?25l" + ESCAPE + "?7l" + ESCAPE + "2J"; // no cursor, no wrapping
    private static final String END = ESCAPE + "?7h" + ESCAPE + "?25h";
    private static final String HOME = ESCAPE + "H";
    private static final String REST_OF_LINE = ESCAPE + "K";
    private static final String REST_OF_SCREEN = ESCAPE + "J";

    private final PrintWriter out;
    private final boolean isTerminal;
    private final AtExit atExit;
    private boolean shown; // Guarded by this
    private boolean closed; // Guarded by this

    Screen(PrintWriter out, boolean isTerminal) {
        this.out = out;
        this.isTerminal = isTerminal;
        atExit = AtExit.run("sluice-screen", this::end);
    }

    /** Shows a reading, unless the screen is closed. */
    synchronized void show(List<String> lines) {
        if (closed) {
            return;
        }
        if (isTerminal) {
            out.print((shown ? "" : BEGIN) + HOME);
            lines.forEach(line -> out.print(line + REST_OF_LINE + System.lineSeparator()));
            out.print(REST_OF_SCREEN);
        } else {
            if (shown) {
                out.println();
            }
            lines.forEach(out::println);
        }
        shown = true;
        out.flush();
    }

    @Override
    public void close() {
        atExit.close();
        end();
    }

    private synchronized void end() {
        if (!closed && shown && isTerminal) {
            out.print(END);
            out.flush();
        }
        closed = true;
    }
}
