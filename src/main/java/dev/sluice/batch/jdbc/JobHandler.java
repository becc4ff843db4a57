package dev.sluice.batch.jdbc;

import dev.sluice.batch.rows.Row;

/**
 * An application's own work for batches: a CDI bean, application scoped or a singleton. It is given rows, with values
 * where they come from a file or a query, with a number only where so many jobs were asked for.
 */
public interface JobHandler extends ChunkHandler<Row> {

    /** By which a batch asks for it. */
    String name();
}
