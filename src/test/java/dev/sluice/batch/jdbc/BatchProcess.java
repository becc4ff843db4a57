package dev.sluice.batch.jdbc;

import dev.sluice.batch.BatchLines;
import dev.sluice.batch.BatchPlan;
import dev.sluice.batch.BatchReport;
import dev.sluice.batch.BatchRun;
import dev.sluice.batch.BatchStatus;
import dev.sluice.batch.rows.NamedSql;
import dev.sluice.batch.rows.Row;
import dev.sluice.batch.rows.RowFile;
import dev.sluice.batch.rows.RowFormat;
import dev.sluice.batch.rows.RowJobs;
import dev.sluice.testing.JavaProcess;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** A process that writes the rows of a file to a table, with progress that is kept; it may be killed at any time. */
final class BatchProcess {

    static final int CHUNK = 5;

    private BatchProcess() {}

    /** Another JVM with this main. */
    static Process start(String url, String user, String password, Path rows) throws IOException {
        List<String> command = JavaProcess.command(
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                BatchProcess.class.getName(),
                url,
                user,
                password,
                rows.toString());
        File output = rows.resolveSibling("output").toFile();
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output))
                .start();
    }

    public static void main(String[] args) throws Exception {
        NamedSql insert = NamedSql.parse("insert into batch_killed (id, name) values (:id, :name)");
        try (BatchPool pool = BatchPool.on(args[0], args[1], args[2], 4)) {
            RowFile file = RowFile.scan(Path.of(args[3]), RowFormat.CSV, true);
            JdbcWork<Row> work = new JdbcWork<>(pool.connections(), new SqlRows(insert))
                    .stoppingAtFailure()
                    .keeping(new JdbcWork.Keeping("killed", insert.sql(), CHUNK));
            BatchReport report = new BatchRun<>(
                            BatchPlan.DEFAULT.withWorkers(4),
                            new RowJobs(file.open(), CHUNK, OptionalLong.of(file.rows())),
                            work,
                            new BatchLines(System.out::println))
                    .run();
            System.out.println(report);
            System.exit(report.status() == BatchStatus.COMPLETED ? 0 : 1);
        }
    }
}
