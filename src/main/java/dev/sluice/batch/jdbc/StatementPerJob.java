package dev.sluice.batch.jdbc;

import dev.sluice.batch.Chunk;
import java.sql.Connection;

/**
 * A handler that does each job by one statement of a JDBC batch, so that a failure can name its job.
 *
 * @param <T> the type of a job
 */
interface StatementPerJob<T> extends ChunkHandler<T> {

    /**
     * Does the jobs like {@link #handle}; they need not be consecutive. The driver may send several jobs as one
     * statement. Then the index of a {@link RefusedJob} is the index of a statement, not of a job.
     *
     * @return whether the driver has shown that it sends a statement for each job over this connection
     * @throws RefusedJob if the driver names the first statement that was refused
     */
    boolean handleEach(Connection connection, Chunk<T> chunk) throws Exception;
}
