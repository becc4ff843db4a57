package dev.sluice.batch.jdbc;

import dev.sluice.batch.CannotGoOn;
import dev.sluice.batch.ChunkResult;
import dev.sluice.batch.Setback;

/** Translates failures that no job caused into results of a chunk. */
final class ChunkFaults {

    private ChunkFaults() {}

    /** Throws a failure that no job caused, as a result for the engine. */
    static void requireOfJobs(Throwable e) throws CannotGoOn, ChunkEnded {
        if (e instanceof CannotGoOn stop) {
            throw stop;
        }
        SqlErrorKind kind = SqlErrors.kindOf(e);
        if (!kind.isOfJobs()) {
            throw new ChunkEnded(result(kind, e));
        }
    }

    /** Returns the result for the engine. */
    static ChunkResult result(SqlErrorKind kind, Throwable e) {
        return switch (kind) {
            case BUSY -> new ChunkResult.Busy(SqlErrors.words(e));
            case AWAY -> retry(Setback.AWAY, e);
            case LOST -> retry(Setback.LOST, e);
            case AGAIN -> retry(Setback.CONFLICT, e);
            case PASSING -> retry(Setback.SERVER, e);
            case OVER, STATEMENT, OTHER -> new ChunkResult.Stop(ValueFreeMessage.words(e), null, e);
        };
    }

    static ChunkResult.Retry retry(Setback setback, Throwable cause) {
        return new ChunkResult.Retry(setback, SqlErrors.words(cause), cause);
    }

    static ChunkResult.Stop stop(CannotGoOn e) {
        return new ChunkResult.Stop(SqlErrors.words(e), null, e);
    }
}
