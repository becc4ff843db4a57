package dev.sluice.batch.jdbc;

import dev.sluice.batch.rows.Row;

/**
 * The application's own work for batches: a CDI bean, application scoped or a singleton. Rows from a file or a query
 * have values; rows of a batch without rows have only a number.
 */
public interface JobHandler extends ChunkHandler<Row> {

    /** Returns the name by which orders refer to the handler. */
    String name();
}
