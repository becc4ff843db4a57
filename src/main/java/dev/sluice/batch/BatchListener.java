package dev.sluice.batch;

import java.util.OptionalLong;

/**
 * Receives the events of a run. Must be thread-safe: workers call it, and the thread that collects their results calls
 * {@link #progress}, {@link #failed}, {@link #closing} and {@link #ended}. Its exceptions are ignored.
 */
public interface BatchListener {

    /** Receives the start of the run, with the number of its own workers; zero if other processes do the work. */
    default void started(OptionalLong jobs, int workers) {}

    /** Receives an attempt of a worker to connect. */
    default void connecting(int worker, String place) {}

    /** Receives the failure of an attempt to connect. */
    default void unreachable(int worker, String reason) {}

    /** Reports that a chunk waits until the server has recovered; called once for each chunk. */
    default void waiting(int worker, String reason) {}

    /** Reports the progress: each multiple of five per cent once, in order, 100 at the end. */
    default void progress(int percent) {}

    /** Receives a job that has failed permanently. */
    default void failed(JobFailure failure) {}

    /** Reports that no further result will arrive. */
    default void closing() {}

    /** Receives the end of the run, with its report. */
    default void ended(BatchReport report) {}
}
