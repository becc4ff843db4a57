package dev.sluice.batch;

import dev.sluice.time.Deadline;
import dev.sluice.time.Ticker;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The state that all parts of one run share: the plan, the reason for stopping, and the listener. Thread-safe.
 *
 * @param <T> the type of a job
 */
final class RunState<T> {

    final BatchPlan plan;
    final Work<T> work;
    final Ticker ticker;
    final JobQueue<T> queue;
    final Outage outage;
    final RunTotals totals;
    final Contention contention;
    final RetryBackoff backoff;
    final RetryBackoff backoffOfConflicts;
    private final BatchListener listener;
    private final AtomicReference<@Nullable StopReason> stop = new AtomicReference<>();
    private final Set<Work.Session<T>> busy = ConcurrentHashMap.newKeySet();
    private final Set<Thread> resting = ConcurrentHashMap.newKeySet();
    private final AtomicInteger waitingForServer = new AtomicInteger();
    private volatile boolean aborting;

    RunState(
            BatchPlan plan,
            JobSource<T> source,
            Work<T> work,
            Ticker ticker,
            DoubleSupplier random,
            BatchListener listener) {
        this.plan = plan;
        this.work = work;
        this.ticker = ticker;
        this.listener = listener;
        queue = new JobQueue<>(plan.queueCapacity());
        outage = new Outage(plan, ticker, random);
        totals = new RunTotals(source.total(), plan.workers());
        contention = new Contention(plan.workers());
        backoff = new RetryBackoff(plan.firstBackoff(), plan.longestBackoff(), random);
        backoffOfConflicts = RetryBackoff.ofConflicts(random);
    }

    /** Stops the run: no further job begins, and jobs under way continue. Only the first reason counts. */
    void stop(BatchStatus status, @Nullable String problem) {
        stop.compareAndSet(null, new StopReason(status, problem));
        queue.abandon();
        outage.stop();
        contention.stop();
        resting.forEach(ticker::unpark);
        busy.forEach(Work.Session::callOff);
    }

    @Nullable
    StopReason stopped() {
        return stop.get();
    }

    boolean isStopped() {
        return stop.get() != null;
    }

    /** Blocks the calling worker for the first backoff of the plan, or until the run is stopped. */
    void rest() {
        rest(plan.firstBackoff().toNanos());
    }

    /** Blocks the calling worker for the given time, or until the run is stopped. */
    void rest(long nanos) {
        Deadline enough = Deadline.in(Duration.ofNanos(nanos), ticker);
        Thread thread = Thread.currentThread();
        resting.add(thread);
        try {
            for (long left = enough.remainingNanos(); left > 0 && !isStopped(); left = enough.remainingNanos()) {
                ticker.park(this, left);
            }
        } finally {
            resting.remove(thread);
        }
    }

    /** Records that a chunk begins to wait for the server. */
    void serverWaitBegins() {
        waitingForServer.incrementAndGet();
    }

    /** Records that a chunk no longer waits for the server. */
    void serverWaitEnds() {
        waitingForServer.decrementAndGet();
    }

    /** Returns whether the database is away, or a chunk waits for the server. */
    boolean isWaiting() {
        return outage.isAway() || waitingForServer.get() > 0;
    }

    /** Aborts the jobs under way, including jobs that are about to begin. */
    void abortAll() {
        aborting = true;
        busy.forEach(Work.Session::abort);
    }

    boolean isAborting() {
        return aborting;
    }

    void begins(Work.Session<T> session) {
        busy.add(session);
        // RACE: this thread adds and then reads, the others set and then read, so the later thread sees the earlier
        if (isStopped()) {
            session.callOff();
        }
        if (aborting) {
            session.abort();
        }
    }

    void ends(Work.Session<T> session) {
        busy.remove(session);
    }

    /** Calls the listener; its failures have no effect on the run. */
    void publish(Consumer<BatchListener> event) {
        try {
            event.accept(listener);
        } catch (RuntimeException | Error e) {
            // the exceptions of a listener are ignored
        }
    }
}
