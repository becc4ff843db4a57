package dev.sluice.batch.distributed;

import dev.sluice.admission.Priority;
import dev.sluice.batch.BatchListener;
import dev.sluice.batch.BatchPlan;
import dev.sluice.batch.Chunk;
import dev.sluice.batch.JobSource;
import dev.sluice.batch.jdbc.BatchPool;
import dev.sluice.batch.jdbc.ChunkHandler;
import dev.sluice.batch.rows.Row;
import dev.sluice.testing.PostgresServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;

/** A process with a part in distributed batches, or what would be one: a pool of its own, and what it does with rows. */
final class Instance implements AutoCloseable {

    static final Timing FAST = new Timing(Duration.ofMillis(20), Duration.ofMillis(200));

    final BatchPool pool;
    private final HandlerLookup handlers;

    private Instance(BatchPool pool, HandlerLookup handlers) {
        this.pool = pool;
        this.handlers = handlers;
    }

    static Instance on(PostgresServer server, ChunkHandler<Row> handler) {
        return of(BatchPool.on(server, 8), handler);
    }

    static Instance of(BatchPool pool, ChunkHandler<Row> handler) {
        return new Instance(pool, definition -> handler);
    }

    /** Empty tables, and one for what is done, in which nothing forbids that something is done twice. */
    Instance withTables() throws SQLException {
        pool.execute(
                "drop table if exists worked",
                "create table worked (id bigint check (id <> 13), pid bigint)",
                "drop table if exists sluice_batch_order",
                "drop table if exists sluice_batch_task",
                "drop table if exists sluice_batch",
                "drop table if exists sluice_batch_chunk",
                "drop table if exists sluice_batch_failure");
        return this;
    }

    /** Notes each row, and who has done it. */
    static void insert(Connection connection, Chunk<Row> chunk) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("insert into worked (id, pid) values (?, ?)")) {
            for (Row row : chunk.items()) {
                statement.setObject(1, row.value("id"));
                statement.setLong(2, ProcessHandle.current().pid());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    static Definition definition(int chunkSize, boolean stopAtFailure) {
        return new Definition("test", "", "note numbers", chunkSize, Priority.BACKGROUND, stopAtFailure);
    }

    DistributedWorkers work(int workers) {
        return work(workers, FAST);
    }

    DistributedWorkers work(int workers, Timing timing) {
        return DistributedWorkers.start(pool.jdbc.dataSource(), handlers, workers, timing);
    }

    DistributedRun run(String id, Definition definition, JobSource<Row> source, int workers, BatchListener listener) {
        return run(new Submission(id, definition, source, BatchPlan.DEFAULT), workers, listener);
    }

    DistributedRun run(Submission submission, int workers, BatchListener listener) {
        WorkerSetup setup = new WorkerSetup(pool.jdbc.dataSource(), handlers, workers, FAST);
        return new DistributedRun(submission, setup, listener);
    }

    /** A batch that keeps going where rows fail, watched and worked on here. */
    DistributedRun run(String id, JobSource<Row> source, int workers) {
        return run(id, definition(10, false), source, workers, new BatchListener() {});
    }

    /** Returns the number of rows, and the number of different rows. */
    String worked() throws SQLException {
        return pool.ask("select count(*) || ' ' || count(distinct id) from worked");
    }

    @Override
    public void close() {
        pool.close();
    }
}
