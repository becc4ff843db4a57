package dev.sluice.jdbc.leased;

import java.sql.CallableStatement;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** Creates the JDBC objects of a lease. Thread-safe. */
public final class Leased {

    private Leased() {}

    /** A call to the driver. */
    @FunctionalInterface
    public interface DriverCall<T> {
        T run() throws SQLException;
    }

    /** A call to the driver without a result. */
    @FunctionalInterface
    public interface DriverAction {
        void run() throws SQLException;
    }

    /** Returns a statement that names the holder's connection. */
    public static Statement statement(Statement inner, LeasedConnection holder) {
        LeasedStatement<Statement> made = new LeasedStatement<>(inner, holder);
        holder.opened(made);
        return made;
    }

    /** Returns a prepared statement that names the holder's connection. */
    public static PreparedStatement prepared(PreparedStatement inner, LeasedConnection holder) {
        LeasedPreparedStatement made = new LeasedPreparedStatement(inner, holder);
        holder.opened(made);
        return made;
    }

    /** Returns a callable statement that names the holder's connection. */
    public static CallableStatement callable(CallableStatement inner, LeasedConnection holder) {
        return LeasedProxy.of(inner, CallableStatement.class, holder);
    }

    /** Returns metadata whose rows and statements name the holder's connection. */
    public static DatabaseMetaData metaData(DatabaseMetaData inner, LeasedConnection holder) {
        return LeasedProxy.of(inner, DatabaseMetaData.class, holder);
    }

    /**
     * Calls the driver, and reports an unchecked exception. Agroal reports only an {@link SQLException}, but a driver
     * may wrap the exception that reports the loss of the session. If the pool has ended the lease, the driver is
     * not called any more, and the exception says why.
     */
    public static <T> T call(LeasedConnection holder, DriverCall<T> call) throws SQLException {
        holder.requireLease();
        try {
            return call.run();
        } catch (SQLException e) {
            throw holder.explained(e);
        } catch (RuntimeException | Error e) {
            holder.failed(e);
            throw e;
        }
    }

    /** Closes an object of the driver. A close after the end of the lease has no effect, and succeeds. */
    static void close(LeasedConnection holder, DriverAction close) throws SQLException {
        if (!holder.isEnded()) {
            run(holder, close);
        }
    }

    /** Calls the driver like {@link #call}, without a result. */
    public static void run(LeasedConnection holder, DriverAction action) throws SQLException {
        holder.requireLease();
        try {
            action.run();
        } catch (SQLException e) {
            throw holder.explained(e);
        } catch (RuntimeException | Error e) {
            holder.failed(e);
            throw e;
        }
    }
}
