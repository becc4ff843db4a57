package dev.sluice.batch.control;

import dev.sluice.batch.BatchListener;
import dev.sluice.batch.BatchPlan;
import dev.sluice.batch.BatchRun;
import dev.sluice.batch.JobSource;
import dev.sluice.batch.NumberedJobs;
import dev.sluice.batch.Running;
import dev.sluice.batch.distributed.Definition;
import dev.sluice.batch.distributed.DistributedRun;
import dev.sluice.batch.distributed.Submission;
import dev.sluice.batch.distributed.WorkerSetup;
import dev.sluice.batch.jdbc.Connections;
import dev.sluice.batch.jdbc.DemoUsers;
import dev.sluice.batch.jdbc.JdbcWork;
import dev.sluice.batch.jdbc.JobHandler;
import dev.sluice.batch.jdbc.SqlRows;
import dev.sluice.batch.rows.BadInput;
import dev.sluice.batch.rows.NamedSql;
import dev.sluice.batch.rows.Row;
import java.util.List;

/** Assembles the run of an order. */
final class BatchAssembly {

    private final BatchOrder order;
    private final String id;
    private final BatchContext context;
    private final BatchListener listener;

    BatchAssembly(BatchOrder order, String id, BatchContext context, BatchListener listener) {
        this.order = order;
        this.id = id;
        this.context = context;
        this.listener = listener;
    }

    /**
     * Creates the run. Reads files once, to count and check their rows; opens no connection.
     *
     * @param ownWorkers number of workers on a distributed batch while it is watched here
     */
    Running assemble(int ownWorkers) throws BadOrder {
        try {
            if (order.distributed()) {
                return distributed(ownWorkers);
            }
            Connections connections = Connections.of(context.pool(order.pool()), order.lane(), id);
            Task task = order.task();
            if (task instanceof Task.Sql sql) {
                NamedSql statement = NamedSql.parse(sql.statement());
                return run(rows(task), new JdbcWork<>(connections, new SqlRows(statement)));
            }
            if (task instanceof Task.Handled handled) {
                JobHandler handler = context.handler(handled.handler());
                return run(rows(task), new JdbcWork<>(connections, handler));
            }
            return run(numbers((Task.Demo) task), new JdbcWork<>(connections, new DemoUsers()));
        } catch (BadInput | IllegalArgumentException e) {
            throw new BadOrder(String.valueOf(e.getMessage()));
        }
    }

    private Running distributed(int ownWorkers) throws BadOrder, BadInput {
        TaskHandlers handlers = new TaskHandlers(context);
        Definition definition = TaskHandlers.definition(order);
        handlers.of(definition); // an invalid definition is refused now
        Submission submission =
                new Submission(String.valueOf(order.keepAs()), definition, rows(order.task()), order.plan());
        WorkerSetup staff = new WorkerSetup(context.pool(order.pool()), handlers, ownWorkers, context.timing());
        return new DistributedRun(submission, staff, listener);
    }

    private JobSource<Row> rows(Task task) throws BadInput, BadOrder {
        if (task instanceof Task.Sql sql) {
            return rows(sql.rows(), NamedSql.parse(sql.statement()).names());
        }
        if (task instanceof Task.Handled handled) {
            return rows(handled.rows(), List.of());
        }
        return rows(new RowSource.Numbers(((Task.Demo) task).jobs()), List.of());
    }

    private <T> BatchRun<T> run(JobSource<T> source, JdbcWork<T> plain) {
        JdbcWork<T> work = order.plan().stopAtFailure() ? plain.stoppingAtFailure() : plain;
        if (order.keepAs() != null) {
            work = work.keeping(
                    new JdbcWork.Keeping(order.keepAs(), order.task().words(), order.chunkSize()));
        }
        return new BatchRun<>(plan(), source, work, listener);
    }

    /** Returns the plan with at least one chunk read ahead for each worker, so that no worker waits for the reader. */
    private BatchPlan plan() {
        BatchPlan plan = order.plan();
        return plan.withQueueCapacity(Math.max(plan.queueCapacity(), plan.workers() * order.chunkSize()));
    }

    private JobSource<Long> numbers(Task.Demo demo) throws BadInput {
        return demo.again() == null
                ? new NumberedJobs(demo.jobs(), order.chunkSize())
                : new MappedJobs<>(FailedRowSource.of(demo.again()), Row::number);
    }

    private JobSource<Row> rows(RowSource from, List<String> columns) throws BadInput, BadOrder {
        return new RowSources(context, id, order.chunkSize(), order.plan().stopAtFailure(), columns).open(from);
    }
}
