package dev.sluice.batch;

import dev.sluice.value.BadValue;
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

    /** The default: one worker for each processor, 512 jobs read ahead, no limits, and failed jobs are skipped. */
    public static final BatchPlan DEFAULT = new BatchPlan(
            Runtime.getRuntime().availableProcessors(),
            QUEUE_CAPACITY,
            0,
            Duration.ZERO,
            Duration.ofMillis(100),
            Duration.ofSeconds(5),
            false);

    /** Checks every value; the message of the exception begins with the name of the option. */
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
            throw BadValue.of(option, "must be at least " + least, value);
        }
    }

    private static void notNegative(String option, Duration value) {
        if (value.isNegative()) {
            throw BadValue.of(option, "must not be negative", value);
        }
    }

    /** Returns this plan with another number of workers. */
    public BatchPlan withWorkers(int count) {
        return new BatchPlan(count, queueCapacity, attempts, giveUpAfter, firstBackoff, longestBackoff, stopAtFailure);
    }

    /** Returns this plan with another number of jobs read ahead. */
    public BatchPlan withQueueCapacity(int jobs) {
        return new BatchPlan(workers, jobs, attempts, giveUpAfter, firstBackoff, longestBackoff, stopAtFailure);
    }

    /** Returns this plan with another maximum of attempts for each job. */
    public BatchPlan withAttempts(int count) {
        return new BatchPlan(workers, queueCapacity, count, giveUpAfter, firstBackoff, longestBackoff, stopAtFailure);
    }

    /** Returns this plan with another maximum outage of the database. */
    public BatchPlan withGiveUpAfter(Duration patience) {
        return new BatchPlan(workers, queueCapacity, attempts, patience, firstBackoff, longestBackoff, stopAtFailure);
    }

    /** Returns this plan with or without a stop at the first failed job. */
    public BatchPlan withStopAtFailure(boolean stop) {
        return new BatchPlan(workers, queueCapacity, attempts, giveUpAfter, firstBackoff, longestBackoff, stop);
    }
}
