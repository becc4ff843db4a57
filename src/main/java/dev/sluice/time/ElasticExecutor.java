package dev.sluice.time;

import java.util.concurrent.Executor;

/**
 * An executor with a fixed number of working threads. A thread that is stuck in a task does not count: another thread
 * replaces it until the task returns. Thread-safe.
 */
public interface ElasticExecutor extends Executor {

    /** Adds a thread as the replacement of a stuck thread. */
    void stuck();

    /** Removes the replacement of a stuck thread, because the task of the stuck thread has returned. */
    void back();

    /** Returns the executor itself if it is elastic; otherwise a wrapper that keeps its number of threads. */
    static ElasticExecutor of(Executor executor) {
        return executor instanceof ElasticExecutor elastic
                ? elastic
                : new ElasticExecutor() {
                    @Override
                    public void execute(Runnable task) {
                        executor.execute(task);
                    }

                    @Override
                    public void stuck() {
                        // the number of threads stays
                    }

                    @Override
                    public void back() {
                        // the number of threads stays
                    }
                };
    }
}
