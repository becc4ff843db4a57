package dev.sluice.batch.jdbc;

import dev.sluice.batch.CannotGoOn;
import dev.sluice.batch.Chunk;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Does the jobs of a chunk in the transaction under way to find the jobs at fault; the others stay done. Jobs are done
 * in groups, each after a savepoint. A fault halves the size of the groups, down to one; two groups without a fault
 * double it. Used once.
 *
 * <p>If constraints are checked at commit, the same check follows each group. A job may refer to a later job of its
 * chunk. Refused jobs are therefore tried again, alone and all together, for as long as more of them succeed. Jobs that
 * refer to each other in a circle are all found at fault if one of them is.
 */
final class JobSearch<T> {

    private static final int MOST_SAVEPOINTS = 32;
    private static final String CHECK = "set constraints all immediate";
    private static final String CHECK_LATER = "set constraints all deferred";

    private final Connection connection;
    private final JdbcWork.Handler<T> handler;
    private final boolean checksConstraints;
    private final boolean onlyFirst;
    private boolean failingConflicts;
    private boolean inRuns = true;
    private @Nullable Savepoint current;
    private @Nullable Savepoint oldest;
    private int savepoints;

    JobSearch(Connection connection, JdbcWork.Handler<T> handler, boolean checksConstraints, boolean onlyFirst) {
        this.connection = connection;
        this.handler = handler;
        this.checksConstraints = checksConstraints;
        this.onlyFirst = onlyFirst;
    }

    /** Returns this search, changed so that jobs that conflict with other transactions are at fault, too. */
    JobSearch<T> failingConflicts() {
        failingConflicts = true;
        return this;
    }

    /**
     * Returns the jobs at fault, by their index in the chunk.
     *
     * @throws Exception if there is trouble that is no job's fault
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
        SortedMap<Integer, Throwable> faults = new TreeMap<>();
        int size = Math.max(1, indexes.size());
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

    /** Does some of the jobs; returns null, or why they cannot be done, and then none of them is done. */
    private @Nullable Throwable attempt(Chunk<T> chunk, List<Integer> indexes) throws Exception {
        Savepoint before = savepoint();
        try {
            for (Chunk<T> each : runs(chunk, indexes)) {
                handler.handle(connection, each);
            }
            if (checksConstraints) {
                execute(CHECK);
                execute(CHECK_LATER);
            }
        } catch (Exception | Error e) {
            if (!failingConflicts || Trouble.of(e) != Trouble.AGAIN) {
                ChunkTransaction.requireOfJobs(e);
            }
            connection.rollback(before);
            return e;
        }
        taken();
        return null;
    }

    /**
     * Returns the savepoint of the next attempt; that of a refused attempt is used again, as it outlives the rollback.
     */
    private Savepoint savepoint() throws SQLException {
        Savepoint known = current;
        if (known == null) {
            known = connection.setSavepoint();
            current = known;
            oldest = oldest == null ? known : oldest;
            savepoints++;
        }
        return known;
    }

    /** Keeps an attempt. Releasing the oldest savepoint releases all, so one round trip serves several. */
    private void taken() throws SQLException {
        current = null;
        if (oldest != null && savepoints >= MOST_SAVEPOINTS) {
            try {
                connection.releaseSavepoint(oldest);
            } catch (SQLFeatureNotSupportedException e) {
                // Oracle and SQL Server have no such call: their savepoints end at the commit
            }
            oldest = null;
            savepoints = 0;
        }
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

    /** Requires deferred checks; nearly all databases that check at commit know the statement of the SQL standard. */
    private void requireChecks(Chunk<T> chunk) throws Exception {
        try {
            execute(CHECK_LATER);
        } catch (SQLException e) {
            ChunkTransaction.requireOfJobs(e);
            throw new CannotGoOn("one of the jobs " + chunk.firstJob() + " to " + (chunk.firstJob() + chunk.size() - 1)
                    + " is refused at the commit, and the database does not tell which");
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
