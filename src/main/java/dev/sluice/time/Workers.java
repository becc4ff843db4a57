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

/** Creates executors for the slow work of a pool: connects, closes, validations. Thread-safe. */
public final class Workers {

    private static final long IDLE_SECONDS = 5;

    private Workers() {}

    /**
     * Returns an {@link ElasticExecutor} with at most {@code size} daemon threads. Further tasks wait in order. A
     * thread ends after five seconds without work, so a quiet pool has none. The threads have the context class loader
     * of the thread that calls this method, not of the submitting threads.
     */
    public static ExecutorService named(String name, int size) {
        return new Elastic(name, size);
    }

    private static final class Elastic extends ThreadPoolExecutor implements ElasticExecutor {

        private int size; // Guarded by this; the working threads plus the stuck threads

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
     * Returns an executor that never loses a task. If the given executor refuses a task, the calling thread runs it.
     * Executors refuse tasks after their shutdown, and if the memory does not suffice for another thread.
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

    /** Returns an executor of periodic tasks on daemon threads, which stay until its shutdown. */
    public static ScheduledExecutorService scheduled(String name, int size) {
        return new ScheduledThreadPoolExecutor(size, threads(name));
    }

    /**
     * Returns a factory of daemon threads. They have the context class loader of the thread that calls this method, and
     * no inheritable thread locals.
     */
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
