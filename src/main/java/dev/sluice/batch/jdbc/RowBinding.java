package dev.sluice.batch.jdbc;

import dev.sluice.batch.rows.Row;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Binds rows to a statement, one after the other. Searches the columns by name only if they differ from those before.
 */
final class RowBinding {

    private final List<String> names;
    private final List<ColumnType> types;
    private final int[] positions;
    private List<String> columns = List.of();

    RowBinding(List<String> names, List<ColumnType> types) {
        this.names = names;
        this.types = types;
        positions = new int[names.size()];
    }

    /** An action on the value of a parameter. */
    @FunctionalInterface
    private interface Use {
        void of(int parameter, @Nullable Object value) throws SQLException, UnsuitableValue;
    }

    void bind(PreparedStatement statement, Row row) throws SQLException, BadRow {
        each(row, (parameter, value) -> types.get(parameter).bind(statement, parameter + 1, value));
    }

    /** Checks that a row can be bound. */
    void check(Row row) throws BadRow {
        try {
            each(row, (parameter, value) -> types.get(parameter).check(value));
        } catch (SQLException e) {
            throw new IllegalStateException(e); // the check sends no request
        }
    }

    private void each(Row row, Use use) throws SQLException, BadRow {
        String problem = row.problem();
        if (problem != null) {
            throw new BadRow(row, problem);
        }
        lookUp(row);
        for (int i = 0; i < positions.length; i++) {
            try {
                use.of(i, row.values().get(positions[i]));
            } catch (UnsuitableValue e) {
                throw BadRow.column(row, names.get(i), String.valueOf(e.getMessage()));
            }
        }
    }

    @SuppressWarnings("ReferenceEquality") // the same list has the same columns; any other list is searched
    private void lookUp(Row row) throws BadRow {
        if (row.columns() == columns) {
            return;
        }
        for (int i = 0; i < positions.length; i++) {
            positions[i] = Row.indexOf(row.columns(), names.get(i));
            if (positions[i] < 0) {
                columns = List.of();
                throw BadRow.column(row, names.get(i), "is missing");
            }
        }
        columns = row.columns();
    }
}
