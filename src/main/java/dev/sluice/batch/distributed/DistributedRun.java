package dev.sluice.batch.distributed;

import dev.sluice.admission.Priority;
import dev.sluice.batch.BatchListener;
import dev.sluice.batch.BatchReport;
import dev.sluice.batch.BatchStatus;
import dev.sluice.batch.JobFailure;
import dev.sluice.batch.JobSource;
import dev.sluice.batch.ProgressSteps;
import dev.sluice.batch.Running;
import dev.sluice.batch.Unreachable;
import dev.sluice.batch.jdbc.Checkpoints;
import dev.sluice.batch.jdbc.Connections;
import dev.sluice.batch.jdbc.SqlErrors;
import dev.sluice.batch.rows.Row;
import dev.sluice.time.Ticker;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A batch that several processes work on. This process stores the batch in the database chunk by chunk, and then
 * watches it until all its jobs are done. Thread-safe; an instance runs once.
 *
 * <p><b>Guarantees.</b> Each job takes effect once, if all its effects are in its transaction, whichever processes
 * die meanwhile, including this one. A batch that is ordered again under its name continues. The memory holds at
 * most one group of chunks. Reports show the state in the database, so they are the same in all processes that watch
 * the batch.
 */
public final class DistributedRun implements Running {

    private static final Duration LONGEST_DRAIN = Duration.ofSeconds(5);

    /** Reads of the progress take at most this part of the time, and are rarer by at most this factor. */
    private static final int LOOKS = 20;

    private final Submission submission;
    private final WorkerSetup setup;
    private final BatchListener listener;
    private final Ticker ticker;
    private final DatabaseLink link;
    private final Connections watching;
    private final Connections storing;
    private final ProgressSteps steps = new ProgressSteps();
    private final AtomicBoolean begun = new AtomicBoolean();
    private final AtomicReference<Wish> wish = new AtomicReference<>(Wish.NONE);
    private volatile long startNanos;
    private volatile long before;
    private volatile @Nullable DistributedWorkers workers;
    private volatile @Nullable Progress progress;
    private volatile @Nullable Checkpoints joined;
    private volatile @Nullable BatchReport end;
    private long lookedNanos; // used by the thread that runs it, like the next one
    private long lookNanos;

    private enum Wish {
        NONE,
        PAUSE,
        GO_ON,
        CANCEL
    }

    private record Ending(BatchStatus status, @Nullable String problem) {}

    /** Creates a run that {@link #run} begins. */
    public DistributedRun(Submission submission, WorkerSetup setup, BatchListener listener) {
        this.submission = submission;
        this.setup = setup;
        this.listener = listener;
        ticker = Ticker.system();
        link = new DatabaseLink(submission.plan(), new SafeListener(listener), ticker);
        watching = Connections.of(setup.pool(), Priority.HIGH, submission.id());
        storing = Connections.of(setup.pool(), submission.definition().lane(), submission.id());
        startNanos = ticker.nanos();
    }

    @Override
    public BatchReport run() {
        if (!begun.compareAndSet(false, true)) {
            throw new IllegalStateException("a run cannot be run twice");
        }
        startNanos = ticker.nanos();
        tell(each -> each.started(submission.source().total(), setup.workers()));
        tell(each -> each.connecting(0, watching.place()));
        Ending ending = runToEnd();
        BatchReport report = report(ending.status(), ending.problem());
        end = report;
        tell(each -> each.ended(report));
        return report;
    }

    private Ending runToEnd() {
        try (JobSource<Row> source = submission.source();
                DistributedWorkers own = setup.start()) {
            workers = own;
            Ending ending = storeAndWatch(source);
            tell(BatchListener::closing);
            return ending;
        } catch (DatabaseLink.Left e) {
            lookAtLast();
            return new Ending(BatchStatus.CANCELLED, farewell());
        } catch (Unreachable e) {
            return new Ending(BatchStatus.DATABASE_LOST, SqlErrors.words(e));
        } catch (Exception | Error e) {
            return new Ending(BatchStatus.FAILED, SqlErrors.words(e));
        }
    }

    /** Reads the last results of this process's workers, if the database answers at once. */
    private void lookAtLast() {
        Checkpoints known = joined;
        if (known != null && !link.isAway() && !Thread.currentThread().isInterrupted()) {
            try (Connection connection = watching.acquire()) {
                progress = Progress.read(connection, known, progress);
            } catch (Exception e) {
                // it is as it was when it was last looked at
            }
        }
    }

    private String farewell() {
        Progress last = progress;
        String name = "batch '" + submission.id() + "' ";
        return last != null && last.order().complete()
                ? "here; " + name + "continues in other processes"
                : "here; " + name + "is not stored to its end, order it again under this name";
    }

    private Ending storeAndWatch(JobSource<Row> source) throws Exception {
        OrderRow order = link.call(
                watching,
                connection -> OrderTable.open(connection, submission.id(), submission.definition(), source.total()));
        Checkpoints checkpoints = link.call(watching, connection -> {
            Definition definition = order.definition();
            return Checkpoints.join(connection, order.id(), definition.words(), definition.chunkSize());
        });
        joined = checkpoints;
        before = look(checkpoints).done();
        if (!order.complete()) {
            store(new SourceStorage(order, source), order, checkpoints);
        }
        return watch(checkpoints);
    }

    private void store(SourceStorage store, OrderRow order, Checkpoints checkpoints) throws Exception {
        try {
            store.skip();
            for (SourceStorage.Group group = store.next(); group != null; group = store.next()) {
                SourceStorage.Group next = group;
                if (!link.call(storing, connection -> store.put(connection, next))) {
                    return;
                }
                wakeWorkers();
                heed(checkpoints);
            }
        } catch (DatabaseLink.Left | Unreachable e) {
            throw e;
        } catch (Exception e) { // of the source; what the database has refused ends the batch, too
            String reason = SqlErrors.words(e);
            link.call(watching, connection -> {
                OrderTable.end(connection, order, OrderState.FAILED, reason, null);
                return true;
            });
            return;
        }
        link.call(watching, connection -> {
            OrderTable.complete(connection, order, store.mark());
            return true;
        });
    }

    private void wakeWorkers() {
        DistributedWorkers own = workers;
        if (own != null) {
            own.wake();
        }
    }

    /** Obeys orders while the batch is stored; stores nothing while the batch is paused. */
    private void heed(Checkpoints checkpoints) throws Exception {
        if (wish.get() == Wish.NONE
                && ticker.nanos() - lookedNanos < setup.timing().poll().toNanos()) {
            return;
        }
        while (look(checkpoints).order().state() == OrderState.PAUSED) {
            link.rest(setup.timing().poll());
        }
    }

    private Ending watch(Checkpoints checkpoints) throws Exception {
        while (true) {
            Progress now = look(checkpoints);
            if (now.order().state().hasEnded()) {
                return drained(checkpoints);
            }
            if (now.isDone()) {
                tellFailures(checkpoints, now);
                return new Ending(now.failed() == 0 ? BatchStatus.COMPLETED : BatchStatus.COMPLETED_WITH_ERRORS, null);
            }
            link.rest(betweenLooks());
        }
    }

    private Duration betweenLooks() {
        Duration poll = setup.timing().poll();
        Duration longest = poll.multipliedBy(LOOKS);
        Duration pause = Duration.ofNanos(lookNanos * LOOKS);
        if (pause.compareTo(poll) < 0) {
            return poll;
        }
        return pause.compareTo(longest) < 0 ? pause : longest;
    }

    private Progress look(Checkpoints checkpoints) throws Exception {
        fulfil();
        Progress last = progress;
        Progress now = link.call(watching, connection -> {
            long start = ticker.nanos();
            Progress read = Progress.read(connection, checkpoints, last);
            lookNanos = ticker.nanos() - start;
            return read;
        });
        progress = now;
        lookedNanos = ticker.nanos();
        int percent = steps.reached(now.done(), isTotalKnown(now) ? total(now) : 0);
        if (percent > 0) {
            tell(each -> each.progress(percent));
        }
        return now;
    }

    private void fulfil() throws Exception {
        Wish wished = wish.getAndSet(Wish.NONE);
        if (wished == Wish.NONE) {
            return;
        }
        link.call(watching, connection -> {
            OrderRow order = Objects.requireNonNull(OrderTable.find(connection, submission.id()), "the order is gone");
            switch (wished) {
                case PAUSE -> OrderTable.pause(connection, order);
                case GO_ON -> OrderTable.goOn(connection, order);
                case CANCEL -> OrderTable.end(connection, order, OrderState.CANCELLED, null, null);
                case NONE -> {
                    // nothing
                }
            }
            return true;
        });
    }

    /** Waits for a limited time for chunks that were under way at the end, so that their results are counted. */
    private Ending drained(Checkpoints checkpoints) throws Exception {
        long start = ticker.nanos();
        while (link.call(watching, connection -> ChunkTasks.count(connection, submission.id())) > 0
                && ticker.nanos() - start < LONGEST_DRAIN.toNanos()) {
            link.rest(Duration.ofMillis(TimeUnit.SECONDS.toMillis(1) / LOOKS));
        }
        Progress last = look(checkpoints);
        tellFailures(checkpoints, last);
        BatchStatus status = last.order().state() == OrderState.CANCELLED ? BatchStatus.CANCELLED : BatchStatus.FAILED;
        return new Ending(status, last.order().problem());
    }

    private void tellFailures(Checkpoints checkpoints, Progress last) throws Exception {
        List<JobFailure> some = last.failures();
        while (!some.isEmpty()) {
            some.forEach(failure -> tell(each -> each.failed(failure)));
            long job = some.get(some.size() - 1).job();
            some = some.size() < BatchReport.MOST_FAILURES
                    ? List.of()
                    : link.call(
                            watching, connection -> checkpoints.failures(connection, job, BatchReport.MOST_FAILURES));
        }
        JobFailure ending = last.last();
        if (ending != null) {
            tell(each -> each.failed(ending));
        }
    }

    @Override
    public void pause() {
        wish(Wish.PAUSE);
    }

    @Override
    public void resume() {
        wish(Wish.GO_ON);
    }

    /** Cancels the batch for all processes; chunks under way end. */
    @Override
    public void cancel() {
        wish(Wish.CANCEL);
    }

    private void wish(Wish what) {
        wish.updateAndGet(now -> now == Wish.CANCEL ? now : what);
        link.wake();
    }

    /** Stops the work of this process; the batch continues in other processes, and where it is ordered again. */
    @Override
    public void leave() {
        link.leave();
    }

    @Override
    public BatchStatus status() {
        BatchReport last = end;
        if (last != null) {
            return last.status();
        }
        Progress now = progress;
        OrderState state = now == null ? OrderState.RUNNING : now.order().state();
        if (link.isLeft() || wish.get() == Wish.CANCEL || state.hasEnded()) {
            return BatchStatus.STOPPING;
        }
        if (state == OrderState.PAUSED) {
            return BatchStatus.PAUSED;
        }
        return link.isAway() ? BatchStatus.WAITING : BatchStatus.RUNNING;
    }

    @Override
    public BatchReport report() {
        BatchReport last = end;
        return last != null ? last : report(status(), null);
    }

    private BatchReport report(BatchStatus status, @Nullable String problem) {
        Progress now = progress;
        DistributedWorkers own = workers;
        long elapsed = ticker.nanos() - startNanos;
        long done = now == null ? 0 : now.done();
        long failed = now == null ? 0 : now.allFailed();
        long here = done - before;
        return new BatchReport(
                status,
                now == null ? submission.source().total().orElse(0) : total(now),
                now == null ? submission.source().total().isPresent() : isTotalKnown(now),
                now == null ? 0 : done - now.failed(),
                failed,
                before,
                0,
                null,
                elapsed,
                here <= 0 ? 0 : elapsed / here,
                own == null ? 0 : own.percentileNanos(50),
                own == null ? 0 : own.percentileNanos(95),
                own == null ? 0 : own.percentileNanos(99),
                own == null ? List.of() : own.reports(),
                now == null ? List.of() : now.allFailures(),
                problem);
    }

    private boolean isTotalKnown(Progress now) {
        return now.order().complete() || submission.source().total().isPresent();
    }

    /** Returns the number of jobs; until it is known, the number of jobs that were stored or done. */
    private long total(Progress now) {
        long seen = Math.max(now.order().mark().jobs(), now.done());
        return now.order().complete()
                ? now.order().mark().jobs()
                : submission.source().total().orElse(seen);
    }

    private void tell(Consumer<BatchListener> event) {
        SafeListener.tell(listener, event);
    }
}
