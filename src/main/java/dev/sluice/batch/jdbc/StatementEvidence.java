package dev.sluice.batch.jdbc;

import dev.sluice.batch.Chunk;
import dev.sluice.batch.ChunkResult;
import java.util.Map;

/**
 * Records whether a statement works for other jobs. A state such as 42501 may concern one row, which a policy refuses,
 * or the statement, which no row can change. The job is at fault only if other jobs succeed. Thread-safe.
 */
final class StatementEvidence {

    private volatile boolean works;

    /** Records that a job was done. */
    void works() {
        works = true;
    }

    /**
     * Examines the failed jobs of a chunk.
     *
     * @throws ChunkEnded if the statement is at fault
     */
    void weigh(Chunk<?> chunk, Map<Integer, Throwable> faults) throws ChunkEnded {
        boolean isAll = faults.size() == chunk.size()
                && faults.values().stream().allMatch(each -> SqlErrors.kindOf(each) == SqlErrorKind.STATEMENT);
        if (!isAll) {
            return;
        }
        boolean isFirst = works && chunk.size() == 1;
        works = false; // a second such failure in a row is the statement's fault
        if (!isFirst) {
            Throwable reason = faults.values().iterator().next();
            throw new ChunkEnded(new ChunkResult.Stop(ValueFreeMessage.words(reason), null, reason));
        }
    }
}
