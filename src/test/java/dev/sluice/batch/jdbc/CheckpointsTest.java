package dev.sluice.batch.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.batch.BatchListener;
import dev.sluice.batch.BatchPlan;
import dev.sluice.batch.BatchReport;
import dev.sluice.batch.BatchRun;
import dev.sluice.batch.BatchStatus;
import dev.sluice.batch.Chunk;
import dev.sluice.batch.JobFailure;
import dev.sluice.batch.JobSource;
import dev.sluice.batch.NumberedJobs;
import dev.sluice.testing.Await;
import dev.sluice.testing.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
@DisplayName("Progress that is kept in the database")
@Tag("service")
class CheckpointsTest {

    private static final String ROWS = "select count(*) || ' ' || count(distinct id) from checked";

    private static BatchPool pool(String database) throws SQLException {
        BatchPool pool = database.equals("h2") ? BatchPool.h2(4) : BatchPool.on(PostgresServer.shared(), 4);
        pool.execute(
                "drop table if exists checked",
                "create table checked (id bigint check (id <> 13))",
                "drop table if exists sluice_batch",
                "drop table if exists sluice_batch_chunk",
                "drop table if exists sluice_batch_failure");
        return pool;
    }

    private static Checkpoints open(BatchPool pool, String id, String task, int chunkSize) throws Exception {
        try (Connection connection = pool.jdbc.dataSource().getConnection()) {
            return Checkpoints.open(connection, id, task, chunkSize);
        }
    }

    private static JdbcWork.Keeping keeping(int chunk) {
        return new JdbcWork.Keeping("b", "insert", chunk);
    }

    /** Writes its number; a job that is done twice occurs twice, as nothing forbids it. */
    private static void insert(Connection connection, Chunk<Long> chunk) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (long job : chunk.items()) {
                statement.execute("insert into checked values (" + job + ")");
            }
        }
    }

    private static BatchReport run(BatchPool pool, int chunk, JobSource<Long> source) {
        JdbcWork<Long> work = new JdbcWork<>(pool.connections(), CheckpointsTest::insert).keeping(keeping(chunk));
        return new BatchRun<>(BatchPlan.DEFAULT.withWorkers(3), source, work, new BatchListener() {}).run();
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2", "postgresql"})
    @DisplayName("lets a cancelled batch continue at its last chunk, and reports the number of jobs done before")
    void resumes(String database) throws Exception {
        try (BatchPool pool = pool(database)) {
            CountDownLatch some = new CountDownLatch(20);
            CountDownLatch cancelled = new CountDownLatch(1);
            JdbcWork<Long> work = new JdbcWork<Long>(pool.connections(), (connection, chunk) -> {
                        insert(connection, chunk);
                        some.countDown();
                        if (some.getCount() == 0) {
                            cancelled.await();
                        }
                    })
                    .keeping(keeping(10));
            BatchRun<Long> run = new BatchRun<>(
                    BatchPlan.DEFAULT.withWorkers(3), new NumberedJobs(1000, 10), work, new BatchListener() {});
            CompletableFuture<BatchReport> report = CompletableFuture.supplyAsync(run::run);
            Await.open(some);
            run.cancel();
            cancelled.countDown();
            long first = report.get().succeeded();

            BatchReport second = run(pool, 10, new NumberedJobs(1000, 10));

            assertThat(report.get().status()).isEqualTo(BatchStatus.CANCELLED);
            assertThat(first).isBetween(1L, 999L);
            assertThat(second.status()).isEqualTo(BatchStatus.COMPLETED_WITH_ERRORS);
            assertThat(second.before()).isEqualTo(first + report.get().failed());
            assertThat(second.succeeded()).isEqualTo(999);
            assertThat(second.failures()).extracting(JobFailure::job).containsExactly(13L);
            assertThat(pool.ask(ROWS)).isEqualTo("999 999");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2", "postgresql"})
    @DisplayName("reports the failed jobs of an earlier run, and does not try them again")
    void keepsFailures(String database) throws Exception {
        try (BatchPool pool = pool(database)) {
            run(pool, 10, new NumberedJobs(30, 10));
            pool.execute("delete from checked");

            BatchReport again = run(pool, 10, new NumberedJobs(30, 10));

            assertThat(again.before()).isEqualTo(30);
            assertThat(again.succeeded()).isEqualTo(29);
            assertThat(again.failures()).hasSize(1);
            assertThat(again.failures().get(0).reason()).containsIgnoringCase("check constraint");
            assertThat(again.averageNanos()).isZero();
            assertThat(pool.ask(ROWS)).isEqualTo("0 0");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2", "postgresql"})
    @DisplayName("settles a commit whose answer was lost: the chunk is not done twice")
    void settlesAmbiguousCommits(String database) throws Exception {
        try (BatchPool pool = pool(database)) {
            AtomicInteger commits = new AtomicInteger();
            Connections losing = new Connections() {
                @Override
                public String place() {
                    return "a server whose answers get lost";
                }

                @Override
                public Connection acquire() throws SQLException {
                    return LosingConnection.of(pool.connections().acquire(), () -> commits.incrementAndGet() % 3 == 0);
                }
            };
            JdbcWork<Long> work = new JdbcWork<>(losing, CheckpointsTest::insert).keeping(keeping(1));
            BatchReport report = new BatchRun<>(
                            BatchPlan.DEFAULT.withWorkers(2), new NumberedJobs(12), work, new BatchListener() {})
                    .run();

            assertThat(report.status()).isEqualTo(BatchStatus.COMPLETED);
            assertThat(report.retried()).isPositive();
            assertThat(report.before()).isZero();
            assertThat(pool.ask(ROWS)).isEqualTo("12 12");
        }
    }

    @Test
    @DisplayName("has two processes that do the same batch at once share it: each job is done by one of them")
    void shared() throws Exception {
        try (BatchPool pool = pool("postgresql")) {
            List<CompletableFuture<BatchReport>> both = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                both.add(CompletableFuture.supplyAsync(() -> run(pool, 7, new NumberedJobs(1000, 7))));
            }

            for (CompletableFuture<BatchReport> each : both) {
                assertThat(each.get().succeeded()).isEqualTo(999);
                assertThat(each.get().failures()).extracting(JobFailure::job).containsExactly(13L);
            }
            assertThat(pool.ask(ROWS)).isEqualTo("999 999");
        }
    }

    @Test
    @DisplayName("is refused for a batch that does something else, in other chunks, or has other jobs now")
    void refuses() throws Exception {
        try (BatchPool pool = pool("h2")) {
            run(pool, 10, new NumberedJobs(10, 10));

            assertThatThrownBy(() -> open(pool, "b", "delete", 10))
                    .isInstanceOf(ResumeRefused.class)
                    .hasMessage("batch 'b' has the checkpoints of a different task");
            assertThatThrownBy(() -> open(pool, "b", "insert", 20))
                    .isInstanceOf(ResumeRefused.class)
                    .hasMessage("batch 'b' has checkpoints with chunks of 10 jobs, not of 20");
            BatchReport other = run(pool, 10, shifted());
            assertThat(other.status()).isEqualTo(BatchStatus.FAILED);
            assertThat(other.problem())
                    .isEqualTo("jobs 0 to 9 are not those that batch 'b' has done: its source has changed");
            assertThat(pool.ask(ROWS)).isEqualTo("10 10");
        }
    }

    private static JobSource<Long> shifted() {
        NumberedJobs jobs = new NumberedJobs(10, 10);
        return new JobSource<>() {

            @Override
            public OptionalLong total() {
                return jobs.total();
            }

            @Override
            public @Nullable Chunk<Long> next() {
                Chunk<Long> chunk = jobs.next();
                return chunk == null
                        ? null
                        : new Chunk<>(0, 0, LongStream.range(1, 11).boxed().toList());
            }
        };
    }

    @Test
    @DisplayName("can be begun by many at once, on an empty database")
    void madeByMany() throws Exception {
        try (BatchPool pool = pool("postgresql")) {
            ConcurrentHashMap<Integer, String> ids = new ConcurrentHashMap<>();
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                int number = i;
                all.add(CompletableFuture.runAsync(() -> {
                    try {
                        ids.put(number, open(pool, "same", "insert", 1).batch());
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                }));
            }
            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get();

            assertThat(ids).hasSize(4).containsValue("same");
            assertThat(pool.ask("select count(*) from sluice_batch")).isEqualTo("1");
        }
    }
}
