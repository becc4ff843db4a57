package dev.sluice.batch.jdbc;

import dev.sluice.batch.CannotGoOn;
import dev.sluice.batch.ChunkResult;
import dev.sluice.batch.RetryReason;

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
            case AWAY -> retry(RetryReason.AWAY, e);
            case LOST -> retry(RetryReason.LOST, e);
            case AGAIN -> retry(RetryReason.CONFLICT, e);
            case PASSING -> retry(RetryReason.SERVER, e);
            case OVER, STATEMENT, OTHER -> new ChunkResult.Stop(ValueFreeMessage.words(e), null, e);
        };
    }

    static ChunkResult.Retry retry(RetryReason kind, Throwable cause) {
        return new ChunkResult.Retry(kind, SqlErrors.words(cause), cause);
    }

    static ChunkResult.Stop stop(CannotGoOn e) {
        return new ChunkResult.Stop(SqlErrors.words(e), null, e);
    }
}
