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
record Mark(long chunks, long jobs, long digest) {

    static final Mark START = new Mark(0, 0, 0);

    private static final long FACTOR = 31;

    Mark after(Chunk<Row> chunk) {
        return new Mark(chunks + 1, jobs + chunk.size(), digest * FACTOR + Digest.of(chunk));
    }
}
