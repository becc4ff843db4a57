package dev.sluice.jdbc.leased;

import java.sql.Connection;
import java.sql.SQLException;

/** The connection of one lease, as the JDBC objects that were made with it see it. Thread-safe. */
public interface LeasedConnection {

    /** Returns the caller's connection, which is closed after the lease. */
    Connection connection();

    /** Returns whether the caller's connection is closed. */
    boolean isClosed() throws SQLException;

    /** Marks that a caller obtains an object of the driver, and may change the session without this lease. */
    void exposed();

    /** Returns whether the pool has ended the lease by force. */
    boolean isEnded();

    /**
     * Returns whether the caller has closed the connection, so that its objects must not reach the session any more.
     * False if the driver or Agroal refuses calls of such objects. Costs no call of the driver.
     */
    default boolean hasClosed() {
        return false;
    }

    /**
     * Checks that the pool has not ended the lease by force.
     *
     * @throws SQLException with the reason, if it has
     */
    void requireLease() throws SQLException;

    /** Returns the exception for the caller: if the pool has ended the lease, one that says why, with this cause. */
    SQLException explained(SQLException failure);

    /**
     * Receives a new statement. The holder closes it at the end of the lease, or leaves that to the connection that
     * made the statement.
     */
    default void opened(OpenStatement statement) {}

    /** Receives the number of result sets that were left open by the users of a statement that was closed. */
    default void leaked(int resultSets) {}

    /** Reports an exception of the driver. After a fatal exception, the session ends with the lease. */
    void failed(Throwable failure);
}
