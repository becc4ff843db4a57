package dev.sluice.bench;

import dev.sluice.admission.Priority;
import dev.sluice.batch.BatchListener;
import dev.sluice.batch.BatchPlan;
import dev.sluice.batch.BatchReport;
import dev.sluice.batch.BatchRun;
import dev.sluice.batch.BatchStatus;
import dev.sluice.batch.JobSource;
import dev.sluice.batch.jdbc.ChunkHandler;
import dev.sluice.batch.jdbc.Connections;
import dev.sluice.batch.jdbc.JdbcWork;
import dev.sluice.batch.jdbc.SqlRows;
import dev.sluice.batch.rows.BadInput;
import dev.sluice.batch.rows.NamedSql;
import dev.sluice.batch.rows.Row;
import dev.sluice.jdbc.ManagedDataSource;

/** A batch of Sluice's, in the lane for batches, as an order makes it. */
final class SluiceBatch {

    private SluiceBatch() {}

    /** Inserts a row for each row. */
    static ChunkHandler<Row> inserts() {
        try {
            return new SqlRows(NamedSql.parse(BatchTable.NAMED));
        } catch (BadInput e) {
            throw new IllegalStateException(e);
        }
    }

    static JdbcWork<Row> work(ManagedDataSource dataSource, ChunkHandler<Row> handler) {
        return new JdbcWork<>(Connections.of(dataSource, Priority.BACKGROUND, "bench"), handler);
    }

    /** With a chunk ahead for each worker. */
    static BatchRun<Row> of(int workers, int chunkSize, JobSource<Row> rows, JdbcWork<Row> work) {
        BatchPlan plan = BatchPlan.DEFAULT
                .withWorkers(workers)
                .withQueueCapacity(Math.max(BatchPlan.QUEUE_CAPACITY, workers * chunkSize));
        return new BatchRun<>(plan, rows, work, new BatchListener() {});
    }

    static void run(BatchRun<Row> batch) {
        BatchReport report = batch.run();
        if (report.status() != BatchStatus.COMPLETED) {
            throw new IllegalStateException(report.status() + ": " + report.problem() + ", " + report.failures());
        }
    }
}
