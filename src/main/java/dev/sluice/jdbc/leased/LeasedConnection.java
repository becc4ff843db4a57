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

    /** Reports an exception of the driver. After a fatal exception, the session ends with the lease. */
    void failed(Throwable failure);
}
