package dev.sluice.adapter.cli;

import dev.sluice.batch.BatchListener;
import dev.sluice.batch.BatchReport;
import dev.sluice.batch.BatchStatus;
import dev.sluice.batch.control.BadOrder;
import dev.sluice.batch.control.Batch;
import dev.sluice.batch.control.BatchOrder;
import dev.sluice.batch.control.BatchView;
import dev.sluice.batch.control.Batches;
import dev.sluice.batch.control.FailedRows;
import dev.sluice.time.AtExit;
import io.quarkus.arc.Unremovable;
import io.quarkus.runtime.QuarkusApplication;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The application around one batch, whose pools are open while the batch runs. */
@Dependent
@Unremovable
public class BatchApplication implements QuarkusApplication {

    private static final long END_SECONDS = 10;

    private final Batches batches;

    /** Creates the application with the batches of this process. */
    @Inject
    public BatchApplication(Batches batches) {
        this.batches = batches;
    }

    @Override
    public int run(String... args) {
        return run(Main.commandLine(), System.in, args);
    }

    /** Sets the command line, which is parsed before the application starts. */
    int run(CommandLine main, InputStream in, String... args) {
        CommandSpec spec = main.parseArgs(args).subcommand().commandSpec();
        return run(spec.commandLine(), ((BatchCommand) spec.userObject()).options(), in);
    }

    private int run(CommandLine command, BatchOptions options, InputStream in) {
        PrintWriter out = command.getOut();
        PrintWriter err = command.getErr();
        FailedRows failedRows =
                options.failedRows() == null ? null : new FailedRows(options.failedRows(), options.overwrites());
        try {
            BatchOrder order = options.order(command.getCommandSpec(), in);
            BatchReport report = options.isJson() ? silently(out, order, failedRows) : aloud(out, order, failedRows);
            String problem = failedRows == null ? null : failedRows.problem();
            if (problem != null) {
                err.println(PlainText.text(problem));
            }
            return exitCode(report.status());
        } catch (BadOrder e) {
            err.println(PlainText.text(String.valueOf(e.getMessage())));
            return ExitCode.USAGE;
        } finally {
            out.flush();
            err.flush();
        }
    }

    private BatchReport silently(PrintWriter out, BatchOrder order, @Nullable FailedRows failedRows) throws BadOrder {
        Batch batch = batches.prepare(order, new BatchListener() {}, failedRows);
        BatchReport report = runToEnd(batch);
        out.println(PlainText.json(BatchJson.of(BatchView.of(batch, report))));
        return report;
    }

    private BatchReport aloud(PrintWriter out, BatchOrder order, @Nullable FailedRows failedRows) throws BadOrder {
        boolean isTerminal = CommandEnvironment.ofProcess().isTerminal();
        try (BatchProgress progress = new BatchProgress(out, isTerminal)) {
            Batch batch = batches.prepare(order, progress, failedRows);
            if (order.distributed()) {
                progress.named(String.valueOf(order.keepAs()));
            }
            progress.watch(batch);
            return runToEnd(batch);
        }
    }

    private static int exitCode(BatchStatus status) {
        return switch (status) {
            case COMPLETED -> ExitCode.OK;
            case DATABASE_LOST -> ExitCode.UNREACHABLE;
            case CANCELLED -> ExitCode.INTERRUPTED;
            default -> ExitCode.FAILED;
        };
    }

    /**
     * Waits for the end of the batch. At the end of the process the batch is cancelled, or left for other instances;
     * work under way has a limited time to end.
     */
    private static BatchReport runToEnd(Batch batch) {
        CountDownLatch ended = new CountDownLatch(1);
        AtExit atExit = AtExit.run("sluice-batch-leave", () -> {
            batch.leave();
            await(ended);
        });
        try {
            return batch.run();
        } finally {
            ended.countDown();
            atExit.close();
        }
    }

    private static void await(CountDownLatch ended) {
        try {
            if (!ended.await(END_SECONDS, TimeUnit.SECONDS)) {
                return; // the process ends in any case
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
