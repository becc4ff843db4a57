package dev.sluice.batch.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The type of a parameter: the conversion of a row's value, and the way to bind it. */
enum ColumnType {
    TINYINT(Types.TINYINT, Byte.class, value -> (byte) NumberValues.whole(value, Byte.MIN_VALUE, Byte.MAX_VALUE)),
    SMALLINT(Types.SMALLINT, Short.class, value -> (short) NumberValues.whole(value, Short.MIN_VALUE, Short.MAX_VALUE)),
    INTEGER(Types.INTEGER, Integer.class, value ->
            (int) NumberValues.whole(value, Integer.MIN_VALUE, Integer.MAX_VALUE)),
    BIGINT(Types.BIGINT, Long.class, value -> NumberValues.whole(value, Long.MIN_VALUE, Long.MAX_VALUE)),
    NUMERIC(Types.NUMERIC, Void.class, NumberValues::decimal),

    /**
     * PostgreSQL's numeric, with NaN and infinity. Its driver accepts no Java number for those, so they are sent as
     * text.
     */
    POSTGRES_NUMERIC(Types.NUMERIC, Void.class, NumberValues::decimalOrSpecial) {
        @Override
        void set(PreparedStatement statement, int index, Object converted) throws SQLException {
            if (converted instanceof String) {
                statement.setObject(index, converted, Types.OTHER);
            } else {
                super.set(statement, index, converted);
            }
        }
    },
    REAL(Types.REAL, Float.class, NumberValues::real),
    DOUBLE(Types.DOUBLE, Double.class, NumberValues::doubled),
    BOOLEAN(Types.BOOLEAN, Boolean.class, TextValues::truth),
    DATE(Types.DATE, LocalDate.class, TimeValues::date),
    TIME(Types.TIME, LocalTime.class, TimeValues::time),
    TIMESTAMP(Types.TIMESTAMP, LocalDateTime.class, TimeValues::timestamp),
    TIMESTAMPTZ(Types.TIMESTAMP_WITH_TIMEZONE, OffsetDateTime.class, TimeValues::timestampWithZone),
    UUID(Types.OTHER, UUID.class, TextValues::uuid),
    TEXT(Types.VARCHAR, String.class, TextValues::of),
    BINARY(Types.BINARY, byte[].class, TextValues::bytes),

    /** An array of PostgreSQL with elements of any type, which the server parses. */
    POSTGRES_ARRAY(Types.OTHER, Void.class, ArrayValues::postgres) {
        @Override
        void set(PreparedStatement statement, int index, Object converted) throws SQLException {
            statement.setObject(index, converted, Types.OTHER);
        }
    },

    /** Types that PostgreSQL derives from the text: JSON, networks, enums and others. */
    OTHER(Types.OTHER, Void.class, TextValues::of) {
        @Override
        void set(PreparedStatement statement, int index, Object converted) throws SQLException {
            statement.setObject(index, converted, Types.OTHER);
        }
    },

    /** An unknown type; the driver receives the value unchanged. */
    ANY(Types.NULL, Object.class, value -> value);

    private final int sqlType;
    private final Class<?> ready;

    @SuppressWarnings("ImmutableEnumChecker") // a method of a class without state
    private final Conversion conversion;

    ColumnType(int sqlType, Class<?> ready, Conversion conversion) {
        this.sqlType = sqlType;
        this.ready = ready;
        this.conversion = conversion;
    }

    @FunctionalInterface
    private interface Conversion {
        Object of(Object value) throws UnsuitableValue;
    }

    /** Checks that a value of a row can be bound. */
    final void check(@Nullable Object value) throws UnsuitableValue {
        if (value != null && !ready.isInstance(value)) {
            conversion.of(value);
        }
    }

    /** Binds a value of a row. */
    final void bind(PreparedStatement statement, int index, @Nullable Object value)
            throws SQLException, UnsuitableValue {
        if (value == null) {
            statement.setNull(index, sqlType);
        } else {
            set(statement, index, ready.isInstance(value) ? value : conversion.of(value));
        }
    }

    void set(PreparedStatement statement, int index, Object converted) throws SQLException {
        statement.setObject(index, converted);
    }

    /**
     * Returns the type for PostgreSQL's own name. The driver reports some types, such as enums and money, with the
     * number of another type. The number of an array is reliable, but not the names of arrays of enums.
     */
    static ColumnType ofPostgres(int sqlType, String typeName) {
        return switch (typeName) {
            case "int2" -> SMALLINT;
            case "int4" -> INTEGER;
            case "int8" -> BIGINT;
            case "numeric" -> POSTGRES_NUMERIC;
            case "float4" -> REAL;
            case "float8" -> DOUBLE;
            case "bool" -> BOOLEAN;
            case "date" -> DATE;
            case "time" -> TIME;
            case "timestamp" -> TIMESTAMP;
            case "timestamptz" -> TIMESTAMPTZ;
            case "uuid" -> UUID;
            case "text", "varchar", "bpchar" -> TEXT;
            case "bytea" -> BINARY;
            case "_box" -> OTHER; // the only array with another separator than a comma
            default -> sqlType == Types.ARRAY ? POSTGRES_ARRAY : OTHER;
        };
    }

    /** Returns the type by the number of JDBC, or by the type's name where that is more exact. */
    static ColumnType of(int sqlType, @Nullable String typeName) {
        String name = typeName == null ? "" : typeName.toUpperCase(Locale.ROOT);
        if (name.equals("UUID")) {
            return UUID;
        }
        if (name.equals("DECFLOAT")) {
            return NUMERIC;
        }
        return switch (sqlType) {
            case Types.TINYINT -> TINYINT;
            case Types.SMALLINT -> SMALLINT;
            case Types.INTEGER -> INTEGER;
            case Types.BIGINT -> BIGINT;
            case Types.NUMERIC, Types.DECIMAL -> NUMERIC;
            case Types.REAL -> REAL;
            case Types.FLOAT, Types.DOUBLE -> DOUBLE;
            case Types.BIT, Types.BOOLEAN -> BOOLEAN;
            case Types.DATE -> DATE;
            case Types.TIME -> TIME;
            case Types.TIMESTAMP -> TIMESTAMP;
            case Types.TIMESTAMP_WITH_TIMEZONE -> TIMESTAMPTZ;
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> BINARY;
            case Types.CHAR, Types.VARCHAR, Types.LONGVARCHAR, Types.CLOB -> TEXT;
            case Types.NCHAR, Types.NVARCHAR, Types.LONGNVARCHAR, Types.NCLOB -> TEXT;
            default -> ANY;
        };
    }
}
