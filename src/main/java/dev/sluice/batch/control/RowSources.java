package dev.sluice.batch.control;

import dev.sluice.admission.Priority;
import dev.sluice.batch.JobSource;
import dev.sluice.batch.NumberedJobs;
import dev.sluice.batch.jdbc.Connections;
import dev.sluice.batch.jdbc.QueryRows;
import dev.sluice.batch.rows.BadInput;
import dev.sluice.batch.rows.Row;
import dev.sluice.batch.rows.RowFile;
import dev.sluice.batch.rows.RowJobs;
import dev.sluice.batch.rows.RowReader;
import dev.sluice.batch.rows.RowReaders;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

/**
 * Opens sources of rows.
 *
 * @param context finds the pools
 * @param batch name of the batch
 * @param chunkSize number of rows in a chunk
 * @param strict whether a row that cannot be read refuses the source
 * @param columns the columns that the rows must have
 */
record RowSources(BatchContext context, String batch, int chunkSize, boolean strict, List<String> columns) {

    JobSource<Row> open(RowSource from) throws BadInput, BadOrder {
        if (from instanceof RowSource.File file) {
            return file(file);
        }
        if (from instanceof RowSource.Stream stream) {
            return new RowJobs(stream(stream), chunkSize, OptionalLong.empty());
        }
        if (from instanceof RowSource.Query query) {
            return new RowJobs(query(query), chunkSize, OptionalLong.empty());
        }
        if (from instanceof RowSource.Failed failed) {
            return FailedRowSource.of(failed.path());
        }
        NumberedJobs numbers = new NumberedJobs(((RowSource.Numbers) from).jobs(), chunkSize);
        return new MappedJobs<>(numbers, number -> Row.of(number, List.of(), List.of()));
    }

    private JobSource<Row> file(RowSource.File file) throws BadInput {
        RowFile known = RowFile.scan(file.path(), file.name(), file.syntax(), strict);
        known.requires(columns);
        return new RowJobs(known.open(), chunkSize, OptionalLong.of(known.rows()));
    }

    private RowReader stream(RowSource.Stream stream) throws BadInput {
        try {
            RowReader reader = RowReaders.open(stream.in(), stream.syntax());
            requireColumns(reader);
            return reader;
        } catch (IOException e) {
            throw new BadInput("the rows cannot be read: " + e.getMessage());
        }
    }

    private void requireColumns(RowReader reader) throws BadInput {
        for (String name : columns) {
            if (!reader.columns().isEmpty() && Row.indexOf(reader.columns(), name) < 0) {
                reader.close();
                throw new BadInput(
                        "column '" + name + "' is missing; there are: " + String.join(", ", reader.columns()));
            }
        }
    }

    /** Returns the rows of a query, which runs at the first read, because the pool may make it wait. */
    private RowReader query(RowSource.Query query) throws BadOrder {
        Connections connections = Connections.once(context.pool(query.pool()), Priority.BACKGROUND, batch);
        return new LazyRows(() -> {
            RowReader reader = QueryRows.open(connections, query.query());
            requireColumns(reader);
            return reader;
        });
    }
}
