package dev.sluice.batch.distributed;

import dev.sluice.admission.Priority;
import dev.sluice.batch.BatchListener;
import dev.sluice.batch.BatchReport;
import dev.sluice.batch.BatchStatus;
import dev.sluice.batch.JobSource;
import dev.sluice.batch.Running;
import dev.sluice.batch.Unreachable;
import dev.sluice.batch.jdbc.Connections;
import dev.sluice.batch.jdbc.SqlErrors;
import dev.sluice.batch.rows.Row;
import dev.sluice.time.Ticker;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
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

    private final Submission submission;
    private final WorkerSetup setup;
    private final BatchListener listener;
    private final Ticker ticker;
    private final DatabaseLink link;
    private final Connections watching;
    private final Connections storing;
    private final PendingChange change;
    private final OrderWatch watch;
    private final AtomicBoolean begun = new AtomicBoolean();
    private volatile long startNanos;
    private volatile @Nullable DistributedWorkers workers;
    private volatile @Nullable BatchReport end;

    /** Creates a run that {@link #run} begins. */
    public DistributedRun(Submission submission, WorkerSetup setup, BatchListener listener) {
        this.submission = submission;
        this.setup = setup;
        this.listener = listener;
        ticker = Ticker.system();
        link = new DatabaseLink(submission.plan(), new SafeListener(listener), ticker);
        watching = Connections.of(setup.pool(), Priority.HIGH, submission.id());
        storing = Connections.of(setup.pool(), submission.definition().lane(), submission.id());
        change = new PendingChange(submission.id(), link, watching);
        watch = new OrderWatch(submission, setup.timing().poll(), listener, link, watching, change);
        startNanos = ticker.nanos();
    }

    @Override
    public BatchReport run() {
        if (!begun.compareAndSet(false, true)) {
            throw new IllegalStateException("a run cannot be run twice");
        }
        startNanos = ticker.nanos();
        publish(each -> each.started(submission.source().total(), setup.workers()));
        publish(each -> each.connecting(0, watching.place()));
        Ending ending = runToEnd();
        BatchReport report = report(ending.status(), ending.problem());
        end = report;
        publish(each -> each.ended(report));
        return report;
    }

    private Ending runToEnd() {
        try (JobSource<Row> source = submission.source();
                DistributedWorkers own = setup.start()) {
            workers = own;
            Ending ending = storeAndWatch(source);
            publish(BatchListener::closing);
            return ending;
        } catch (DatabaseLink.Left e) {
            watch.readLast();
            return new Ending(BatchStatus.CANCELLED, cancellation());
        } catch (Unreachable e) {
            return new Ending(BatchStatus.DATABASE_LOST, SqlErrors.words(e));
        } catch (Exception | Error e) {
            return new Ending(BatchStatus.FAILED, SqlErrors.words(e));
        }
    }

    private String cancellation() {
        Progress last = watch.progress();
        String name = "batch '" + submission.id() + "' ";
        return last != null && last.order().complete()
                ? "here; " + name + "continues in other processes"
                : "here; " + name + "is not stored to its end, order it again under this name";
    }

    private Ending storeAndWatch(JobSource<Row> source) throws Exception {
        OrderRow order = watch.open(source.total());
        if (!order.complete()) {
            store(new SourceStorage(order, source), order);
        }
        return watch.awaitEnd();
    }

    private void store(SourceStorage store, OrderRow order) throws Exception {
        try {
            store.skip();
            for (SourceStorage.Group group = store.next(); group != null; group = store.next()) {
                SourceStorage.Group next = group;
                if (!link.call(storing, connection -> store.put(connection, next))) {
                    return;
                }
                wakeWorkers();
                watch.heed();
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

    @Override
    public void pause() {
        change.pause();
    }

    @Override
    public void resume() {
        change.resume();
    }

    /** Cancels the batch for all processes; chunks under way end. */
    @Override
    public void cancel() {
        change.cancel();
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
        Progress now = watch.progress();
        OrderState state = now == null ? OrderState.RUNNING : now.order().state();
        if (link.isLeft() || change.isCancelling() || state.hasEnded()) {
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
        OptionalLong total = submission.source().total();
        long elapsed = ticker.nanos() - startNanos;
        BatchReport.Builder report = BatchReport.of(status).problem(problem);
        Progress now = watch.progress();
        long before = watch.before();
        if (now == null) {
            report.total(total.orElse(0), total.isPresent()).elapsed(elapsed, 0);
        } else {
            report.total(now.total(total), now.isTotalKnown(total))
                    .ended(now.done() - now.failed(), now.allFailed())
                    .before(before)
                    .elapsed(elapsed, now.done() - before)
                    .failures(now.allFailures());
        }
        DistributedWorkers own = workers;
        if (own != null) {
            report.percentiles(own::percentileNanos).workers(own.reports());
        }
        return report.build();
    }

    private void publish(Consumer<BatchListener> event) {
        SafeListener.publish(listener, event);
    }
}
