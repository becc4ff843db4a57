package dev.sluice.batch.distributed;

import dev.sluice.batch.BatchListener;
import dev.sluice.batch.BatchReport;
import dev.sluice.batch.JobFailure;
import dev.sluice.batch.ProgressSteps;
import dev.sluice.batch.jdbc.Checkpoints;
import dev.sluice.batch.jdbc.Connections;
import dev.sluice.time.Ticker;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The view of one process on the progress of a batch in the database, read at intervals until the batch ends. The
 * thread of the run reads; any thread may ask for what was read last.
 */
final class OrderWatch {

    private static final Duration LONGEST_DRAIN = Duration.ofSeconds(5);

    /** Reads of the progress take at most this part of the time, and are rarer by at most this factor. */
    private static final int READS = 20;

    private final Submission submission;
    private final Duration poll;
    private final BatchListener listener;
    private final Ticker ticker;
    private final DatabaseLink link;
    private final Connections connections;
    private final PendingChange change;
    private final ProgressSteps steps = new ProgressSteps();
    private volatile @Nullable Checkpoints joined;
    private volatile @Nullable Progress progress;
    private volatile long before;
    private long readNanos; // used by the thread that runs the batch, like the next one
    private long readTookNanos;

    OrderWatch(
            Submission submission,
            Duration poll,
            BatchListener listener,
            DatabaseLink link,
            Connections connections,
            PendingChange change) {
        this.submission = submission;
        this.poll = poll;
        this.listener = listener;
        this.ticker = Ticker.system();
        this.link = link;
        this.connections = connections;
        this.change = change;
    }

    /** Opens the order of the batch, or finds the one of this name, and reads its progress. */
    OrderRow open(OptionalLong total) throws Exception {
        OrderRow order = link.call(
                connections,
                connection -> OrderTable.open(connection, submission.id(), submission.definition(), total));
        joined = link.call(connections, connection -> {
            Definition definition = order.definition();
            return Checkpoints.join(connection, order.id(), definition.words(), definition.chunkSize());
        });
        before = read().done();
        return order;
    }

    /** Returns the progress that was read last; null if none was read. */
    @Nullable
    Progress progress() {
        return progress;
    }

    /** Returns the number of jobs that were done or failed when this process opened the batch. */
    long before() {
        return before;
    }

    /** Obeys orders while the batch is stored: waits while the batch is paused. */
    void heed() throws Exception {
        if (change.isNone() && ticker.nanos() - readNanos < poll.toNanos()) {
            return;
        }
        while (read().order().state() == OrderState.PAUSED) {
            link.rest(poll);
        }
    }

    /** Reads the progress at intervals until the batch ends, and reports its failures to the listener. */
    Ending awaitEnd() throws Exception {
        while (true) {
            Progress now = read();
            if (now.order().state().hasEnded()) {
                return Ending.early(drained());
            }
            if (now.isDone()) {
                publishFailures(now);
                return Ending.done(now);
            }
            link.rest(betweenReads());
        }
    }

    private Duration betweenReads() {
        Duration longest = poll.multipliedBy(READS);
        Duration pause = Duration.ofNanos(readTookNanos * READS);
        if (pause.compareTo(poll) < 0) {
            return poll;
        }
        return pause.compareTo(longest) < 0 ? pause : longest;
    }

    private Progress read() throws Exception {
        change.apply();
        Checkpoints checkpoints = opened();
        Progress last = progress;
        Progress now = link.call(connections, connection -> {
            long start = ticker.nanos();
            Progress read = Progress.read(connection, checkpoints, last);
            readTookNanos = ticker.nanos() - start;
            return read;
        });
        progress = now;
        readNanos = ticker.nanos();
        OptionalLong total = submission.source().total();
        int percent = steps.reached(now.done(), now.isTotalKnown(total) ? now.total(total) : 0);
        if (percent > 0) {
            publish(each -> each.progress(percent));
        }
        return now;
    }

    private Checkpoints opened() {
        return Objects.requireNonNull(joined, "the order is not open");
    }

    /** Reads the last results of this process's workers, if the database answers at once. */
    void readLast() {
        Checkpoints known = joined;
        if (known != null && !link.isAway() && !Thread.currentThread().isInterrupted()) {
            try (Connection connection = connections.acquire()) {
                progress = Progress.read(connection, known, progress);
            } catch (Exception e) {
                // the progress stays as it was read before
            }
        }
    }

    /** Waits for a limited time for chunks that were under way at the end, so that their results are counted. */
    private Progress drained() throws Exception {
        long start = ticker.nanos();
        while (link.call(connections, connection -> ChunkTasks.count(connection, submission.id())) > 0
                && ticker.nanos() - start < LONGEST_DRAIN.toNanos()) {
            link.rest(Duration.ofMillis(TimeUnit.SECONDS.toMillis(1) / READS));
        }
        Progress last = read();
        publishFailures(last);
        return last;
    }

    private void publishFailures(Progress last) throws Exception {
        Checkpoints checkpoints = opened();
        List<JobFailure> some = last.failures();
        while (!some.isEmpty()) {
            some.forEach(failure -> publish(each -> each.failed(failure)));
            long job = some.get(some.size() - 1).job();
            some = some.size() < BatchReport.MOST_FAILURES
                    ? List.of()
                    : link.call(
                            connections,
                            connection -> checkpoints.failures(connection, job, BatchReport.MOST_FAILURES));
        }
        JobFailure ending = last.last();
        if (ending != null) {
            publish(each -> each.failed(ending));
        }
    }

    private void publish(Consumer<BatchListener> event) {
        SafeListener.publish(listener, event);
    }
}
