package dev.sluice.batch.jdbc;

import dev.sluice.batch.ChunkResult;

/** Unwinds the transaction of a chunk, and carries the result that the engine gets. */
final class ChunkEnded extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient ChunkResult result;

    ChunkEnded(ChunkResult result) {
        super(null, null, true, false); // a rollback that fails is suppressed by this exception
        this.result = result;
    }

    ChunkResult result() {
        return result;
    }
}
