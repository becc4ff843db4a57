package dev.sluice.batch.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.batch.BatchLines;
import dev.sluice.batch.BatchPlan;
import dev.sluice.batch.BatchReport;
import dev.sluice.batch.BatchRun;
import dev.sluice.batch.BatchStatus;
import dev.sluice.batch.Chunk;
import dev.sluice.batch.JobFailure;
import dev.sluice.batch.NumberedJobs;
import dev.sluice.batch.rows.NamedSql;
import dev.sluice.batch.rows.Row;
import dev.sluice.testing.Await;
import dev.sluice.testing.MariaDbServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
@DisplayName("A batch on a real MariaDB")
@Tag("service")
class MariaDbBatchTest {

    private static final List<String> COLUMNS = List.of("id", "name", "active");

    private static MariaDbServer server;

    @BeforeAll
    static void start() {
        server = MariaDbServer.start();
    }

    @AfterAll
    static void end() {
        if (server != null) {
            server.close();
        }
    }

    private static BatchPool pool() throws Exception {
        BatchPool pool = BatchPool.on(server.url("one"), MariaDbServer.USER, MariaDbServer.PASSWORD, 3);
        pool.execute(
                "drop table if exists people",
                "create table people (id int primary key, name varchar(10), active boolean)");
        return pool;
    }

    private static Row row(long number, Object... values) {
        return Row.of(number, COLUMNS, Arrays.asList(values));
    }

    @Test
    @DisplayName("writes booleans, numbers, texts and nulls")
    void values() throws Exception {
        try (BatchPool pool = pool();
                Connection connection = pool.connections().acquire()) {
            SqlRows rows = new SqlRows(NamedSql.parse("insert into people values (:id, :name, :active)"));
            rows.prepare(connection);
            rows.handle(
                    connection,
                    new Chunk<>(
                            0, 1, List.of(row(1, "1", "Ada", true), row(2, 2L, null, false), row(3, "3", "", null))));
            assertThat(pool.ask(
                            "select group_concat(concat_ws(' ', id, ifnull(name, '-'), ifnull(active, '-')) order by id)"
                                    + " from people"))
                    .isEqualTo("1 Ada 1,2 - 0,3  -");
        }
    }

    private static BatchRun<Long> run(BatchPool pool) {
        JdbcWork<Long> work = new JdbcWork<>(pool.connections(), (connection, chunk) -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("set innodb_lock_wait_timeout = 1");
                for (long job : chunk.items()) {
                    statement.execute("insert into people values (" + job + ", 'n', true)");
                }
            }
        });
        return new BatchRun<>(
                BatchPlan.DEFAULT.withWorkers(2), new NumberedJobs(100, 10), work, new BatchLines(line -> {}));
    }

    @Test
    @DisplayName("names the row that is there already, and writes the others")
    void duplicate() throws Exception {
        try (BatchPool pool = pool()) {
            pool.execute("insert into people values (57, 'there', true)");
            BatchReport report = run(pool).run();
            assertThat(report.status()).isEqualTo(BatchStatus.COMPLETED_WITH_ERRORS);
            assertThat(report.failures()).extracting(JobFailure::job).containsExactly(57L);
            assertThat(report.succeeded()).isEqualTo(99);
        }
    }

    @Test
    @DisplayName("waits for a lock that another session holds for longer than innodb_lock_wait_timeout")
    void lockWait() throws Exception {
        try (BatchPool pool = pool();
                Connection other =
                        DriverManager.getConnection(server.url("one"), MariaDbServer.USER, MariaDbServer.PASSWORD);
                Statement lock = other.createStatement()) {
            other.setAutoCommit(false);
            lock.execute("insert into people values (5, 'mine', true)");
            BatchRun<Long> run = run(pool);
            CompletableFuture<BatchReport> report = CompletableFuture.supplyAsync(run::run);
            Await.until("the server has refused it once", () -> run.report().retried() > 0);
            other.rollback();
            assertThat(report.get(60, TimeUnit.SECONDS).succeeded()).isEqualTo(100);
        }
    }
}
