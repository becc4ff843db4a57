package dev.sluice.batch.jdbc;

import dev.sluice.batch.Chunk;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the faulty jobs of a chunk by the names that the driver gives them. An attempt that fails names one job, and
 * the next attempt leaves it out. Accepted jobs are done again with each attempt until they are {@value #MANY}, and are
 * kept then.
 *
 * <p>A named job is only suspected until the driver has shown that it sends a statement for each job. Without that
 * proof the search ends after {@value #MOST_SUSPECTS} suspects, or when an attempt contradicts an earlier one. Its
 * effects on unsettled jobs are then undone. Used once.
 *
 * @param <T> the type of a job
 */
final class SearchByName<T> {

    /** The number of jobs that are repeated at most: a repetition is cheaper than two round trips for a savepoint. */
    private static final int MANY = 32;

    /** The minimum number of jobs that a driver could send as one statement. */
    private static final int PROOF = 2;

    private static final int LEAST = 4;
    private static final int MOST_SUSPECTS = 3;

    private final Connection connection;
    private final StatementPerJob<T> handler;
    private final SavepointAttempts attempts;
    private final Chunk<T> chunk;
    private final List<Integer> jobs;
    private final SortedMap<Integer, Throwable> faults = new TreeMap<>();
    private final SortedMap<Integer, Throwable> suspects = new TreeMap<>();
    private List<Integer> accepted = new ArrayList<>();
    private int at;
    private int settled;
    private int size;
    private boolean proven;
    private boolean contradicted;

    SearchByName(
            Connection connection,
            StatementPerJob<T> handler,
            SavepointAttempts attempts,
            Chunk<T> chunk,
            List<Integer> jobs) {
        this.connection = connection;
        this.handler = handler;
        this.attempts = attempts;
        this.chunk = chunk;
        this.jobs = jobs;
        size = jobs.size();
    }

    /**
     * Does the jobs, and returns how many of them, from the first, are settled: done, or at fault.
     *
     * @throws Exception on a failure that no job caused
     */
    int settle() throws Exception {
        while (at < jobs.size() && !contradicted) {
            int run = tryNext();
            size = run < 0 ? Math.min(2 * size, jobs.size()) : Math.max(LEAST, 2 * run);
            if (accepted.size() >= (proven ? MANY : PROOF)) {
                keepAccepted();
            }
        }
        if (!contradicted && (!accepted.isEmpty() || !suspects.isEmpty())) {
            keepAccepted();
        }
        return settled;
    }

    /** Returns the settled jobs at fault, by their index in the chunk. */
    SortedMap<Integer, Throwable> faults() {
        return faults;
    }

    /** Returns the size of the last attempt, for the search that continues with the unsettled jobs. */
    int size() {
        return size;
    }

    /**
     * Tries the accepted jobs with some of the next; returns how many of the next were accepted before a fault, or -1.
     */
    private int tryNext() throws Exception {
        int end = Math.min(jobs.size(), at + size);
        List<Integer> candidates = new ArrayList<>(accepted);
        candidates.addAll(jobs.subList(at, end));
        Throwable fault = attempt(candidates);
        if (fault == null) {
            at = end;
            keep();
            return -1;
        }
        int index = candidates.size() == 1 ? 0 : fault instanceof RefusedJob named ? named.index() : -1;
        int run = index - accepted.size();
        if (run < 0) {
            contradicted = true;
            return 0;
        }
        suspects.put(candidates.get(index), fault);
        accepted = new ArrayList<>(candidates.subList(0, index));
        at += run + 1;
        boolean isCertain = proven || (candidates.size() == 1 && suspects.size() == 1);
        if (isCertain && accepted.isEmpty()) {
            settled();
        }
        contradicted = !isCertain && suspects.size() > MOST_SUSPECTS;
        return run;
    }

    private void keepAccepted() throws Exception {
        if (!accepted.isEmpty() && attempt(accepted) == null) {
            keep();
        } else {
            contradicted = true;
        }
    }

    private void keep() throws SQLException {
        if (proven || suspects.isEmpty()) {
            attempts.keep();
            settled();
        } else {
            attempts.undo();
            contradicted = true;
        }
    }

    private void settled() {
        faults.putAll(suspects);
        suspects.clear();
        accepted = new ArrayList<>();
        settled = at;
    }

    private @Nullable Throwable attempt(List<Integer> indexes) throws Exception {
        List<T> items = indexes.stream().map(chunk.items()::get).toList();
        Chunk<T> part = new Chunk<>(chunk.number(), chunk.firstJob() + indexes.get(0), items);
        return attempts.attempt(() -> proven |= handler.handleEach(connection, part));
    }
}
