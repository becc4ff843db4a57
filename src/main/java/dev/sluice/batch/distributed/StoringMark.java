package dev.sluice.batch.distributed;

import dev.sluice.batch.Chunk;
import dev.sluice.batch.jdbc.Digest;
import dev.sluice.batch.rows.Row;

/**
 * The stored part of a source.
 *
 * @param chunks number of chunks
 * @param jobs number of their jobs
 * @param digest hash of their content
 */
record StoringMark(long chunks, long jobs, long digest) {

    static final StoringMark START = new StoringMark(0, 0, 0);

    private static final long FACTOR = 31;

    StoringMark after(Chunk<Row> chunk) {
        return new StoringMark(chunks + 1, jobs + chunk.size(), digest * FACTOR + Digest.of(chunk));
    }
}
