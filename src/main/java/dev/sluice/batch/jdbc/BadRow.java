package dev.sluice.batch.jdbc;

import dev.sluice.batch.rows.Row;

/** Reports a row that cannot be written. The message has its number and, where possible, the column; never a value. */
public final class BadRow extends Exception {

    private static final long serialVersionUID = 1L;

    private final long row;

    /** Creates the failure of a row for a reason, which begins with the column if one is known. */
    public BadRow(Row row, String problem) {
        super(row.at(problem));
        this.row = row.number();
    }

    static BadRow column(Row row, String column, String problem) {
        return new BadRow(row, "column '" + column + "': " + problem);
    }

    /** Returns the number of the row, which is also that of its job. */
    public long row() {
        return row;
    }
}
