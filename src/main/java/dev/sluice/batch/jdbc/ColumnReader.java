package dev.sluice.batch.jdbc;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads one column of a result. */
record ColumnReader(String label, int index, @Nullable Class<?> type) {

    static List<ColumnReader> of(ResultSetMetaData result) throws SQLException {
        List<ColumnReader> readers = new ArrayList<>();
        for (int i = 1; i <= result.getColumnCount(); i++) {
            readers.add(new ColumnReader(
                    result.getColumnLabel(i), i, javaType(result.getColumnType(i), result.getColumnTypeName(i))));
        }
        return readers;
    }

    @Nullable
    Object read(ResultSet row) throws SQLException {
        if (type == BigDecimal.class) {
            return decimal(row.getString(index));
        }
        return type == null ? row.getString(index) : row.getObject(index, type);
    }

    /** Returns a decimal, or the text of PostgreSQL's NaN and Infinity, which are no BigDecimal. */
    private static @Nullable Object decimal(@Nullable String text) {
        return text == null || Character.isLetter(text.charAt(text.length() - 1)) ? text : new BigDecimal(text);
    }

    /** Returns the Java type of a column, or null for columns that are read as text. */
    private static @Nullable Class<?> javaType(int sqlType, String typeName) {
        return switch (typeName) { // PostgreSQL's driver reports these with the number of another type
            case "timestamptz" -> OffsetDateTime.class;
            case "timetz", "money", "bit" -> null;
            case "DECFLOAT" -> BigDecimal.class;
            case "uuid", "UUID" -> UUID.class;
            default -> javaType(sqlType);
        };
    }

    private static @Nullable Class<?> javaType(int sqlType) {
        return switch (sqlType) {
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER -> Integer.class;
            case Types.BIGINT -> Long.class;
            case Types.NUMERIC, Types.DECIMAL -> BigDecimal.class;
            case Types.REAL -> Float.class;
            case Types.FLOAT, Types.DOUBLE -> Double.class;
            case Types.BIT, Types.BOOLEAN -> Boolean.class;
            case Types.DATE -> LocalDate.class;
            case Types.TIME -> LocalTime.class;
            case Types.TIMESTAMP -> LocalDateTime.class;
            case Types.TIMESTAMP_WITH_TIMEZONE -> OffsetDateTime.class;
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> byte[].class;
            default -> null;
        };
    }
}
