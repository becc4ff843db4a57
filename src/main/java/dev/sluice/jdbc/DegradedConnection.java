package dev.sluice.jdbc;

/**
 * The mark of a connection that a {@link dev.sluice.pool.FallbackSupplier} gave to a caller of a full pool: {@code
 * connection.isWrapperFor(DegradedConnection.class)} is true for these connections only.
 */
public interface DegradedConnection {

    /** Returns the name of the pool that was full. */
    String pool();
}
