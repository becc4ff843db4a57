package dev.sluice.batch.distributed;

import dev.sluice.batch.CannotGoOn;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The orders in the database. Each change is one transaction, together with its effect on the tasks of the batch. */
final class OrderTable {

    private static final String FIND = "select id, round, definition, state, problem, failed_job, chunks, jobs, digest,"
            + " complete from " + Tables.ORDERS + " where id = ?";
    private static final String INSERT = "insert into " + Tables.ORDERS
            + " (id, round, definition, state, chunks, jobs, digest, complete) values (?, 0, ?, 'RUNNING', 0, 0, 0, false)";
    private static final String AGAIN = "update " + Tables.ORDERS
            + " set round = round + 1, definition = ?, state = 'RUNNING', problem = null, failed_job = null, chunks = 0,"
            + " jobs = 0, digest = 0, complete = false where id = ? and round = ?";
    private static final String ADVANCE = "update " + Tables.ORDERS
            + " set chunks = ?, jobs = ?, digest = ? where id = ? and round = ? and chunks = ?"
            + " and state in ('RUNNING', 'PAUSED')";
    private static final String COMPLETE =
            "update " + Tables.ORDERS + " set complete = true where id = ? and round = ? and chunks = ?";
    private static final String END = "update " + Tables.ORDERS
            + " set state = ?, problem = ?, failed_job = ? where id = ? and round = ? and state in ('RUNNING', 'PAUSED')";
    private static final String TURN =
            "update " + Tables.ORDERS + " set state = ? where id = ? and round = ? and state = ?";
    private static final int LONGEST_PROBLEM = 500;

    private OrderTable() {}

    /** Returns the order of that name, or null. */
    static @Nullable OrderRow find(Connection connection, String id) throws SQLException, CannotRead {
        try {
            return SqlCalls.first(connection, FIND, OrderTable::read, id);
        } catch (SQLException | CannotRead e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e); // reading throws no other exceptions
        }
    }

    private static OrderRow read(ResultSet row) throws SQLException, CannotRead {
        long job = row.getLong("failed_job");
        Long failedJob = row.wasNull() ? null : job;
        return new OrderRow(
                row.getString("id"),
                row.getInt("round"),
                Definition.ofJson(row.getString("definition")),
                OrderState.valueOf(row.getString("state")),
                row.getString("problem"),
                failedJob,
                new StoringMark(row.getLong("chunks"), row.getLong("jobs"), row.getLong("digest")),
                row.getBoolean("complete"));
    }

    /**
     * Writes the order, or joins the existing one. An order that has ended begins again; its finished chunks stay done.
     *
     * @param total the number of its jobs, if known
     * @throws CannotGoOn if the existing order of that name has another definition
     */
    static OrderRow open(Connection connection, String id, Definition definition, OptionalLong total)
            throws SQLException, CannotGoOn, CannotRead {
        Tables.create(connection);
        OrderRow order = find(connection, id);
        if (order == null) {
            insert(connection, id, definition);
            order = Objects.requireNonNull(find(connection, id));
        }
        requireSame(order, definition, total);
        return order.state().hasEnded() ? again(connection, order, definition) : order;
    }

    private static void insert(Connection connection, String id, Definition definition) throws SQLException {
        try {
            SqlCalls.update(connection, INSERT, id, definition.json());
        } catch (SQLException e) {
            if (!Tables.isViolation(e)) { // RACE: another process may have written the order meanwhile
                throw e;
            }
        }
    }

    private static void requireSame(OrderRow order, Definition definition, OptionalLong total) throws CannotGoOn {
        String batch = "batch '" + order.id() + "' ";
        int chunkSize = order.definition().chunkSize();
        if (chunkSize != definition.chunkSize()) {
            throw new CannotGoOn(
                    batch + "exists with chunks of " + chunkSize + " jobs, not of " + definition.chunkSize());
        }
        if (!order.definition().isSameWork(definition)) {
            throw new CannotGoOn(batch + "exists with a different task");
        }
        if (!order.state().hasEnded() && !order.definition().equals(definition)) {
            throw new CannotGoOn(batch + "is running in another lane, or with another rule for failed jobs");
        }
        if (order.complete()
                && total.isPresent()
                && total.getAsLong() != order.mark().jobs()) {
            throw new CannotGoOn(batch + "exists with " + order.mark().jobs() + " jobs, not " + total.getAsLong());
        }
    }

    private static OrderRow again(Connection connection, OrderRow order, Definition definition)
            throws SQLException, CannotRead {
        connection.setAutoCommit(false);
        if (SqlCalls.update(connection, AGAIN, definition.json(), order.id(), order.round()) == 1) {
            ChunkTasks.removeAll(connection, order.id());
        }
        connection.commit();
        return Objects.requireNonNull(find(connection, order.id()));
    }

    /**
     * Records the stored part of the source, in the transaction that has stored it. Returns false if another process
     * has stored more, or if the order has ended.
     */
    static boolean advance(Connection connection, OrderRow order, StoringMark from, StoringMark to)
            throws SQLException {
        return SqlCalls.update(
                        connection,
                        ADVANCE,
                        to.chunks(),
                        to.jobs(),
                        to.digest(),
                        order.id(),
                        order.round(),
                        from.chunks())
                == 1;
    }

    /** Records that all jobs are stored. */
    static void complete(Connection connection, OrderRow order, StoringMark mark) throws SQLException {
        SqlCalls.update(connection, COMPLETE, order.id(), order.round(), mark.chunks());
    }

    /** Ends the order, unless it has ended. No further chunk begins in any process. */
    static void end(
            Connection connection, OrderRow order, OrderState state, @Nullable String problem, @Nullable Long job)
            throws SQLException {
        String words = problem == null ? null : problem.substring(0, Math.min(problem.length(), LONGEST_PROBLEM));
        connection.setAutoCommit(false);
        if (SqlCalls.update(connection, END, state.name(), words, job, order.id(), order.round()) == 1) {
            ChunkTasks.removeWaiting(connection, order.id());
        }
        connection.commit();
    }

    /** Pauses the order; no chunk begins until it is resumed. */
    static void pause(Connection connection, OrderRow order) throws SQLException {
        connection.setAutoCommit(false);
        if (SqlCalls.update(
                        connection,
                        TURN,
                        OrderState.PAUSED.name(),
                        order.id(),
                        order.round(),
                        OrderState.RUNNING.name())
                == 1) {
            ChunkTasks.park(connection, order.id());
        }
        connection.commit();
    }

    /** Resumes the order; chunks begin again. */
    static void goOn(Connection connection, OrderRow order) throws SQLException {
        connection.setAutoCommit(false);
        if (SqlCalls.update(
                        connection,
                        TURN,
                        OrderState.RUNNING.name(),
                        order.id(),
                        order.round(),
                        OrderState.PAUSED.name())
                == 1) {
            ChunkTasks.unpark(connection, order.id());
        }
        connection.commit();
    }
}
