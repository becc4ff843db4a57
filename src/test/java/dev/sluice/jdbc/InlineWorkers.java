package dev.sluice.jdbc;

import java.util.concurrent.Executor;

/**
 * Workers that do each task on the thread that orders it, so that a test knows when the task is done. A task that a
 * thread of Agroal orders gets a thread of its own: Agroal's thread must not wait for a creation, which needs it.
 */
final class InlineWorkers implements Executor {

    @Override
    public void execute(Runnable task) {
        if (Thread.currentThread().getName().startsWith("agroal-")) {
            Thread worker = new Thread(task, "inline-worker");
            worker.setDaemon(true);
            worker.start();
        } else {
            task.run();
        }
    }
}
