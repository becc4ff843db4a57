package dev.sluice.time;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Runs calls of foreign code, all of one kind, each with a time limit. A call that exceeds its limit is interrupted and
 * given up: it fails at once, even if its thread never returns. A thread that has not returned is stuck, and the
 * executor replaces it with another thread. While {@value #MOST_STUCK} threads are stuck, further calls are refused, so
 * the number of threads is bounded. Thread-safe.
 */
public final class TimedCalls {

    /** Number of stuck threads from which calls are refused. Calls under way at that moment may still become stuck. */
    public static final int MOST_STUCK = 32;

    private final String kind;
    private final Executor workers;
    private final ElasticExecutor threads;
    private final Timer timer;
    private final AtomicInteger stuck = new AtomicInteger();

    /**
     * Receives the result or the failure of a call, exactly once. Runs on the worker of the call or, for a call that is
     * given up, on the timer's thread. So it never waits for a thread. Must not block, and must not throw.
     */
    @FunctionalInterface
    public interface ResultReceiver<T> {
        /** Receives the result of the call, or its failure. */
        void accept(@Nullable T result, @Nullable Throwable failure);
    }

    /** Reports a call that was refused, or that has not ended within its limit; its thread may still run. */
    public static final class NoAnswer extends Exception {

        private static final long serialVersionUID = 1L;

        private final boolean stuck;

        private NoAnswer(String message, boolean stuck) {
            super(message);
            this.stuck = stuck;
        }

        /** Returns whether a thread may still run the call; false if the call was refused. */
        public boolean isStuck() {
            return stuck;
        }

        /** Returns the message without the name of the class, because logs and events show the text of this method. */
        @Override
        @SuppressWarnings("OverrideThrowableToString") // the name of the class would not help an operator
        public String toString() {
            return String.valueOf(getMessage());
        }
    }

    /**
     * Creates a runner of calls of one kind.
     *
     * @param kind name of the kind in messages, such as "validation"
     * @param workers executor of the calls
     * @param threads executor whose threads {@code workers} uses
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

    /** Returns the reason why calls are refused now, or null. */
    public @Nullable String refusal() {
        int now = stuck.get();
        return now < MOST_STUCK ? null : now + " threads hang in a " + kind + " that does not return";
    }

    /**
     * Runs a call on a worker. The time limit begins with the call.
     *
     * @param limit maximum duration of the call, zero for no limit
     * @throws RuntimeException if the executor refuses the task; the call is then not made
     */
    public <T> void run(Duration limit, Callable<T> call, ResultReceiver<T> receiver) {
        workers.execute(() -> begin(limit, call, receiver));
    }

    /** Runs a call that takes no time, on the calling thread. */
    public <T> void runHere(Callable<T> call, ResultReceiver<T> receiver) {
        new TimedCall<>(Duration.ZERO, receiver).run(call);
    }

    private <T> void begin(Duration limit, Callable<T> call, ResultReceiver<T> receiver) {
        String refusal = refusal();
        if (refusal == null) {
            new TimedCall<>(limit, receiver).run(call);
        } else {
            receiver.accept(null, new NoAnswer("no other " + kind + " is begun: " + refusal, false));
        }
    }

    private final class TimedCall<T> {

        private final Duration limit;
        private final ResultReceiver<T> receiver;
        private final AtomicBoolean settled = new AtomicBoolean();

        TimedCall(Duration limit, ResultReceiver<T> receiver) {
            this.limit = limit;
            this.receiver = receiver;
        }

        void run(Callable<T> call) {
            Interruption interruption = new Interruption();
            Timer.Scheduled alarm = limit.isZero() ? () -> {} : timer.once(limit, () -> giveUp(interruption));
            T result = null;
            Throwable failure = null;
            try {
                result = call.call();
            } catch (Throwable t) { // an Error, too, for example of a driver that cannot be loaded
                failure = t;
            }
            alarm.cancel();
            boolean inTime = settled.compareAndSet(false, true);
            interruption.end();
            if (inTime) {
                receiver.accept(result, failure);
            } else {
                threadReturned();
            }
        }

        private void giveUp(Interruption interruption) {
            isStuck(); // before the thread can report its return
            if (settled.compareAndSet(false, true)) {
                interruption.interrupt();
                receiver.accept(null, new NoAnswer(text(), true));
            } else {
                threadReturned();
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

    private void threadReturned() {
        threads.back();
        stuck.decrementAndGet();
    }
}
