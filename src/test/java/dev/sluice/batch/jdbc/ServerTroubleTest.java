package dev.sluice.batch.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.batch.BatchLines;
import dev.sluice.batch.BatchPlan;
import dev.sluice.batch.BatchReport;
import dev.sluice.batch.BatchRun;
import dev.sluice.batch.BatchStatus;
import dev.sluice.batch.JobFailure;
import dev.sluice.batch.NumberedJobs;
import dev.sluice.testing.Await;
import dev.sluice.testing.PostgresServer;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
@DisplayName("A batch whose PostgreSQL has trouble of its own that passes")
@Tag("service")
class ServerTroubleTest {

    private final List<String> lines = new CopyOnWriteArrayList<>();

    private static BatchPool pool() throws Exception {
        BatchPool pool = BatchPool.on(PostgresServer.shared(), 3);
        pool.execute(
                "drop table if exists trouble_rows",
                "drop table if exists trouble_state",
                "create table trouble_rows (id int primary key)",
                "create table trouble_state (state text, job int)",
                "create or replace function trouble() returns trigger language plpgsql as $$"
                        + " declare s record; begin select * into s from trouble_state;"
                        + " if s.state is not null and (s.job is null or s.job = new.id) then"
                        + " raise exception 'trouble' using errcode = s.state; end if; return new; end $$",
                "create trigger trouble before insert on trouble_rows for each row execute function trouble()",
                "drop table if exists sluice_batch, sluice_batch_chunk, sluice_batch_failure");
        return pool;
    }

    private static void insert(Connection connection, long job) throws Exception {
        try (Statement statement = connection.createStatement()) {
            statement.execute("insert into trouble_rows values (" + job + ")");
        }
    }

    private JdbcWork<Long> work(BatchPool pool) {
        return new JdbcWork<>(pool.connections(), (connection, chunk) -> {
            for (long job : chunk.items()) {
                insert(connection, job);
            }
        });
    }

    private BatchRun<Long> run(BatchPlan plan, JdbcWork<Long> work) {
        return new BatchRun<>(plan, new NumberedJobs(100, 10), work, new BatchLines(lines::add));
    }

    private static final BatchPlan PLAN = BatchPlan.DEFAULT.withWorkers(2);

    @ParameterizedTest
    @ValueSource(strings = {"53100", "53200", "53300", "55P03", "57014", "58030", "25006", "XX000"})
    @DisplayName("waits, shows why, blames no job, and does all of them when it has passed")
    void passes(String state) throws Exception {
        try (BatchPool pool = pool()) {
            pool.execute("insert into trouble_state values ('" + state + "')");
            BatchRun<Long> run = run(PLAN, work(pool).keeping(new JdbcWork.Keeping("trouble", "insert", 10)));
            CompletableFuture<BatchReport> report = CompletableFuture.supplyAsync(run::run);
            Await.until(
                    "it waits, and counts that while it runs",
                    () -> run.status() == BatchStatus.WAITING && run.report().retried() > 0);
            assertThat(run.report().lastRetry()).isEqualTo("ERROR: trouble");
            pool.execute("delete from trouble_state");

            assertThat(report.get(60, TimeUnit.SECONDS).status()).isEqualTo(BatchStatus.COMPLETED);
            assertThat(report.get().failed()).isZero();
            assertThat(pool.ask("select count(*) from trouble_rows")).isEqualTo("100");
            assertThat(pool.ask("select count(*) from sluice_batch_failure")).isEqualTo("0");
            assertThat(lines).anyMatch(line -> line.endsWith(": Waiting for the server (ERROR: trouble)"));
        }
    }

    @Test
    @DisplayName("ends when that lasts for longer than allowed, and notes no job as failed")
    void lasts() throws Exception {
        try (BatchPool pool = pool()) {
            pool.execute("insert into trouble_state values ('53100')");
            JdbcWork<Long> work = work(pool).keeping(new JdbcWork.Keeping("trouble", "insert", 10));
            BatchReport report =
                    run(PLAN.withGiveUpAfter(Duration.ofMillis(300)), work).run();

            assertThat(report.status()).isEqualTo(BatchStatus.DATABASE_LOST);
            assertThat(report.problem()).isEqualTo("ERROR: trouble");
            assertThat(report.failed()).isZero();
            assertThat(report.notRun()).isEqualTo(report.total());

            pool.execute("delete from trouble_state");
            BatchReport again = run(PLAN, work(pool).keeping(new JdbcWork.Keeping("trouble", "insert", 10)))
                    .run();
            assertThat(again.succeeded()).isEqualTo(100);
        }
    }

    @Test
    @DisplayName("attributes a lock that others hold beyond lock_timeout to no row")
    void locked() throws Exception {
        try (BatchPool pool = pool();
                Connection other = PostgresServer.shared().connect("locks");
                Statement lock = other.createStatement()) {
            other.setAutoCommit(false);
            lock.execute("lock table trouble_rows in access exclusive mode");
            JdbcWork<Long> work = new JdbcWork<>(pool.connections(), (connection, chunk) -> {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("set local lock_timeout = '50ms'");
                }
                for (long job : chunk.items()) {
                    insert(connection, job);
                }
            });
            BatchRun<Long> run = run(PLAN, work);
            CompletableFuture<BatchReport> report = CompletableFuture.supplyAsync(run::run);
            Await.until("it was tried more than once", () -> run.report().retried() > 20);
            other.rollback();

            assertThat(report.get(60, TimeUnit.SECONDS).succeeded()).isEqualTo(100);
        }
    }

    @Test
    @DisplayName(
            "ends a batch whose statement is at fault without blaming the rows, and continues if only one row is at fault")
    void statement() throws Exception {
        try (BatchPool pool = pool()) {
            pool.execute("insert into trouble_state values ('42501')");
            BatchReport all = run(PLAN, work(pool)).run();
            assertThat(all.status()).isEqualTo(BatchStatus.FAILED);
            assertThat(all.problem()).isEqualTo("ERROR: trouble");
            assertThat(all.failed()).isZero();

            pool.execute("update trouble_state set job = 57");
            BatchReport one = run(PLAN, work(pool)).run();
            assertThat(one.status()).isEqualTo(BatchStatus.COMPLETED_WITH_ERRORS);
            assertThat(one.failures()).extracting(JobFailure::job).containsExactly(57L);
        }
    }

    @Test
    @DisplayName("tries a row that always meets others some times, with pauses, and then fails that row alone")
    void poison() throws Exception {
        try (BatchPool pool = pool()) {
            pool.execute("insert into trouble_state values ('40001', 57)");
            BatchPlan plan = new BatchPlan(2, 10, 0, Duration.ZERO, Duration.ofMillis(1), Duration.ofMillis(20), false);
            BatchReport divided = run(plan, work(pool)).run();
            assertThat(divided.failures()).extracting(JobFailure::job).containsExactly(57L);
            assertThat(divided.succeeded()).isEqualTo(99);
            assertThat(divided.lastRetry()).isEqualTo("ERROR: trouble");

            pool.execute("delete from trouble_rows");
            BatchReport kept = run(plan, work(pool).keeping(new JdbcWork.Keeping("trouble", "insert", 10)))
                    .run();
            assertThat(kept.failures()).extracting(JobFailure::job).containsExactly(57L);
            assertThat(kept.succeeded()).isEqualTo(99);
        }
    }
}
