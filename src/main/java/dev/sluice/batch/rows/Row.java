package dev.sluice.batch.rows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * A row of data. Immutable, as long as its values are. Its text form omits the values.
 *
 * @param number the number of the row in its input, from 1; the header of a CSV file and blank lines do not count
 * @param columns the names of its columns; rows with the same columns in the same order share one list, where the
 *     reader can tell
 * @param values the values in the order of the columns; for a row with a problem, its original text or nothing
 * @param problem the reason why the row could not be read, or null; begins with {@code column '…': } if that is known,
 *     and does not contain the number of the row, see {@link #at}
 */
public record Row(
        long number,
        List<String> columns,
        List<@Nullable Object> values,
        @Nullable String problem) {

    /** Checks that there are as many values as columns, unless there is a problem. The list of values is not copied. */
    public Row {
        if (problem == null && values.size() != columns.size()) {
            throw new IllegalArgumentException(values.size() + " values for " + columns.size() + " columns");
        }
        values = Collections.unmodifiableList(values);
    }

    /** Creates a row that could be read. Keeps the list of columns and copies the values. */
    public static Row of(long number, List<String> columns, List<? extends @Nullable Object> values) {
        return new Row(number, columns, new ArrayList<>(values), null);
    }

    /** Creates a row that could not be read. */
    public static Row unreadable(long number, List<String> columns, String problem) {
        return new Row(number, columns, List.of(), problem);
    }

    /** Returns a row that could not be read, with its original text if that is known. */
    public static Row unreadable(long number, List<String> columns, String problem, @Nullable String text) {
        return new Row(number, columns, text == null ? List.of() : List.of(text), problem);
    }

    /** Returns the original text of a row that could not be read, or null if the text is not known. */
    public @Nullable String text() {
        return problem == null || values.isEmpty() ? null : (String) values.get(0);
    }

    /** Returns the index of the column of this name, or of the first whose name differs only in case, or -1. */
    public static int indexOf(List<String> columns, String name) {
        int exact = columns.indexOf(name);
        for (int i = 0; exact < 0 && i < columns.size(); i++) {
            if (columns.get(i).equalsIgnoreCase(name)) {
                return i;
            }
        }
        return exact;
    }

    /** Returns whether the row has the column. */
    public boolean has(String column) {
        return indexOf(columns, column) >= 0;
    }

    /**
     * Returns the value of the column.
     *
     * @throws NoSuchElementException if the row has no column of that name
     * @throws IllegalStateException if the row could not be read
     */
    public @Nullable Object value(String column) {
        if (problem != null) {
            throw new IllegalStateException(at(problem));
        }
        int index = indexOf(columns, column);
        if (index < 0) {
            throw new NoSuchElementException(at("column '" + column + "': is missing"));
        }
        return values.get(index);
    }

    /** Prefixes the problem with the number of this row: {@code row 12, column 'age': …}, or {@code row 12: …}. */
    public String at(String what) {
        return "row " + number + (what.startsWith("column '") ? ", " : ": ") + what;
    }

    @Override
    public String toString() {
        return problem == null ? "row " + number + " with " + values.size() + " values" : at(problem);
    }
}
