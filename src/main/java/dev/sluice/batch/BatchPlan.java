package dev.sluice.batch;

import dev.sluice.time.SpanText;
import java.time.Duration;

/**
 * How a batch is run. Immutable.
 *
 * @param workers how many work at the same time
 * @param queueCapacity how many jobs are read ahead at most; at least one chunk is
 * @param attempts how often a job is tried while its connection is lost or cannot be made; zero for as often as it takes
 * @param giveUpAfter how long the database may be away before the run ends; zero for as long as it takes
 * @param firstBackoff how long to wait after the first connect that failed; each further one waits twice as long
 * @param longestBackoff but never longer than this
 * @param stopAtFailure whether the first job that fails ends the run; otherwise the others go on
 */
public record BatchPlan(
        int workers,
        int queueCapacity,
        int attempts,
        Duration giveUpAfter,
        Duration firstBackoff,
        Duration longestBackoff,
        boolean stopAtFailure) {

    /** How many jobs are read ahead unless something else is said. */
    public static final int QUEUE_CAPACITY = 512;

    /** A worker for each processor, 512 jobs ahead, never gives up, and goes on where a job fails. */
    public static final BatchPlan DEFAULT = new BatchPlan(
            Runtime.getRuntime().availableProcessors(),
            QUEUE_CAPACITY,
            0,
            Duration.ZERO,
            Duration.ofMillis(100),
            Duration.ofSeconds(5),
            false);

    /** Checks every value; the message of the exception names the option that makes no sense. */
    public BatchPlan {
        atLeast("workers", workers, 1);
        atLeast("queueCapacity", queueCapacity, 1);
        atLeast("attempts", attempts, 0);
        notNegative("giveUpAfter", giveUpAfter);
        notNegative("firstBackoff", firstBackoff);
        notNegative("longestBackoff", longestBackoff);
    }

    private static void atLeast(String option, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(option + " must be at least " + least + ": " + value);
        }
    }

    private static void notNegative(String option, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(option + " must not be negative: " + SpanText.exact(value));
        }
    }

    /** The same with so many workers. */
    public BatchPlan withWorkers(int count) {
        return new BatchPlan(count, queueCapacity, attempts, giveUpAfter, firstBackoff, longestBackoff, stopAtFailure);
    }

    /** The same with so many jobs read ahead. */
    public BatchPlan withQueueCapacity(int jobs) {
        return new BatchPlan(workers, jobs, attempts, giveUpAfter, firstBackoff, longestBackoff, stopAtFailure);
    }

    /** The same with so many tries for each job. */
    public BatchPlan withAttempts(int count) {
        return new BatchPlan(workers, queueCapacity, count, giveUpAfter, firstBackoff, longestBackoff, stopAtFailure);
    }

    /** The same with another patience while the database is away. */
    public BatchPlan withGiveUpAfter(Duration patience) {
        return new BatchPlan(workers, queueCapacity, attempts, patience, firstBackoff, longestBackoff, stopAtFailure);
    }

    /** The same, ended or not by the first job that fails. */
    public BatchPlan withStopAtFailure(boolean stop) {
        return new BatchPlan(workers, queueCapacity, attempts, giveUpAfter, firstBackoff, longestBackoff, stop);
    }
}
