package dev.sluice.batch;

import dev.sluice.time.SpanText;
import java.time.Duration;

/**
 * The settings of a run. Immutable.
 *
 * @param workers number of workers
 * @param queueCapacity maximum number of jobs read ahead; at least one chunk is
 * @param attempts maximum number of attempts for a job while its connection is lost or cannot be created; zero for no
 *     limit
 * @param giveUpAfter maximum outage of the database before the run ends; zero for no limit
 * @param firstBackoff wait after the first failed connect; each further wait is twice as long
 * @param longestBackoff maximum of these waits
 * @param stopAtFailure whether the first failed job ends the run; otherwise the remaining jobs continue
 */
public record BatchPlan(
        int workers,
        int queueCapacity,
        int attempts,
        Duration giveUpAfter,
        Duration firstBackoff,
        Duration longestBackoff,
        boolean stopAtFailure) {

    /** Default number of jobs that are read ahead. */
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
