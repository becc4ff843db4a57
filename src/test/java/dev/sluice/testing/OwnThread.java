package dev.sluice.testing;

import java.util.concurrent.Executor;

/**
 * A thread of its own for every task. The common pool may have a single one, and on JDK 25 always serves
 * {@code CompletableFuture}: there, a task that waits keeps the next one from beginning.
 */
public enum OwnThread implements Executor {
    EACH;

    @Override
    public void execute(Runnable task) {
        Thread thread = new Thread(task, "test-task");
        thread.setDaemon(true);
        thread.start();
    }
}
