package dev.sluice.batch.jdbc;

import dev.sluice.batch.Busy;
import dev.sluice.batch.CannotGoOn;
import dev.sluice.batch.ConnectionLost;
import dev.sluice.batch.ServerTrouble;
import dev.sluice.batch.TryAgain;
import dev.sluice.batch.Unreachable;

/** Translates failures that are no job's fault for the engine. */
final class ChunkFaults {

    private ChunkFaults() {}

    /** Throws a failure that is no job's fault, as an exception that the engine understands. */
    static void requireOfJobs(Throwable e) throws Exception {
        if (e instanceof CannotGoOn stop) {
            throw stop;
        }
        SqlErrorKind kind = SqlErrors.kindOf(e);
        if (!kind.isOfJobs()) {
            throw exception(kind, e);
        }
    }

    /** Returns the exception that the engine understands. */
    static Exception exception(SqlErrorKind kind, Throwable e) {
        return switch (kind) {
            case BUSY -> new Busy(SqlErrors.words(e));
            case AWAY -> new Unreachable(SqlErrors.words(e), e);
            case LOST -> new ConnectionLost(SqlErrors.words(e), e);
            case AGAIN -> new TryAgain(SqlErrors.words(e), e);
            case PASSING -> new ServerTrouble(SqlErrors.words(e), e);
            case OVER, STATEMENT, OTHER -> new CannotGoOn(ValueFreeMessage.words(e), e);
        };
    }
}
