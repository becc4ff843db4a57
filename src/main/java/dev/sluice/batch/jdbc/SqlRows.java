package dev.sluice.batch.jdbc;

import dev.sluice.batch.Chunk;
import dev.sluice.batch.rows.NamedSql;
import dev.sluice.batch.rows.Row;
import dev.sluice.jdbc.DatabaseKind;
import java.sql.Connection;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs a statement for each row, with the values of the columns that its parameters name; a chunk is one JDBC batch. A
 * value that does not fit the parameter's type is found before anything is sent. Thread-safe.
 */
public final class SqlRows implements StatementPerJob<Row> {

    private static final Set<DatabaseKind> CAN_TELL = EnumSet.of(DatabaseKind.POSTGRESQL, DatabaseKind.H2);

    /**
     * Databases that report text for every parameter but accept no text for a boolean: the driver chooses better types.
     */
    private static final Set<DatabaseKind> TELLS_NOTHING = EnumSet.of(DatabaseKind.MARIADB, DatabaseKind.MYSQL);

    private static final AtomicLong PREPARED = new AtomicLong();

    private final NamedSql sql;
    private final String text;
    private volatile List<ColumnType> types = List.of();
    private volatile boolean isPostgres;

    /** Keeps the statement; {@link #prepare} checks it. */
    public SqlRows(NamedSql sql) {
        this.sql = sql;
        // Drivers keep prepared statements by their text, with the column types of that time. A text of its own keeps
        // each batch from the statements that an earlier batch has left in a session. The number is no id of a batch.
        text = RefusedJob.MARK + PREPARED.incrementAndGet() + " */ " + sql.sql();
    }

    /**
     * Requests the types of the parameters from the database, once. If the driver cannot report them, it receives the
     * values unchanged.
     *
     * @throws SQLException if the database refuses the statement
     */
    @Override
    public void prepare(Connection connection) throws SQLException {
        DatabaseKind kind = DatabaseKind.ofUrl(connection.getMetaData().getURL());
        isPostgres = kind == DatabaseKind.POSTGRESQL;
        int count = sql.names().size();
        try (PreparedStatement statement = connection.prepareStatement(text)) {
            types = types(statement, kind, count);
        }
    }

    private static List<ColumnType> types(PreparedStatement statement, DatabaseKind kind, int count)
            throws SQLException {
        if (TELLS_NOTHING.contains(kind)) {
            return Collections.nCopies(count, ColumnType.ANY);
        }
        try {
            return types(statement.getParameterMetaData(), count, kind == DatabaseKind.POSTGRESQL);
        } catch (SQLException e) {
            if (CAN_TELL.contains(kind) && !(e instanceof SQLFeatureNotSupportedException)) {
                throw e; // the statement itself is wrong
            }
            return Collections.nCopies(count, ColumnType.ANY);
        }
    }

    private static List<ColumnType> types(ParameterMetaData parameters, int count, boolean postgres)
            throws SQLException {
        List<ColumnType> types = new ArrayList<>(count);
        for (int i = 1; i <= count; i++) {
            String name = parameters.getParameterTypeName(i);
            int type = parameters.getParameterType(i);
            types.add(postgres ? ColumnType.ofPostgres(type, name) : ColumnType.of(type, name));
        }
        return types;
    }

    /** Returns the rows that {@link #handle} would refuse before anything is sent. */
    @Override
    public SortedMap<Integer, Exception> unfit(Chunk<Row> chunk) {
        SortedMap<Integer, Exception> unfit = new TreeMap<>();
        RowBinding binding = new RowBinding(sql.names(), types);
        for (int i = 0; i < chunk.size(); i++) {
            try {
                binding.check(chunk.items().get(i));
            } catch (BadRow e) {
                unfit.put(i, e);
            }
        }
        return unfit;
    }

    /**
     * Writes the rows of a chunk.
     *
     * @throws BadRow for the first row that could not be read, lacks a column, or has a value that does not fit; then
     *     nothing was sent
     * @throws SQLException of the database; a message about a wrong value does not contain the value
     */
    @Override
    public void handle(Connection connection, Chunk<Row> chunk) throws SQLException, BadRow {
        handleEach(connection, chunk);
    }

    @Override
    public boolean handleEach(Connection connection, Chunk<Row> chunk) throws SQLException, BadRow {
        try (PreparedStatement statement = connection.prepareStatement(text)) {
            RowBinding binding = new RowBinding(sql.names(), types);
            for (Row row : chunk.items()) {
                binding.bind(statement, row);
                statement.addBatch();
            }
            return isEach(statement.executeBatch());
        } catch (SQLException e) {
            throw RefusedJob.of(e, chunk.size(), isPostgres);
        }
    }

    /**
     * Returns whether the counts are those of single statements. A driver that sends several rows as one statement does
     * so from the first row on. It then has no counts for single rows, or zeros.
     */
    private static boolean isEach(int[] counts) {
        return counts.length > 1 && counts[0] > 0 && Arrays.stream(counts).noneMatch(count -> count < 0);
    }
}
