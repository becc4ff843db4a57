package dev.sluice.batch.distributed;

import dev.sluice.batch.jdbc.ChunkHandler;
import dev.sluice.batch.rows.Row;

/** Finds what a batch does with its rows, in whatever process works on it. Thread-safe. */
@FunctionalInterface
public interface HandlerLookup {

    /**
     * Returns the handler for the definition.
     *
     * @throws Exception if this process has no such handler; another process may have one
     */
    ChunkHandler<Row> of(Definition definition) throws Exception;
}
