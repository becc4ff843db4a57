package dev.sluice.batch;

import org.jspecify.annotations.Nullable;

/**
 * The reason why a run ends before its last job.
 *
 * @param status the final status
 * @param problem the problem in words, or null if the end was requested
 */
record StopReason(BatchStatus status, @Nullable String problem) {}
