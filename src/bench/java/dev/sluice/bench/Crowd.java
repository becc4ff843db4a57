package dev.sluice.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/**
 * Callers that all do the same again and again. Their waits are recorded from {@link #measure} on, also the waits
 * that had begun before, so that a starving caller is seen.
 */
final class Crowd {

    /** Far longer than it takes to serve all of them once. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Work work;
    private final List<Caller> callers;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong failures = new AtomicLong();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private volatile boolean measured;
    private volatile boolean stopped;
    private int stranded;

    /** The work of one cycle. */
    @FunctionalInterface
    interface Work {
        void once(Caller caller) throws Exception;
    }

    /** Starts so many callers. */
    Crowd(Threads kind, int count, Work work) {
        this.work = work;
        callers = IntStream.range(0, count).mapToObj(i -> new Caller(this, i)).toList();
        callers.forEach(caller -> threads.add(kind.start(() -> live(caller))));
    }

    private void live(Caller caller) {
        while (!stopped) {
            try {
                work.once(caller);
                caller.cycled();
            } catch (Exception e) {
                if (!Thread.interrupted()) { // not of those that stop() has given up
                    failures.incrementAndGet();
                    failure.compareAndSet(null, e);
                }
            }
        }
    }

    boolean isMeasured() {
        return measured;
    }

    /**
     * Lets them warm up, for this time at least and until their code is compiled. Collects garbage, and begins to record.
     */
    Crowd measure(Duration warmUp) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(warmUp.toNanos());
        Compilers.awaitCalm();
        System.gc();
        TimeUnit.NANOSECONDS.sleep(warmUp.toNanos() / 2);
        measured = true;
        return this;
    }

    /** Watches them for that time: cycles per second of all. */
    double rate(Duration time) throws InterruptedException {
        long before = cycles();
        long start = System.nanoTime();
        TimeUnit.NANOSECONDS.sleep(time.toNanos());
        long after = cycles();
        return (after - before) * 1e9 / (System.nanoTime() - start);
    }

    private long cycles() {
        return callers.stream().mapToLong(Caller::cycles).sum();
    }

    /** Returns the number of cycles of each caller so far. */
    long[] cyclesOfEach() {
        return callers.stream().mapToLong(Caller::cycles).toArray();
    }

    /**
     * Lets each caller finish its cycle, and waits for it. A caller that still waits for a connection when all others
     * have long been served and gone is interrupted, and counted as stranded.
     */
    Crowd stop() throws InterruptedException {
        stopped = true;
        join();
        List<Thread> left = threads.stream().filter(Thread::isAlive).toList();
        stranded = left.size();
        left.forEach(Thread::interrupt);
        join();
        if (threads.stream().anyMatch(Thread::isAlive)) {
            throw new IllegalStateException("a caller does not come back", failure.get());
        }
        if (failure.get() != null) {
            throw new IllegalStateException(failures + " cycles failed", failure.get());
        }
        return this;
    }

    private void join() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (Thread thread : threads) {
            thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
        }
    }

    /** Callers that were left waiting when they stopped, though every connection was free. */
    int stranded() {
        return stranded;
    }

    /** All that was recorded, once they have stopped. */
    Histogram waits() {
        Histogram all = new Histogram(3);
        callers.forEach(caller -> all.add(caller.waits()));
        return all;
    }
}
