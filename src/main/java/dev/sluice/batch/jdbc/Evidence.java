package dev.sluice.batch.jdbc;

import dev.sluice.batch.CannotGoOn;
import dev.sluice.batch.Chunk;
import java.util.Map;

/**
 * Whether a statement works for other jobs. A state such as 42501 may speak of one row, which a policy refuses, or of the
 * statement, which no row can change: it is the job's fault only where other jobs fare better. Thread-safe.
 */
final class Evidence {

    private volatile boolean works;

    /** A job was done. */
    void works() {
        works = true;
    }

    /**
     * Looks at the jobs of a chunk that have failed.
     *
     * @throws CannotGoOn if the statement is at fault
     */
    void weigh(Chunk<?> chunk, Map<Integer, Throwable> faults) throws CannotGoOn {
        boolean isAll = faults.size() == chunk.size()
                && faults.values().stream().allMatch(each -> Trouble.of(each) == Trouble.STATEMENT);
        if (!isAll) {
            return;
        }
        boolean isFirst = works && chunk.size() == 1;
        works = false; // the next one in a row is not its own fault
        if (!isFirst) {
            Throwable reason = faults.values().iterator().next();
            throw new CannotGoOn(Discreet.words(reason), reason);
        }
    }
}
