package dev.sluice.batch.jdbc;

import dev.sluice.batch.CannotGoOn;
import dev.sluice.batch.Chunk;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Does the jobs of a chunk one by one in the transaction under way, each after a savepoint, to find those at fault; the
 * others stay done. Used once.
 *
 * <p>Where constraints are checked at commit, each job is followed by that check. A job may refer to a later one of its
 * chunk, so those that were refused are tried again, alone and all together, for as long as more of them are taken. Jobs that
 * refer to each other in a circle are found at fault together with one that is.
 */
final class JobSearch<T> {

    private static final String CHECK = "set constraints all immediate";
    private static final String CHECK_LATER = "set constraints all deferred";

    private final Connection connection;
    private final JdbcWork.Handler<T> handler;
    private final boolean checksConstraints;
    private final boolean onlyFirst;
    private boolean failingConflicts;

    JobSearch(Connection connection, JdbcWork.Handler<T> handler, boolean checksConstraints, boolean onlyFirst) {
        this.connection = connection;
        this.handler = handler;
        this.checksConstraints = checksConstraints;
        this.onlyFirst = onlyFirst;
    }

    /** The same, but jobs that meet others are at fault, too. */
    JobSearch<T> failingConflicts() {
        failingConflicts = true;
        return this;
    }

    /**
     * The jobs at fault, by their index in the chunk.
     *
     * @throws Exception if there is trouble that is no job's
     */
    SortedMap<Integer, Throwable> faults(Chunk<T> chunk) throws Exception {
        List<Integer> all = IntStream.range(0, chunk.size()).boxed().toList();
        if (!checksConstraints) {
            return oneByOne(chunk, all);
        }
        requireChecks(chunk);
        SortedMap<Integer, Throwable> faults = oneByOne(chunk, all);
        int before = chunk.size();
        while (!faults.isEmpty() && faults.size() < before) {
            before = faults.size();
            List<Integer> left = List.copyOf(faults.keySet());
            if (left.size() > 1 && attempt(chunk, left) == null) {
                return new TreeMap<>();
            }
            faults = oneByOne(chunk, left);
        }
        return faults;
    }

    private SortedMap<Integer, Throwable> oneByOne(Chunk<T> chunk, List<Integer> indexes) throws Exception {
        SortedMap<Integer, Throwable> faults = new TreeMap<>();
        for (int index : indexes) {
            Throwable fault = attempt(chunk, List.of(index));
            if (fault != null) {
                faults.put(index, fault);
                if (onlyFirst && !checksConstraints) {
                    return faults;
                }
            }
        }
        return faults;
    }

    /** Does some of the jobs; returns why they cannot be done, and then nothing of them is. */
    private @Nullable Throwable attempt(Chunk<T> chunk, List<Integer> indexes) throws Exception {
        Savepoint before = connection.setSavepoint();
        try {
            for (Chunk<T> each : runs(chunk, indexes)) {
                handler.handle(connection, each);
            }
            if (checksConstraints) {
                execute(CHECK);
                execute(CHECK_LATER);
            }
            connection.releaseSavepoint(before);
            return null;
        } catch (Exception | Error e) {
            if (!failingConflicts || Trouble.of(e) != Trouble.AGAIN) {
                ChunkTransaction.requireOfJobs(e);
            }
            connection.rollback(before);
            return e;
        }
    }

    private List<Chunk<T>> runs(Chunk<T> chunk, List<Integer> indexes) {
        List<Chunk<T>> singles = new ArrayList<>();
        for (int index : indexes) {
            singles.add(new Chunk<>(
                    chunk.number(),
                    chunk.firstJob() + index,
                    List.of(chunk.items().get(index))));
        }
        return singles;
    }

    /** Nearly all databases that check at commit know the standard's words. */
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
