package dev.sluice.batch.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.batch.BatchListener;
import dev.sluice.batch.BatchPlan;
import dev.sluice.batch.BatchReport;
import dev.sluice.batch.BatchRun;
import dev.sluice.batch.BatchStatus;
import dev.sluice.batch.JobFailure;
import dev.sluice.batch.rows.NamedSql;
import dev.sluice.batch.rows.Row;
import dev.sluice.batch.rows.RowFormat;
import dev.sluice.batch.rows.RowJobs;
import dev.sluice.batch.rows.RowReaders;
import dev.sluice.testing.PostgresServer;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
@DisplayName("A constraint that is checked at commit")
@Tag("service")
class CommitTimeTest {

    private static final String STATEMENT = "insert into late_child values (:id, :parent)";

    private static BatchPool pool(String parent) throws Exception {
        BatchPool pool = BatchPool.on(PostgresServer.shared(), 2);
        pool.execute(
                "drop table if exists late_child cascade",
                "drop table if exists late_parent cascade",
                "create table late_parent (id int primary key)",
                "insert into late_parent select generate_series(1, 1000)",
                "create table late_child (id int primary key, parent int references " + parent
                        + " deferrable initially deferred)",
                "drop table if exists sluice_batch, sluice_batch_chunk, sluice_batch_failure");
        return pool;
    }

    private static String rows(int bad) {
        StringBuilder rows = new StringBuilder("id,parent\n");
        for (int i = 1; i <= 100; i++) {
            rows.append(i).append(',').append(i == bad ? 99_999 : i).append('\n');
        }
        return rows.toString();
    }

    private static BatchReport load(BatchPool pool, String csv, boolean kept, boolean strict) throws Exception {
        RowJobs jobs = new RowJobs(
                RowReaders.open(new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)), RowFormat.CSV),
                100,
                OptionalLong.empty());
        JdbcWork<Row> work = new JdbcWork<>(pool.connections(), new SqlRows(NamedSql.parse(STATEMENT)));
        work = kept ? work.keeping(new JdbcWork.Keeping("late", STATEMENT, 100)) : work;
        work = strict ? work.stoppingAtFailure() : work;
        BatchPlan plan = BatchPlan.DEFAULT.withWorkers(1).withStopAtFailure(strict);
        return new BatchRun<>(plan, jobs, work, new BatchListener() {}).run();
    }

    private static void assertOnly57(BatchPool pool, BatchReport report) throws Exception {
        assertThat(report.status()).isEqualTo(BatchStatus.COMPLETED_WITH_ERRORS);
        assertThat(report.failures()).extracting(JobFailure::job).containsExactly(57L);
        assertThat(report.failures().get(0).reason()).doesNotContain("99999").contains("foreign key");
        assertThat(pool.ask("select count(*) from late_child")).isEqualTo("99");
    }

    @Test
    @DisplayName("fails the one row that breaks it, without its value, and the others are written")
    void oneRow() throws Exception {
        try (BatchPool pool = pool("late_parent")) {
            assertOnly57(pool, load(pool, rows(57), false, false));
        }
    }

    @Test
    @DisplayName("… also where progress is kept")
    void kept() throws Exception {
        try (BatchPool pool = pool("late_parent")) {
            assertOnly57(pool, load(pool, rows(57), true, false));
            assertThat(pool.ask("select string_agg(job::text, ' ') from sluice_batch_failure"))
                    .isEqualTo("57");
        }
    }

    @Test
    @DisplayName("ends a strict batch with the name of that row, and nothing of its chunk is written")
    void strict() throws Exception {
        try (BatchPool pool = pool("late_parent")) {
            BatchReport report = load(pool, rows(57), false, true);

            assertThat(report.status()).isEqualTo(BatchStatus.FAILED);
            assertThat(report.problem()).startsWith("job 57 failed: ").doesNotContain("99999");
            assertThat(pool.ask("select count(*) from late_child")).isEqualTo("0");
        }
    }

    @Test
    @DisplayName("lets rows refer to later ones of their chunk, also where another one is at fault")
    void forward() throws Exception {
        try (BatchPool pool = pool("late_child")) {
            BatchReport report = load(pool, "id,parent\n1,2\n2,3\n3,\n4,99999\n5,1\n", false, false);

            assertThat(report.failures()).extracting(JobFailure::job).containsExactly(4L);
            assertThat(pool.ask("select string_agg(id::text, ' ' order by id) from late_child"))
                    .isEqualTo("1 2 3 5");
        }
    }

    @Test
    @DisplayName("may be one of a trigger")
    void trigger() throws Exception {
        try (BatchPool pool = pool("late_parent")) {
            pool.execute(
                    "create or replace function late_no() returns trigger language plpgsql as $$ begin"
                            + " if new.id = 57 then raise exception 'late no'; end if; return null; end $$",
                    "create constraint trigger late_no after insert on late_child deferrable initially deferred"
                            + " for each row execute function late_no()");
            BatchReport report = load(pool, rows(0), false, false);

            assertThat(report.failures()).extracting(JobFailure::job).containsExactly(57L);
            assertThat(report.failures().get(0).reason()).isEqualTo("ERROR: late no");
            assertThat(report.succeeded()).isEqualTo(99);
        }
    }
}
