package dev.sluice.audit;

import dev.sluice.access.AuditEvent;
import dev.sluice.access.AuditEvent.ChangeOutcome;
import java.util.Locale;

/** The kind of a line. Each kind has files, numbers and bounds of its own, so that no denial can replace a change. */
public enum AuditKind {
    /** Lines about changes, from {@code begun} on. */
    CHANGE("audit"),
    /** Lines about denials and failed logins. */
    DENIAL("denials");

    private final String stem;

    AuditKind(String stem) {
        this.stem = stem;
    }

    static AuditKind of(AuditEvent event) {
        return event.outcome() == ChangeOutcome.DENIED ? DENIAL : CHANGE;
    }

    /** Returns the beginning of the names of the files. */
    String stem() {
        return stem;
    }

    /** Returns the name in lower case, as in answers and parameters. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the name of the file that gets the next line. */
    public String file() {
        return stem + ".jsonl";
    }
}
