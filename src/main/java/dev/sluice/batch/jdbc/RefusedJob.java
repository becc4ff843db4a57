package dev.sluice.batch.jdbc;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The first refused statement of a JDBC batch, where the driver names it. The statements before it were accepted. The
 * message has no value of a row.
 */
final class RefusedJob extends SQLException {

    private static final long serialVersionUID = 1L;

    /** The beginning of each statement of {@link SqlRows}; drivers show the refused statement in their message. */
    static final String MARK = "/* sluice statement ";

    /**
     * The text in place of the statement in messages of PostgreSQL's driver with {@code logServerErrorDetail=false}.
     */
    private static final String NOT_SHOWN = "<unknown>";

    /** Matches a number of up to nine digits, with or without separators. */
    private static final Pattern ONE_NUMBER = Pattern.compile("\\D*(\\d{1,3}(?:\\D?\\d{3}){0,2})\\D*");

    private static final Pattern NO_DIGIT = Pattern.compile("\\D");

    private final int index;

    private RefusedJob(SQLException reason, int index) {
        super(reason.getMessage(), reason.getSQLState(), reason.getErrorCode());
        this.index = index;
    }

    /**
     * Returns the failure of a batch without values, and with the index of the refused statement if it is known.
     *
     * @param size the number of statements in the batch
     * @param isPostgres whether the failure is from PostgreSQL's driver, which has the index in its message
     */
    static SQLException of(SQLException e, int size, boolean isPostgres) {
        SQLException reason = ValueFreeMessage.of(e);
        if (!(e instanceof BatchUpdateException batch)
                || !SqlErrors.kindOf(reason).isOfJobs()) {
            return reason;
        }
        int accepted = batch.getUpdateCounts().length;
        int index = accepted < size || !isPostgres ? accepted : named(String.valueOf(e.getMessage()));
        return index < size ? new RefusedJob(reason, index) : reason;
    }

    /** Returns the index of the refused statement in its batch, from zero. */
    int index() {
        return index;
    }

    /** Returns the only number in front of the statement, in any language: "Batch entry 17 insert … was aborted". */
    private static int named(String message) {
        int statement = message.indexOf(MARK) >= 0 ? message.indexOf(MARK) : message.indexOf(NOT_SHOWN);
        Matcher number = ONE_NUMBER.matcher(message.substring(0, Math.max(0, statement)));
        return number.matches()
                ? Integer.parseInt(NO_DIGIT.matcher(number.group(1)).replaceAll(""))
                : Integer.MAX_VALUE;
    }
}
