package dev.sluice.batch;

import org.jspecify.annotations.Nullable;

/**
 * Why a run ends before its jobs do.
 *
 * @param status what it ends with
 * @param problem in words, or null if somebody wanted it
 */
record StopReason(BatchStatus status, @Nullable String problem) {}
