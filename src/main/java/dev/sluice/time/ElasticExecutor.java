package dev.sluice.time;

import java.util.concurrent.Executor;

/**
 * An executor with a fixed number of threads that work. A thread that is stuck in a task does not count: another thread
 * replaces it until the task returns. Thread-safe.
 */
public interface ElasticExecutor extends Executor {

    /** Adds a thread in the place of one that is stuck. */
    void stuck();

    /** Removes the replacement of a stuck thread, because the task of the stuck thread has returned. */
    void back();

    /** Returns the executor itself if it is elastic; otherwise one that keeps its number of threads. */
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
                        // as many threads as there are
                    }

                    @Override
                    public void back() {
                        // as above
                    }
                };
    }
}
