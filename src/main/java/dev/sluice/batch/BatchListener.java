package dev.sluice.batch;

import java.util.OptionalLong;

/**
 * Receives the events of a run. Workers call it as well as the thread that collects their results, which calls
 * {@link #progress}, {@link #failed}, {@link #closing} and {@link #ended}; so it must be thread-safe. What it throws is
 * ignored.
 */
public interface BatchListener {

    /** Receives the start of the run, with the number of its own workers; zero if other processes do the work. */
    default void started(OptionalLong jobs, int workers) {}

    /** A worker tries to connect. */
    default void connecting(int worker, String place) {}

    /** … and could not. */
    default void unreachable(int worker, String reason) {}

    /** Reports that a chunk waits for trouble of the server to pass; called once for each chunk. */
    default void waiting(int worker, String reason) {}

    /** Reports the progress: each multiple of five per cent once, in order, 100 at the end. */
    default void progress(int percent) {}

    /** A job has failed for good. */
    default void failed(JobFailure failure) {}

    /** Every result is there, or none will come any more. */
    default void closing() {}

    /** Receives the end of the run, with its report. */
    default void ended(BatchReport report) {}
}
