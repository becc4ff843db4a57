package dev.sluice.batch.control;

import dev.sluice.admission.Priority;
import dev.sluice.batch.BatchPlan;
import dev.sluice.batch.distributed.DistributedRun;
import dev.sluice.value.BadValue;
import dev.sluice.value.ValueType;
import dev.sluice.value.Values;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The order of a batch. Immutable.
 *
 * @param task the work
 * @param pool the pool whose connections it uses
 * @param lane the lane in which it waits for connections
 * @param chunkSize number of jobs in one transaction; zero for the default of the task
 * @param plan the settings of its run
 * @param keepAs the name under which its progress is kept in the database of the pool, so that the batch can be
 *     continued; null if the progress is not kept
 * @param distributed whether all processes with workers for it do its chunks, see {@link DistributedRun}
 */
public record BatchOrder(
        Task task,
        String pool,
        Priority lane,
        int chunkSize,
        BatchPlan plan,
        @Nullable String keepAs,
        boolean distributed) {

    /** The default number of jobs in one transaction, except for the demonstration. */
    public static final int CHUNK_SIZE = 100;

    /** The numbers of jobs in one transaction; larger transactions are not faster. */
    static final ValueType<Integer> CHUNKS = Values.integer(1, 100_000);

    /** The numbers of workers; more workers make no database faster. */
    static final ValueType<Integer> WORKERS = Values.integer(1, 1_000);

    /** The rule for names of batches. */
    static final String ID_RULE = "1 to 64 letters, digits, '.', '_' and '-', the first a letter or digit";

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    /** Checks each value by itself; a {@link BadValue} names the invalid value. */
    public BatchOrder {
        if (chunkSize != 0) {
            CHUNKS.check("chunk", chunkSize);
        }
        WORKERS.check("workers", plan.workers());
        if (keepAs != null && !isId(keepAs)) {
            throw BadValue.of("resume", "must be " + ID_RULE);
        }
        if (distributed && keepAs == null) {
            throw BadValue.of("distributed", "needs a name, which resume gives");
        }
        if (distributed && plan.attempts() > 0) {
            throw BadValue.of("retries", "does not go with distributed: a chunk is tried for as long as it takes");
        }
        if (keepAs != null && task instanceof Task.Demo) {
            chunkSize = chunkSize == 0 ? CHUNK_SIZE : chunkSize; // the demonstration keeps no checkpoint for each job
        }
        if (chunkSize == 0) {
            chunkSize = task instanceof Task.Demo ? 1 : CHUNK_SIZE;
        }
    }

    /** Returns whether a text can be the name of a batch. */
    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /**
     * Returns the order that tries failed jobs again: with the task, one job in each transaction, and without
     * progress.
     */
    BatchOrder again(Task what) {
        return new BatchOrder(what, pool, lane, 1, plan.withStopAtFailure(false), null, false);
    }
}
