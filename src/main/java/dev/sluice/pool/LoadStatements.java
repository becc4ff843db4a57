package dev.sluice.pool;

import java.util.Set;

/**
 * Statements that the leases of a load test may run. The configuration names them, so that an order has a name only.
 * Implementations are thread-safe.
 *
 * @param <R> the resource
 */
public interface LoadStatements<R> {

    /** Returns the names, in the order of the documentation. */
    Set<String> names();

    /**
     * Runs a statement as a holder would, and ends the lease in any case. Blocks until the end of the statement.
     *
     * @throws Exception if the statement fails; its message may be shown
     */
    void run(String name, Lease<R> lease) throws Exception;

    /** Cancels the statements that run now, which then fail. Has no effect without one. Must not block. */
    void cancel();
}
