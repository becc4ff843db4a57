package dev.sluice.batch.distributed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.batch.BatchListener;
import dev.sluice.batch.BatchPlan;
import dev.sluice.batch.BatchReport;
import dev.sluice.batch.BatchStatus;
import dev.sluice.batch.Chunk;
import dev.sluice.batch.JobFailure;
import dev.sluice.batch.jdbc.BatchPool;
import dev.sluice.batch.rows.Row;
import dev.sluice.testing.Await;
import dev.sluice.testing.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
@DisplayName("A distributed batch")
@Tag("service")
class DistributedRunTest {

    private static final String TASKS = "select count(*) from sluice_batch_task";
    private static final BatchListener NOBODY = new BatchListener() {};

    private static CompletableFuture<BatchReport> begin(DistributedRun run) {
        return CompletableFuture.supplyAsync(run::run);
    }

    private static String ask(Instance instance, String sql) {
        try {
            return instance.pool.ask(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void insert(Connection connection, Chunk<Row> chunk) throws SQLException {
        Instance.insert(connection, chunk);
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2", "postgresql"})
    @DisplayName("does every job once, reports the failed jobs, and passes every step of five per cent")
    void completes(String database) throws Exception {
        BatchPool pool = database.equals("h2") ? BatchPool.h2(8) : BatchPool.on(PostgresServer.shared(), 8);
        try (Instance instance = Instance.of(pool, DistributedRunTest::insert).withTables()) {
            List<Integer> percents = new CopyOnWriteArrayList<>();
            List<Long> failed = new CopyOnWriteArrayList<>();
            BatchListener listener = new BatchListener() {
                @Override
                public void progress(int percent) {
                    percents.add(percent);
                }

                @Override
                public void failed(JobFailure failure) {
                    failed.add(failure.job());
                }
            };

            BatchReport report = instance.run("b", Instance.definition(10, false), Numbers.of(205, 10), 3, listener)
                    .run();

            assertThat(report.problem()).isNull();
            assertThat(report.status()).isEqualTo(BatchStatus.COMPLETED_WITH_ERRORS);
            assertThat(report.total()).isEqualTo(205);
            assertThat(report.succeeded()).isEqualTo(204);
            assertThat(report.failed()).isEqualTo(1);
            assertThat(report.notRun()).isZero();
            assertThat(report.failures().get(0).reason()).containsIgnoringCase("check constraint");
            assertThat(report.workers()).hasSize(3);
            assertThat(failed).containsExactly(13L);
            assertThat(percents).isSorted().doesNotHaveDuplicates().contains(100);
            assertThat(instance.worked()).isEqualTo("204 204");
            Await.until("no task is left", () -> ask(instance, TASKS).equals("0"));
        }
    }

    @Test
    @DisplayName("is shared by all working instances, and the ordering instance need not work")
    void shared() throws Exception {
        List<Instance> instances = new ArrayList<>();
        List<DistributedWorkers> working = new ArrayList<>();
        AtomicInteger[] chunks = {new AtomicInteger(), new AtomicInteger(), new AtomicInteger()};
        CountDownLatch each = new CountDownLatch(3);
        try (Instance orderer =
                Instance.on(PostgresServer.shared(), DistributedRunTest::insert).withTables()) {
            for (AtomicInteger mine : chunks) {
                Instance instance = Instance.on(PostgresServer.shared(), (connection, chunk) -> {
                    insert(connection, chunk);
                    if (mine.incrementAndGet() == 1) {
                        each.countDown();
                        Await.open(each); // so that none is done before all have begun
                    }
                });
                instances.add(instance);
                working.add(instance.work(1));
            }

            BatchReport report = orderer.run("b", Numbers.of(1000, 7), 0).run();

            assertThat(report.status()).isEqualTo(BatchStatus.COMPLETED_WITH_ERRORS);
            assertThat(report.succeeded()).isEqualTo(999);
            assertThat(orderer.worked()).isEqualTo("999 999");
            assertThat(chunks).allSatisfy(mine -> assertThat(mine).hasPositiveValue());
        } finally {
            working.forEach(DistributedWorkers::close);
            instances.forEach(Instance::close);
        }
    }

    @Test
    @DisplayName(
            "ends everywhere with the first job that fails, if it is to, and begins again when it is ordered again")
    void stops() throws Exception {
        try (Instance instance = Instance.on(PostgresServer.shared(), DistributedRunTest::insert)
                        .withTables();
                Instance other = Instance.on(PostgresServer.shared(), DistributedRunTest::insert);
                DistributedWorkers workers = other.work(2)) {
            BatchReport report = instance.run("b", Instance.definition(10, true), Numbers.of(4_000, 10), 2, NOBODY)
                    .run();
            String worked = instance.worked();

            assertThat(report.status()).isEqualTo(BatchStatus.FAILED);
            assertThat(report.problem()).startsWith("job 13 failed: ").contains("check constraint");
            assertThat(report.failed()).isEqualTo(1);
            assertThat(report.failures()).extracting(JobFailure::job).containsExactly(13L);
            assertThat(report.notRun()).isPositive();
            assertThat(worked).isEqualTo(report.succeeded() + " " + report.succeeded());
            assertThat(ask(instance, TASKS)).isEqualTo("0");
            assertThat(ask(instance, "select count(*) from worked where id between 10 and 19"))
                    .isEqualTo("0");

            instance.pool.execute("alter table worked drop constraint worked_id_check");
            BatchReport again = instance.run("b", Instance.definition(10, true), Numbers.of(4_000, 10), 2, NOBODY)
                    .run();

            assertThat(again.status()).isEqualTo(BatchStatus.COMPLETED);
            assertThat(again.before()).isEqualTo(report.succeeded());
            assertThat(again.succeeded()).isEqualTo(4_000);
            assertThat(instance.worked()).isEqualTo("4000 4000");
            assertThat(workers.reports()).hasSize(2);
        }
    }

    @Test
    @DisplayName("continues at its last chunk when the storing instance has ended and another one orders it again")
    void storedByTwo() throws Exception {
        try (Instance instance =
                Instance.on(PostgresServer.shared(), DistributedRunTest::insert).withTables()) {
            CountDownLatch stored = new CountDownLatch(1);
            CountDownLatch gone = new CountDownLatch(1);
            DistributedRun first = instance.run(
                    "b",
                    Numbers.of(5000, 10, chunk -> {
                        if (chunk == 250) {
                            stored.countDown();
                            Await.open(gone);
                        }
                    }),
                    0);
            CompletableFuture<BatchReport> left = begin(first);
            Await.open(stored);
            first.leave();
            gone.countDown();

            assertThat(left.get().status()).isEqualTo(BatchStatus.CANCELLED);
            assertThat(left.get().problem()).contains("batch 'b' is not stored to its end");
            assertThat(ask(instance, TASKS)).isEqualTo("200");

            assertThat(instance.run("b", Numbers.shifted(5000, 10), 0).run().problem())
                    .contains("its source has changed");
            assertThat(ask(instance, "select state from sluice_batch_order")).isEqualTo("FAILED");

            BatchReport report = instance.run("b", Numbers.of(5000, 10), 3).run();

            assertThat(report.status()).isEqualTo(BatchStatus.COMPLETED_WITH_ERRORS);
            assertThat(report.succeeded()).isEqualTo(4999);
            assertThat(instance.worked()).isEqualTo("4999 4999");
        }
    }

    @Test
    @DisplayName("continues with the stored chunks without reading the source again")
    void goesOnStoring() throws Exception {
        try (Instance instance =
                Instance.on(PostgresServer.shared(), DistributedRunTest::insert).withTables()) {
            CountDownLatch stored = new CountDownLatch(1);
            DistributedRun first = instance.run(
                    "b",
                    Numbers.of(2000, 10, chunk -> {
                        if (chunk == 150) {
                            stored.countDown();
                        }
                        if (chunk >= 150) {
                            Thread.onSpinWait();
                        }
                    }),
                    0);
            CompletableFuture<BatchReport> left = begin(first);
            Await.open(stored);
            first.leave();
            left.get();

            BatchReport report = instance.run("b", Numbers.of(2000, 10), 3).run();
            BatchReport again = instance.run("b", Numbers.of(2000, 10), 1).run();

            assertThat(report.succeeded()).isEqualTo(1999);
            assertThat(again.status()).isEqualTo(BatchStatus.COMPLETED_WITH_ERRORS);
            assertThat(again.before()).isEqualTo(2000);
            assertThat(again.failures()).hasSize(1);
            assertThat(instance.worked()).isEqualTo("1999 1999");
        }
    }

    @Test
    @DisplayName("is refused under the name of a batch with another task, other chunks, or other jobs")
    void refuses() throws Exception {
        try (Instance instance =
                Instance.on(PostgresServer.shared(), DistributedRunTest::insert).withTables()) {
            instance.run("b", Numbers.of(20, 10), 1).run();
            Definition same = Instance.definition(10, false);
            Definition other = new Definition("test", "other", same.words(), 10, same.lane(), same.stopAtFailure());

            assertThat(problem(instance, other, 20)).isEqualTo("batch 'b' exists with a different task");
            assertThat(problem(instance, Instance.definition(20, false), 20))
                    .isEqualTo("batch 'b' exists with chunks of 10 jobs, not of 20");
            assertThat(problem(instance, same, 30)).isEqualTo("batch 'b' exists with 20 jobs, not 30");
            assertThat(problem(instance, Instance.definition(10, true), 20)).contains("is running in another lane");
            assertThat(instance.worked()).isEqualTo("19 19");
        }
    }

    private static String problem(Instance instance, Definition definition, long jobs) {
        BatchReport report = instance.run("b", definition, Numbers.of(jobs, definition.chunkSize()), 1, NOBODY)
                .run();
        assertThat(report.status()).isEqualTo(BatchStatus.FAILED);
        return String.valueOf(report.problem());
    }

    @Test
    @DisplayName("begins no chunk on any instance while it is paused, and continues after that")
    void pauses() throws Exception {
        CountDownLatch some = new CountDownLatch(20);
        CountDownLatch told = new CountDownLatch(1); // so that there is something left
        try (Instance instance = Instance.on(PostgresServer.shared(), (connection, chunk) -> {
                            insert(connection, chunk);
                            some.countDown();
                            if (some.getCount() == 0) {
                                Await.open(told);
                            }
                        })
                        .withTables();
                DistributedWorkers workers = instance.work(2)) {
            DistributedRun run = instance.run("b", Numbers.of(4_000, 10), 0);
            CompletableFuture<BatchReport> report = begin(run);
            Await.open(some);
            run.pause();
            told.countDown();
            Await.until("it is paused", () -> run.status() == BatchStatus.PAUSED);
            Await.until(
                    "nothing is under way",
                    () -> ask(instance, TASKS + " where picked").equals("0"));
            String worked = instance.worked();
            String left = ask(instance, TASKS);
            workers.wake();

            assertThat(instance.worked()).isEqualTo(worked);
            assertThat(ask(instance, TASKS)).isEqualTo(left).isNotEqualTo("0");
            assertThat(run.report().notRun()).isPositive();

            run.resume();

            assertThat(report.get().succeeded()).isEqualTo(3_999);
            assertThat(instance.worked()).isEqualTo("3999 3999");
        }
    }

    @Test
    @DisplayName("is cancelled for all working instances, and counts the chunks under way")
    void cancels() throws Exception {
        CountDownLatch some = new CountDownLatch(20);
        CountDownLatch told = new CountDownLatch(1); // so that there is something left
        try (Instance instance = Instance.on(PostgresServer.shared(), (connection, chunk) -> {
                            insert(connection, chunk);
                            some.countDown();
                            if (some.getCount() == 0) {
                                Await.open(told);
                            }
                        })
                        .withTables();
                DistributedWorkers workers = instance.work(2)) {
            DistributedRun run = instance.run("b", Numbers.of(20_000, 10), 0);
            CompletableFuture<BatchReport> report = begin(run);
            Await.open(some);
            run.cancel();
            told.countDown();

            assertThat(report.get().status()).isEqualTo(BatchStatus.CANCELLED);
            long succeeded = report.get().succeeded();
            assertThat(succeeded).isBetween(1L, 19_990L);
            assertThat(instance.worked()).isEqualTo(succeeded + " " + succeeded);
            assertThat(ask(instance, TASKS)).isEqualTo("0");
            assertThat(workers.reports()).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2", "postgresql"})
    @DisplayName("ends where a task cannot be read, and does not go round in circles")
    void poison(String database) throws Exception {
        BatchPool pool = database.equals("h2") ? BatchPool.h2(8) : BatchPool.on(PostgresServer.shared(), 8);
        try (Instance instance = Instance.of(pool, DistributedRunTest::insert).withTables()) {
            DistributedRun run = instance.run("b", Numbers.of(50, 10), 0);
            CompletableFuture<BatchReport> report = begin(run);
            Await.until("it is stored", () -> isComplete(instance));
            instance.pool.execute("update sluice_batch_task set task_data = null where task_instance = 'b:3'");
            try (DistributedWorkers workers = instance.work(2)) {
                assertThat(report.get().status()).isEqualTo(BatchStatus.FAILED);
                assertThat(report.get().problem()).isEqualTo("task b:3: its rows cannot be read");
                Await.until("no task is left", () -> ask(instance, TASKS).equals("0"));
                assertThat(workers.reports()).hasSize(2);
            }
        }
    }

    private static boolean isComplete(Instance instance) {
        try {
            return "1".equals(instance.pool.ask("select count(*) from sluice_batch_order where complete"));
        } catch (SQLException e) {
            return false; // there is no such table yet
        }
    }

    @Test
    @DisplayName("finds the job of a chunk that the database refuses at the commit")
    void refusedAtCommit() throws Exception {
        try (Instance instance =
                Instance.on(PostgresServer.shared(), DistributedRunTest::insert).withTables()) {
            instance.pool.execute(
                    "drop table worked",
                    "create table worked (id bigint, pid bigint," + " unique (id) deferrable initially deferred)",
                    "insert into worked (id) values (25)");

            BatchReport report = instance.run("b", Numbers.of(50, 10), 2).run();

            assertThat(report.status()).isEqualTo(BatchStatus.COMPLETED_WITH_ERRORS);
            assertThat(report.succeeded()).isEqualTo(49);
            assertThat(report.failures()).extracting(JobFailure::job).containsExactly(25L);
            assertThat(report.failures().get(0).reason())
                    .contains("duplicate key")
                    .doesNotContain("(25)");
            BatchReport strict = instance.run("strict", Instance.definition(10, true), Numbers.of(10, 10), 2, NOBODY)
                    .run();
            assertThat(strict.status()).isEqualTo(BatchStatus.FAILED);
            assertThat(strict.problem()).startsWith("job 0 failed: ").contains("duplicate key");
        }
    }

    @Test
    @DisplayName("waits for an instance that has the handler of its rows")
    void waitsForHandler() throws Exception {
        try (Instance instance =
                Instance.on(PostgresServer.shared(), DistributedRunTest::insert).withTables()) {
            CountDownLatch asked = new CountDownLatch(1);
            DistributedWorkers without = DistributedWorkers.start(
                    instance.pool.jdbc.dataSource(),
                    definition -> {
                        asked.countDown();
                        throw new IllegalStateException("no such handler");
                    },
                    1,
                    Instance.FAST);
            try (without) {
                CompletableFuture<BatchReport> report = begin(instance.run("b", Numbers.of(10, 10), 0));
                Await.open(asked);
                try (DistributedWorkers with = instance.work(1)) {
                    without.close();
                    assertThat(report.get().succeeded()).isEqualTo(10);
                    assertThat(with.reports()).hasSize(1);
                }
            }
        }
    }

    @Test
    @DisplayName("is given up where its database is away for longer than it may be, and is not lost by that")
    void givesUp() throws Exception {
        try (PostgresServer server = PostgresServer.start();
                Instance instance =
                        Instance.on(server, DistributedRunTest::insert).withTables()) {
            BatchPlan plan = BatchPlan.DEFAULT.withGiveUpAfter(Duration.ofMillis(300));
            Submission submission = new Submission("b", Instance.definition(10, false), Numbers.of(100, 10), plan);
            CompletableFuture<BatchReport> report = begin(instance.run(submission, 0, NOBODY));
            Await.until("it is stored", () -> isComplete(instance));
            server.kill();

            assertThat(report.get().status()).isEqualTo(BatchStatus.DATABASE_LOST);

            server.startAgain();
            server.awaitReady();
            assertThat(instance.run("b", Numbers.of(100, 10), 2).run().succeeded())
                    .isEqualTo(99);
        }
    }
}
