package dev.sluice.batch.jdbc;

import dev.sluice.batch.Chunk;
import dev.sluice.batch.ChunkResult;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Does the jobs of a chunk in the transaction under way to find the jobs at fault; the others stay done. Where failures
 * name their job, see {@link SearchByName}. Otherwise jobs are done in groups, each after a savepoint. A fault halves
 * the size of the groups, down to one; two groups without a fault double it. Used once.
 *
 * <p>If constraints are checked at commit, the same check follows each group. A job may refer to a later job of its
 * chunk. Refused jobs are therefore tried again, alone and all together, for as long as more of them succeed. Jobs that
 * refer to each other in a circle are all found at fault if one of them is.
 */
final class JobSearch<T> {

    private final Connection connection;
    private final ChunkHandler<T> handler;
    private final boolean checksConstraints;
    private final boolean onlyFirst;
    private SavepointAttempts attempts;
    private boolean byName;
    private boolean inRuns = true;

    JobSearch(Connection connection, ChunkHandler<T> handler, boolean checksConstraints, boolean onlyFirst) {
        this.connection = connection;
        this.handler = handler;
        this.checksConstraints = checksConstraints;
        this.onlyFirst = onlyFirst;
        attempts = new SavepointAttempts(connection, checksConstraints, false);
        byName = !onlyFirst;
    }

    /** Returns this search, changed so that jobs that conflict with other transactions are at fault, too. */
    JobSearch<T> failingConflicts() {
        attempts = new SavepointAttempts(connection, checksConstraints, true);
        byName = false;
        return this;
    }

    /**
     * Returns the jobs at fault, by their index in the chunk.
     *
     * @throws Exception on a failure that no job caused
     */
    SortedMap<Integer, Throwable> faults(Chunk<T> chunk) throws Exception {
        SortedMap<Integer, Throwable> unfit = new TreeMap<>(handler.unfit(chunk));
        if (onlyFirst && !unfit.isEmpty()) {
            return firstOf(chunk, unfit);
        }
        inRuns = unfit.isEmpty();
        List<Integer> fit = IntStream.range(0, chunk.size())
                .filter(index -> !unfit.containsKey(index))
                .boxed()
                .toList();
        unfit.putAll(checksConstraints ? checked(chunk, fit) : search(chunk, fit));
        return unfit;
    }

    /** Returns the first job at fault; the database may refuse a job before the unfit ones. */
    private SortedMap<Integer, Throwable> firstOf(Chunk<T> chunk, SortedMap<Integer, Throwable> unfit)
            throws Exception {
        int first = unfit.firstKey();
        List<Integer> before = IntStream.range(0, first).boxed().toList();
        SortedMap<Integer, Throwable> faults = search(chunk, before);
        return faults.isEmpty() ? new TreeMap<>(Map.of(first, unfit.get(first))) : faults;
    }

    private SortedMap<Integer, Throwable> checked(Chunk<T> chunk, List<Integer> indexes) throws Exception {
        requireChecks(chunk);
        SortedMap<Integer, Throwable> faults = search(chunk, indexes);
        int before = indexes.size();
        while (!faults.isEmpty() && faults.size() < before) {
            before = faults.size();
            faults = search(chunk, List.copyOf(faults.keySet()));
        }
        return faults;
    }

    private SortedMap<Integer, Throwable> search(Chunk<T> chunk, List<Integer> indexes) throws Exception {
        if (!byName || !(handler instanceof StatementPerJob<T> perJob)) {
            return byHalves(chunk, indexes, indexes.size());
        }
        SearchByName<T> search = new SearchByName<>(connection, perJob, attempts, chunk, indexes);
        int settled = search.settle();
        SortedMap<Integer, Throwable> faults = search.faults();
        if (settled < indexes.size()) {
            byName = false;
            faults.putAll(byHalves(chunk, indexes.subList(settled, indexes.size()), search.size()));
        }
        return faults;
    }

    private SortedMap<Integer, Throwable> byHalves(Chunk<T> chunk, List<Integer> indexes, int first) throws Exception {
        SortedMap<Integer, Throwable> faults = new TreeMap<>();
        int size = Math.max(1, first);
        int goneWell = 0;
        int at = 0;
        while (at < indexes.size()) {
            List<Integer> group = indexes.subList(at, Math.min(indexes.size(), at + size));
            Throwable fault = attempt(chunk, group);
            if (fault == null) {
                at += group.size();
                goneWell++;
                size = goneWell > 1 ? Math.min(2 * size, indexes.size()) : size;
                continue;
            }
            goneWell = 0;
            if (group.size() == 1) {
                faults.put(group.get(0), fault);
                if (onlyFirst && !checksConstraints) {
                    return faults;
                }
                at++;
            }
            size = Math.max(1, group.size() / 2);
        }
        return faults;
    }

    /** Does some of the jobs; returns null, or the fault, and then none of these jobs is done. */
    private @Nullable Throwable attempt(Chunk<T> chunk, List<Integer> indexes) throws Exception {
        Throwable fault = attempts.attempt(() -> {
            for (Chunk<T> each : runs(chunk, indexes)) {
                handler.handle(connection, each);
            }
        });
        if (fault == null) {
            attempts.keep();
        }
        return fault;
    }

    /** Returns the jobs as chunks of consecutive jobs, unless the handler takes other chunks. */
    private List<Chunk<T>> runs(Chunk<T> chunk, List<Integer> indexes) {
        List<Chunk<T>> runs = new ArrayList<>();
        int start = 0;
        for (int i = 1; i <= indexes.size(); i++) {
            boolean isEnd = i == indexes.size() || (inRuns && indexes.get(i) != indexes.get(i - 1) + 1);
            if (isEnd) {
                List<T> items = indexes.subList(start, i).stream()
                        .map(index -> chunk.items().get(index))
                        .toList();
                runs.add(new Chunk<>(chunk.number(), chunk.firstJob() + indexes.get(start), items));
                start = i;
            }
        }
        return runs;
    }

    /** Requires checks at commit. Nearly all databases with such checks support the statement of the SQL standard. */
    private void requireChecks(Chunk<T> chunk) throws Exception {
        try {
            attempts.deferChecks();
        } catch (SQLException e) {
            ChunkFaults.requireOfJobs(e);
            String jobs = chunk.firstJob() + " to " + (chunk.firstJob() + chunk.size() - 1);
            throw new ChunkEnded(new ChunkResult.Stop(
                    "one of the jobs " + jobs + " is refused at the commit, and the database does not report which",
                    null,
                    e));
        }
    }
}
