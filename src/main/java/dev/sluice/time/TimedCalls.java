package dev.sluice.time;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Runs calls of foreign code, all of one kind, each with a time limit. A call that exceeds its limit is interrupted and
 * given up: it has failed at once, whether or not its thread returns. A thread that has not returned is stuck; the
 * executor has another thread in its place. While {@value #MOST_STUCK} threads are stuck, further calls are refused, so
 * the number of threads is bounded. Thread-safe.
 */
public final class TimedCalls {

    /** The number of stuck threads from which calls are refused; calls that have begun by then may still add to it. */
    public static final int MOST_STUCK = 32;

    private final String kind;
    private final Executor workers;
    private final ElasticExecutor threads;
    private final Timer timer;
    private final AtomicInteger stuck = new AtomicInteger();

    /**
     * Receives the end of a call, exactly once: its result, or its failure. It runs on a worker, or on the timer's
     * thread for a call that is given up, so that it never waits for a thread. It must not block, and must not throw.
     */
    @FunctionalInterface
    public interface Outcome<T> {
        /** Receives the result of the call, or its failure. */
        void is(@Nullable T result, @Nullable Throwable failure);
    }

    /** The call was not made, or has not ended within its limit: its thread may still be at work. */
    public static final class NoAnswer extends Exception {

        private static final long serialVersionUID = 1L;

        private final boolean stuck;

        private NoAnswer(String message, boolean stuck) {
            super(message);
            this.stuck = stuck;
        }

        /** Returns whether a thread may still be at work; false if the call was refused. */
        public boolean isStuck() {
            return stuck;
        }

        /** Returns the message alone, which explains itself: logs and events show the text of this method. */
        @Override
        @SuppressWarnings("OverrideThrowableToString") // the name of the class would not help an operator
        public String toString() {
            return String.valueOf(getMessage());
        }
    }

    /**
     * Calls of one kind.
     *
     * @param kind names the calls in messages, as in "validation"
     * @param workers runs the calls
     * @param threads the threads behind {@code workers}
     */
    public TimedCalls(String kind, Executor workers, Executor threads, Timer timer) {
        this.kind = kind;
        this.workers = workers;
        this.threads = ElasticExecutor.of(threads);
        this.timer = timer;
    }

    /** Returns the number of threads that were given up and have not returned. */
    public int stuck() {
        return stuck.get();
    }

    /** Returns the reason for which calls are refused now, or null. */
    public @Nullable String refusal() {
        int now = stuck.get();
        return now < MOST_STUCK ? null : now + " threads hang in a " + kind + " that does not return";
    }

    /**
     * Runs a call on a worker. The limit begins when the call begins.
     *
     * @param limit zero for no limit
     * @throws RuntimeException the exception of an executor that refuses the task; the call is not made then
     */
    public <T> void run(Duration limit, Callable<T> call, Outcome<T> outcome) {
        workers.execute(() -> begin(limit, call, outcome));
    }

    /** Runs a call that takes no time, on the calling thread. */
    public <T> void runHere(Callable<T> call, Outcome<T> outcome) {
        new Call<>(Duration.ZERO, outcome).run(call);
    }

    private <T> void begin(Duration limit, Callable<T> call, Outcome<T> outcome) {
        String refusal = refusal();
        if (refusal == null) {
            new Call<>(limit, outcome).run(call);
        } else {
            outcome.is(null, new NoAnswer("no other " + kind + " is begun: " + refusal, false));
        }
    }

    private final class Call<T> {

        private final Duration limit;
        private final Outcome<T> outcome;
        private final AtomicBoolean settled = new AtomicBoolean();

        Call(Duration limit, Outcome<T> outcome) {
            this.limit = limit;
            this.outcome = outcome;
        }

        void run(Callable<T> call) {
            Interruption interruption = new Interruption();
            Timer.Scheduled alarm = limit.isZero() ? () -> {} : timer.once(limit, () -> giveUp(interruption));
            T result = null;
            Throwable failure = null;
            try {
                result = call.call();
            } catch (Throwable t) { // an Error, too: a driver that cannot be loaded fails like any other
                failure = t;
            }
            alarm.cancel();
            boolean inTime = settled.compareAndSet(false, true);
            interruption.end();
            if (inTime) {
                outcome.is(result, failure);
            } else {
                cameBack();
            }
        }

        private void giveUp(Interruption interruption) {
            isStuck(); // before the thread can report its return
            if (settled.compareAndSet(false, true)) {
                interruption.interrupt();
                outcome.is(null, new NoAnswer(text(), true));
            } else {
                cameBack();
            }
        }

        private String text() {
            return kind + ": no answer within " + SpanText.of(limit) + ", given up; its thread has not returned";
        }
    }

    private void isStuck() {
        stuck.incrementAndGet();
        threads.stuck();
    }

    private void cameBack() {
        threads.back();
        stuck.decrementAndGet();
    }
}
