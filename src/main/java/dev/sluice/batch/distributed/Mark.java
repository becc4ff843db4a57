package dev.sluice.batch.distributed;

import dev.sluice.batch.Chunk;
import dev.sluice.batch.jdbc.Digest;
import dev.sluice.batch.rows.Row;

/**
 * How far a source was stored.
 *
 * @param chunks how many chunks
 * @param jobs how many jobs are in them
 * @param digest a short form of what is in them
 */
record Mark(long chunks, long jobs, long digest) {

    static final Mark START = new Mark(0, 0, 0);

    private static final long FACTOR = 31;

    Mark after(Chunk<Row> chunk) {
        return new Mark(chunks + 1, jobs + chunk.size(), digest * FACTOR + Digest.of(chunk));
    }
}
