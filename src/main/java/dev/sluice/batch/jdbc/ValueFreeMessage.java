package dev.sluice.batch.jdbc;

import java.sql.SQLException;
import java.util.regex.Pattern;

/**
 * The database's message about a refused row, without the values of the row, because more people read reports than
 * rows.
 */
final class ValueFreeMessage {

    /**
     * SQLSTATE class 22. The value is in quotes of the server's language, and may contain lines and quotes of its own.
     */
    private static final String DATA_EXCEPTION = "22";

    private static final String QUOTES = "[\"«»„“”‹›「」『』]";
    private static final Pattern QUOTED = Pattern.compile(QUOTES + ".*" + QUOTES, Pattern.DOTALL);

    /** SQLSTATE class 23. H2 shows the values in parentheses. */
    private static final String CONSTRAINT_VIOLATION = "23";

    private static final Pattern KEY = Pattern.compile(" \\(.*", Pattern.DOTALL);
    private static final Pattern STATEMENT = Pattern.compile("; SQL statement:.*");

    private ValueFreeMessage() {}

    /**
     * Returns the exception with a message of one line. PostgreSQL puts the values of a row in the lines after the
     * first, and its driver puts the values of the statement in front. The result has no cause, because logs would
     * show the cause. Failures that no job caused stay as they are.
     */
    static SQLException of(SQLException e) {
        if (!SqlErrors.kindOf(e).isOfJobs()) {
            return e;
        }
        SQLException reason = e.getNextException() == null ? e : e.getNextException();
        String words = words(String.valueOf(reason.getSQLState()), String.valueOf(reason.getMessage()));
        return new SQLException(words, reason.getSQLState(), reason.getErrorCode());
    }

    /** Returns the reason of any exception, in one line. */
    static String words(Throwable e) {
        return SqlErrors.words(e instanceof SQLException sql ? of(sql) : e);
    }

    private static String words(String state, String message) {
        String words = message;
        if (state.startsWith(DATA_EXCEPTION)) {
            words = QUOTED.matcher(message).replaceAll("\"…\"");
        } else if (state.startsWith(CONSTRAINT_VIOLATION)) {
            words = KEY.matcher(message).replaceAll(" …");
        }
        return STATEMENT.matcher(words.lines().findFirst().orElse("")).replaceFirst("");
    }
}
