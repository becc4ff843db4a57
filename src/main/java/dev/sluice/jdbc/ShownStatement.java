package dev.sluice.jdbc;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A statement of a holder as shown to operators: without the contents of texts in quotes and of comments. Only
 * statements that read or change rows are shown; any other, such as {@code ALTER USER}, is shown by its first word.
 */
final class ShownStatement {

    /** The first words of statements that are shown; such statements have no secret outside of quotes. */
    private static final Set<String> SHOWN = Set.of(
            "select",
            "insert",
            "update",
            "delete",
            "merge",
            "with",
            "values",
            "call",
            "fetch",
            "lock",
            "begin",
            "start",
            "commit",
            "rollback",
            "savepoint",
            "vacuum",
            "analyze",
            "refresh",
            "truncate",
            "reindex",
            "copy");

    private static final String HIDDEN = "…";

    private final String sql;
    private final StringBuilder shown = new StringBuilder();
    private int at;

    private ShownStatement(String sql) {
        this.sql = sql;
    }

    /** Returns the shown text; null for no statement. */
    static @Nullable String of(@Nullable String sql) {
        return sql == null || sql.isBlank() ? null : new ShownStatement(sql.strip()).text();
    }

    private String text() {
        while (at < sql.length()) {
            char next = sql.charAt(at);
            if (next == '\'' || next == '"' || next == '`') {
                hide(String.valueOf(next), String.valueOf(next), 1);
            } else if (sql.startsWith("--", at)) {
                hide("-- ", "\n", 2);
            } else if (next == '#') {
                hide("# ", "\n", 1);
            } else if (sql.startsWith("/*", at)) {
                hide("/*", "*/", 2);
            } else if (next == '$' && dollarQuote() != null) {
                String quote = String.valueOf(dollarQuote());
                hide(quote, quote, quote.length());
            } else {
                shown.append(next);
                at++;
            }
        }
        String text = shown.toString();
        String first = text.split("[^A-Za-z]", 2)[0];
        return SHOWN.contains(first.toLowerCase(Locale.ROOT)) ? text : (first + " " + HIDDEN).strip();
    }

    /** Returns {@code $tag$} at this place, or null. */
    private @Nullable String dollarQuote() {
        int end = sql.indexOf('$', at + 1);
        if (end < 0 || (at > 0 && Character.isLetterOrDigit(sql.charAt(at - 1)))) {
            return null;
        }
        String tag = sql.substring(at + 1, end);
        boolean isTag = tag.isEmpty() || tag.matches("[\\p{L}_][\\p{L}\\p{N}_]*");
        return isTag ? sql.substring(at, end + 1) : null;
    }

    /** Skips to the end of a text or a comment. A backslash in front of a quote does not end it, to be on the safe side. */
    private void hide(String begin, String end, int length) {
        int close = sql.indexOf(end, at + length);
        while (close > 0 && end.length() == 1 && end.charAt(0) != '\n' && sql.charAt(close - 1) == '\\') {
            close = sql.indexOf(end, close + 1);
        }
        shown.append(begin).append(HIDDEN).append(end);
        at = close < 0 ? sql.length() : close + end.length();
    }
}
