package dev.sluice.audit;

import dev.sluice.access.AuditEvent;
import dev.sluice.access.AuditEvent.ChangeOutcome;
import java.util.Locale;
import java.util.regex.Pattern;

/** The kind of a line. Each kind has files, numbers and bounds of its own, so that no denial can replace a change. */
public enum AuditKind {
    /** Lines about changes, from {@code begun} on. */
    CHANGE("audit"),
    /** Lines about denials and failed logins. */
    DENIAL("denials");

    /** Matches the end of a line about a denial. A value inside the line cannot look like this, as its quotes are escaped. */
    private static final Pattern DENIED = Pattern.compile("\"outcome\":\"" + ChangeOutcome.DENIED.word()
            + "\"(?:,\"reason\":\"(?:[^\"\\\\]++|\\\\.)*+\")?,\"previous\":\"[\\w-]{43}\",\"hash\":\"[\\w-]{43}\"}$");

    private final String stem;

    AuditKind(String stem) {
        this.stem = stem;
    }

    static AuditKind of(AuditEvent event) {
        return event.outcome() == ChangeOutcome.DENIED ? DENIAL : CHANGE;
    }

    /** Returns whether a line is of this kind, by its outcome. */
    boolean has(String line) {
        return DENIED.matcher(line).find() == (this == DENIAL);
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
