package dev.sluice.batch.distributed;

import dev.sluice.batch.jdbc.ChunkHandler;
import dev.sluice.batch.rows.Row;

/** Finds the work of a batch on its rows, in any process that does its chunks. Thread-safe. */
@FunctionalInterface
public interface HandlerLookup {

    /**
     * Returns the handler for the definition.
     *
     * @throws Exception if this process has no such handler; another process may have one
     */
    ChunkHandler<Row> of(Definition definition) throws Exception;
}
