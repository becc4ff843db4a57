package dev.sluice.testing;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/** A call on a thread of its own, so that a test can watch, interrupt and outlive the call. */
public final class Caller<T> {

    private final FutureTask<T> task;
    private final Thread thread;

    private Caller(FutureTask<T> task, Thread thread) {
        this.task = task;
        this.thread = thread;
    }

    /** Begins the call. */
    public static <T> Caller<T> start(Callable<T> call) {
        return start("caller", call);
    }

    /** Begins the call on a thread of that name. */
    public static <T> Caller<T> start(String name, Callable<T> call) {
        FutureTask<T> task = new FutureTask<>(call);
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return started(task, thread);
    }

    /** Begins the call on a virtual thread, which this JDK must have. */
    public static <T> Caller<T> startVirtual(Callable<T> call) {
        FutureTask<T> task = new FutureTask<>(call);
        return started(task, VirtualThreads.unstarted(task));
    }

    private static <T> Caller<T> started(FutureTask<T> task, Thread thread) {
        thread.start();
        return new Caller<>(task, thread);
    }

    /** Begins calls that all wait for each other before they do anything. */
    public static <T> List<Caller<T>> startTogether(int count, Callable<T> call) {
        CountDownLatch ready = new CountDownLatch(count);
        return IntStream.range(0, count)
                .mapToObj(i -> start("caller-" + i, () -> {
                    ready.countDown();
                    Await.open(ready);
                    return call.call();
                }))
                .toList();
    }

    /** Returns whether the call has ended. */
    public boolean isDone() {
        return task.isDone();
    }

    /** Returns whether the call waits: at a gate, or for the test. */
    public boolean isWaiting() {
        Thread.State state = thread.getState();
        return state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
    }

    /** Interrupts the calling thread. */
    public void interrupt() {
        thread.interrupt();
    }

    /** Returns the result of the call, or throws its failure. */
    public T result() throws Exception {
        try {
            return ended();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw new AssertionError(e.getCause());
        }
    }

    /** Returns the throwable of the call. */
    public Throwable failure() throws Exception {
        try {
            throw new AssertionError("it did not fail but returned " + ended());
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }

    private T ended() throws InterruptedException, ExecutionException {
        try {
            return task.get(Await.LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            AssertionError error = new AssertionError("the call of " + thread.getName() + " hangs");
            error.setStackTrace(thread.getStackTrace());
            throw error;
        }
    }
}
