package dev.sluice.time;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes the threads that do a pool's slow work: connecting, closing, validating. */
public final class Workers {

    private static final long IDLE_SECONDS = 30;

    private Workers() {}

    /**
     * Returns at most {@code size} daemon threads. They end after half a minute without work, so that a quiet pool
     * holds none. Tasks beyond that wait in order. They have the context class loader of the thread that calls this
     * method, not of the submitting threads. It is an {@link ElasticExecutor}.
     */
    public static ExecutorService named(String name, int size) {
        return new Elastic(name, size);
    }

    private static final class Elastic extends ThreadPoolExecutor implements ElasticExecutor {

        private int size; // Guarded by this; the threads that are not stuck, and one for each that is

        Elastic(String name, int size) {
            super(size, size, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads(name));
            this.size = size;
            allowCoreThreadTimeOut(true);
        }

        @Override
        public synchronized void stuck() {
            size++;
            setMaximumPoolSize(size);
            setCorePoolSize(size);
        }

        @Override
        public synchronized void back() {
            size--;
            setCorePoolSize(size);
            setMaximumPoolSize(size);
        }
    }

    /**
     * Returns an executor as {@link #named} does, with a bound for the tasks that wait for a thread. Beyond
     * {@code waiting} tasks, {@code execute} throws {@link java.util.concurrent.RejectedExecutionException}. With zero,
     * no task waits.
     */
    public static ThreadPoolExecutor bounded(String name, int size, int waiting) {
        BlockingQueue<Runnable> queue = waiting == 0 ? new SynchronousQueue<>() : new LinkedBlockingQueue<>(waiting);
        ThreadPoolExecutor executor =
                new ThreadPoolExecutor(size, size, IDLE_SECONDS, TimeUnit.SECONDS, queue, threads(name));
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    /**
     * Returns an executor that never loses a task. If the given executor refuses the task, the calling thread runs it.
     * Executors refuse tasks after their end, and without memory for another thread.
     */
    public static Executor sure(Executor executor) {
        return task -> {
            try {
                executor.execute(task);
            } catch (RuntimeException | OutOfMemoryError e) {
                task.run();
            }
        };
    }

    /** Starts a daemon thread that ends with its task. */
    public static void start(String name, Runnable task) {
        threads(name).newThread(task).start();
    }

    /** Returns daemon threads for periodic tasks, until they are shut down. */
    public static ScheduledExecutorService scheduled(String name, int size) {
        return new ScheduledThreadPoolExecutor(size, threads(name));
    }

    /** Returns a thread without the class loader and the inheritable values of the calling thread. */
    static ThreadFactory threads(String name) {
        AtomicInteger count = new AtomicInteger();
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        return task -> {
            Thread thread = new Thread(null, task, name + "-" + count.incrementAndGet(), 0, false);
            thread.setContextClassLoader(loader);
            thread.setDaemon(true);
            return thread;
        };
    }
}
