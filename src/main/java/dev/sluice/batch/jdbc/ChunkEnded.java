package dev.sluice.batch.jdbc;

import dev.sluice.batch.ChunkResult;

/** Unwinds the transaction of a chunk, and carries its result to the engine. */
final class ChunkEnded extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient ChunkResult result;

    ChunkEnded(ChunkResult result) {
        super(null, null, true, false); // with suppression, for the failure of a rollback
        this.result = result;
    }

    ChunkResult result() {
        return result;
    }
}
