package example;

import dev.sluice.admission.Priority;
import dev.sluice.batch.BatchLines;
import dev.sluice.batch.BatchPlan;
import dev.sluice.batch.BatchReport;
import dev.sluice.batch.BatchRun;
import dev.sluice.batch.jdbc.Connections;
import dev.sluice.batch.jdbc.JdbcWork;
import dev.sluice.batch.jdbc.SqlRows;
import dev.sluice.batch.rows.NamedSql;
import dev.sluice.batch.rows.Row;
import dev.sluice.batch.rows.RowFile;
import dev.sluice.batch.rows.RowFormat;
import dev.sluice.batch.rows.RowJobs;
import dev.sluice.jdbc.DatabaseKind;
import dev.sluice.jdbc.JdbcPool;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.PoolThreads;
import io.agroal.api.configuration.supplier.AgroalConnectionPoolConfigurationSupplier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Writes the rows of a file over a pool, each row once, even if the process is killed and restarted. */
public final class RowsBatch {

    public static void main(String[] arguments) throws Exception {
        PoolConfig rules = PoolConfig.builder().minSize(0).maxSize(5).build();
        AgroalConnectionPoolConfigurationSupplier sessions = new AgroalConnectionPoolConfigurationSupplier().maxSize(5);
        sessions.connectionFactoryConfiguration()
                .jdbcUrl("jdbc:h2:mem:shop;DB_CLOSE_DELAY=-1;INIT=create table if not exists users (id int, name text)");
        Path csv = Files.writeString(Files.createTempFile("users", ".csv"), "id,name\n1,Ada\n2,Bob\n3,Cleo\n");

        try (PoolThreads threads = new PoolThreads("shop", 5, Throwable::printStackTrace);
                JdbcPool pool = JdbcPool.create(
                        "shop", rules, sessions.get(), DatabaseKind.Timeouts.NONE, threads.runtime())) {
            pool.pool().start().join();
            RowFile users = RowFile.scan(csv, RowFormat.CSV, true); // refuses a file with an unreadable row
            NamedSql insert = NamedSql.parse("insert into users (id, name) values (:id, :name)");
            JdbcWork<Row> work = new JdbcWork<>(
                            Connections.of(pool.dataSource(), Priority.BACKGROUND, "users"), new SqlRows(insert))
                    .keeping(new JdbcWork.Keeping("users-1", insert.sql(), 2));
            BatchReport report = new BatchRun<>(
                            BatchPlan.DEFAULT.withWorkers(2),
                            new RowJobs(users.open(), 2, OptionalLong.of(users.rows())),
                            work,
                            new BatchLines(System.out::println))
                    .run();
            System.out.println("written: " + report.succeeded() + " of " + report.total());
        } finally {
            Files.delete(csv);
        }
    }
}
