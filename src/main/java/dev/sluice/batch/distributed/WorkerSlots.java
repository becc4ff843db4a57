package dev.sluice.batch.distributed;

import dev.sluice.batch.BatchReport.WorkerReport;
import dev.sluice.batch.Work;
import dev.sluice.batch.rows.Row;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/** The workers of this process: their numbers, their chunks under way, and their finished work. Thread-safe. */
final class WorkerSlots {

    private static final int DIGITS = 3;

    private final Deque<Integer> free = new ArrayDeque<>(); // Guarded by this, like all fields below
    private final long[] succeeded;
    private final long[] failed;
    private final Histogram times = new Histogram(DIGITS);
    private final Set<Work.Session<Row>> busy = ConcurrentHashMap.newKeySet();
    private volatile boolean aborting;

    WorkerSlots(int workers) {
        IntStream.range(0, workers).forEach(free::add);
        succeeded = new long[workers];
        failed = new long[workers];
    }

    synchronized int take() {
        return free.remove();
    }

    synchronized void giveBack(int seat) {
        free.push(seat);
    }

    synchronized void did(int seat, int jobs, int failures, long nanos) {
        succeeded[seat] += jobs - failures;
        failed[seat] += failures;
        times.recordValue(Math.max(0, nanos));
    }

    void begins(Work.Session<Row> session) {
        busy.add(session);
        // RACE: this thread adds and then reads, abortAll() sets and then reads, so the later thread sees the earlier
        if (aborting) {
            session.abort();
        }
    }

    void ends(Work.Session<Row> session) {
        busy.remove(session);
    }

    void abortAll() {
        aborting = true;
        busy.forEach(Work.Session::abort);
    }

    synchronized List<WorkerReport> reports() {
        return IntStream.range(0, succeeded.length)
                .mapToObj(i -> new WorkerReport(i, succeeded[i], failed[i], 1))
                .toList();
    }

    synchronized long percentileNanos(double percent) {
        return times.getValueAtPercentile(percent);
    }
}
