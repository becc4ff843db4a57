package dev.sluice.batch.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.admission.AdmissionPolicy;
import dev.sluice.admission.Priority;
import dev.sluice.batch.BatchLines;
import dev.sluice.batch.BatchListener;
import dev.sluice.batch.BatchPlan;
import dev.sluice.batch.BatchReport;
import dev.sluice.batch.BatchRun;
import dev.sluice.batch.BatchStatus;
import dev.sluice.batch.Chunk;
import dev.sluice.batch.JobFailure;
import dev.sluice.batch.JobSource;
import dev.sluice.batch.NumberedJobs;
import dev.sluice.pool.AcquireRequest;
import dev.sluice.testing.Await;
import dev.sluice.testing.PostgresServer;
import dev.sluice.time.Ticker;
import dev.sluice.time.Workers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
@DisplayName("A batch over a JDBC pool")
@Tag("service")
class JdbcWorkTest {

    private static final String SUMS = "select count(*) || ' ' || count(distinct id) || ' ' || sum(id) from ";

    private final List<String> lines = new CopyOnWriteArrayList<>();

    private static BatchPlan plan(int workers) {
        return BatchPlan.DEFAULT.withWorkers(workers);
    }

    private BatchRun<Long> users(BatchPool pool, int workers, int jobs, int chunk) {
        JdbcWork<Long> work = new JdbcWork<>(pool.connections(), new DemoUsers());
        return new BatchRun<>(plan(workers), new NumberedJobs(jobs, chunk), work, new BatchLines(lines::add));
    }

    private BatchReport run(BatchPool pool, int workers, int jobs, ChunkHandler<Long> handler) {
        JdbcWork<Long> work = new JdbcWork<>(pool.connections(), handler);
        return new BatchRun<>(plan(workers), new NumberedJobs(jobs), work, new BatchLines(lines::add)).run();
    }

    private static void execute(Connection connection, String sql) throws Exception {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    @DisplayName("B02, B05 writes 64,000 users, each as it should be, each once")
    void writesUsers() throws Exception {
        try (BatchPool pool = BatchPool.h2(8).withUsers()) {
            BatchReport report = users(pool, 8, 64_000, 1).run();

            assertThat(report.status()).isEqualTo(BatchStatus.COMPLETED);
            assertThat(report.succeeded()).isEqualTo(64_000);
            assertThat(pool.ask(SUMS + DemoUsers.TABLE)).isEqualTo("64000 64000 2047968000");
            assertThat(pool.ask(
                            "select name || ', ' || email || ', ' || link from " + DemoUsers.TABLE + " where id = 17"))
                    .isEqualTo("User 17, user-17@example.com, http://example.com/17");
            assertThat(lines).contains("Worker 0: Connecting to pool 'batch-test'");
        }
    }

    @Test
    @DisplayName("B16 with more workers than connections takes turns at them, in the lane for background work")
    void takesTurns() throws Exception {
        try (BatchPool pool = BatchPool.h2(8).withUsers()) {
            Set<Connection> leased = ConcurrentHashMap.newKeySet();
            AtomicInteger most = new AtomicInteger();
            Set<Object> tags = ConcurrentHashMap.newKeySet();
            DemoUsers users = pool.users();
            BatchReport report = run(pool, 16, 64_000, (connection, chunk) -> {
                leased.add(connection);
                most.accumulateAndGet(leased.size(), Math::max);
                if (chunk.number() % 1000 == 0) {
                    pool.jdbc.pool().stats().connections().stream()
                            .filter(each -> each.inUse())
                            .forEach(each -> tags.add(each.tags()));
                }
                users.handle(connection, chunk);
                leased.remove(connection);
            });

            assertThat(report.succeeded()).isEqualTo(64_000);
            assertThat(most.get()).isBetween(1, 8);
            assertThat(pool.jdbc.pool().stats().total()).isLessThanOrEqualTo(8);
            assertThat(pool.jdbc.pool().stats().inUse()).isZero();
            assertThat(tags).contains(Map.of("batch", "test"));
            assertThat(pool.ask(SUMS + DemoUsers.TABLE)).isEqualTo("64000 64000 2047968000");
        }
    }

    @Test
    @DisplayName(
            "B08 finds the job of a chunk that cannot be done, names it with the database's reason, and does the others")
    void findsTheJob() throws Exception {
        try (BatchPool pool = BatchPool.h2(2)) {
            pool.execute("create table t (id bigint primary key check (id <> 5))");
            JdbcWork<Long> work = new JdbcWork<>(pool.connections(), (connection, chunk) -> {
                for (long job : chunk.items()) {
                    execute(connection, "insert into t values (" + job + ")");
                }
            });
            BatchReport report =
                    new BatchRun<>(plan(1), new NumberedJobs(12, 4), work, new BatchLines(lines::add)).run();

            assertThat(report.status()).isEqualTo(BatchStatus.COMPLETED_WITH_ERRORS);
            assertThat(report.failures()).extracting(JobFailure::job).containsExactly(5L);
            assertThat(report.failures().get(0).reason()).startsWith("Check constraint violation");
            assertThat(pool.ask("select listagg(id, ' ') within group (order by id) from t"))
                    .isEqualTo("0 1 2 3 4 6 7 8 9 10 11");
        }
    }

    @Test
    @DisplayName("writes nothing of a chunk with a failure if it must stop at a failure, and begins no other chunk")
    void stopsAtTheJob() throws Exception {
        try (BatchPool pool = BatchPool.h2(2)) {
            pool.execute("create table t (id bigint primary key check (id <> 5))");
            JdbcWork<Long> work = new JdbcWork<Long>(pool.connections(), (connection, chunk) -> {
                        for (long job : chunk.items()) {
                            execute(connection, "insert into t values (" + job + ")");
                        }
                    })
                    .stoppingAtFailure();
            BatchReport report =
                    new BatchRun<>(plan(1), new NumberedJobs(12, 4), work, new BatchLines(lines::add)).run();

            assertThat(report.status()).isEqualTo(BatchStatus.FAILED);
            assertThat(report.problem()).startsWith("job 5 failed: Check constraint violation");
            assertThat(report.failures()).extracting(JobFailure::job).containsExactly(5L);
            assertThat(report.notRun()).isEqualTo(7);
            assertThat(pool.ask("select listagg(id, ' ') within group (order by id) from t"))
                    .isEqualTo("0 1 2 3");
        }
    }

    @Test
    @DisplayName("waits while others have all connections, and counts no retry for that")
    void politeWhenFull() throws Exception {
        try (BatchPool pool = BatchPool.h2(1).withUsers()) {
            CompletableFuture<BatchReport> report;
            try (Connection other = pool.jdbc.dataSource().acquire(AcquireRequest.DEFAULT)) {
                BatchRun<Long> run = users(pool, 2, 100, 1);
                report = CompletableFuture.supplyAsync(run::run);
                Await.until(
                        "it waited for more than one turn",
                        () -> pool.jdbc.pool().stats().counters().timeouts() > 0);
                Await.until(
                        "it waits in its lane",
                        () -> pool.jdbc.pool().queue(false).waiters().stream()
                                .anyMatch(waiter -> waiter.lane() == Priority.BACKGROUND));
                assertThat(run.status()).isEqualTo(BatchStatus.RUNNING);
                assertThat(run.report().succeeded()).isZero();
                assertThat(other.isClosed()).isFalse();
            }

            assertThat(report.get(60, TimeUnit.SECONDS).status()).isEqualTo(BatchStatus.COMPLETED);
            assertThat(report.get().retried()).isZero();
            assertThat(lines).noneMatch(line -> line.contains("Unable"));
        }
    }

    @Test
    @DisplayName("ends when its pool is closed, as no waiting helps then")
    void poolClosed() throws Exception {
        try (BatchPool pool = BatchPool.h2(1).withUsers()) {
            pool.jdbc.pool().close();
            BatchRun<Long> run = users(pool, 2, 100, 1);
            CompletableFuture<BatchReport> ended = CompletableFuture.supplyAsync(run::run);

            Await.until("it ends", ended::isDone);
            BatchReport report = ended.get();

            assertThat(report.status()).isEqualTo(BatchStatus.FAILED);
            assertThat(report.problem()).contains("closed");
            assertThat(report.notRun()).isEqualTo(report.total());
        }
    }

    @Test
    @DisplayName("does a chunk again that was the victim of a deadlock")
    void deadlock() throws Exception {
        try (BatchPool pool = BatchPool.on(PostgresServer.shared(), 4)) {
            pool.execute(
                    "drop table if exists batch_pair",
                    "create table batch_pair (id int primary key, n int)",
                    "insert into batch_pair values (0, 0), (1, 0)");
            CyclicBarrier both = new CyclicBarrier(2);
            AtomicInteger begun = new AtomicInteger();
            BatchReport report = run(pool, 2, 2, (connection, chunk) -> {
                long first = chunk.number();
                execute(connection, "update batch_pair set n = n + 1 where id = " + first);
                if (begun.incrementAndGet() <= 2) {
                    both.await();
                }
                execute(connection, "update batch_pair set n = n + 1 where id = " + (1 - first));
            });

            assertThat(report.status()).isEqualTo(BatchStatus.COMPLETED);
            assertThat(report.retried()).isEqualTo(1);
            assertThat(pool.ask("select min(n) || ' ' || max(n) from batch_pair"))
                    .isEqualTo("2 2");
            pool.execute("drop table batch_pair");
        }
    }

    @Test
    @DisplayName("completes with rows that all its workers update, in any order, each update once")
    void hotRows() throws Exception {
        try (BatchPool pool = BatchPool.on(PostgresServer.shared(), 8)) {
            pool.execute(
                    "drop table if exists batch_hot",
                    "create table batch_hot (id int primary key, n int not null)",
                    "insert into batch_hot select i, 0 from generate_series(0, 19) i");
            JdbcWork<Long> work = new JdbcWork<>(pool.connections(), (connection, chunk) -> {
                execute(connection, "set local deadlock_timeout = '20ms'");
                for (long job : chunk.items()) {
                    execute(connection, "update batch_hot set n = n + 1 where id = " + job * 7919 % 20);
                }
            });
            List<Long> order = new ArrayList<>(LongStream.range(0, 800).boxed().toList());
            Collections.shuffle(order, new Random(7));
            JobSource<Long> shuffled = new MixedJobs(order, 20);
            BatchReport report = new BatchRun<>(plan(8), shuffled, work, new BatchLines(lines::add)).run();

            assertThat(report.status()).isEqualTo(BatchStatus.COMPLETED);
            assertThat(pool.ask("select min(n) || ' ' || max(n) from batch_hot"))
                    .isEqualTo("40 40");
            assertThat(report.lastRetry()).isIn(null, "ERROR: deadlock detected");
            pool.execute("drop table batch_hot");
        }
    }

    /** Jobs in an order of their own. */
    private static final class MixedJobs implements JobSource<Long> {

        private final List<Long> jobs;
        private final int chunkSize;
        private int next;

        MixedJobs(List<Long> jobs, int chunkSize) {
            this.jobs = jobs;
            this.chunkSize = chunkSize;
        }

        @Override
        public OptionalLong total() {
            return OptionalLong.of(jobs.size());
        }

        @Override
        public Chunk<Long> next() {
            if (next == jobs.size()) {
                return null;
            }
            int first = next;
            next += chunkSize;
            return new Chunk<>(first / chunkSize, first, jobs.subList(first, next));
        }
    }

    @Test
    @DisplayName("B06 recognises a lost connection by its state, too, where the driver throws another exception")
    void lostWithAnotherError() throws Exception {
        try (BatchPool pool = BatchPool.on(PostgresServer.shared(), 2)) {
            AtomicInteger begun = new AtomicInteger();
            BatchReport report = run(pool, 1, 3, (connection, chunk) -> {
                if (begun.incrementAndGet() == 2) {
                    try {
                        execute(connection, "select pg_terminate_backend(pg_backend_pid())");
                    } catch (SQLException e) {
                        throw new AssertionError("should not throw", e);
                    }
                }
            });

            assertThat(report.status()).isEqualTo(BatchStatus.COMPLETED);
            assertThat(report.retried()).isEqualTo(1);
            assertThat(begun).hasValue(4);
        }
    }

    @Test
    @DisplayName("B14 cancels running statements when it is cancelled, and writes nothing of them")
    void abortsStatements() throws Exception {
        try (BatchPool pool = BatchPool.on(PostgresServer.shared(), 2)) {
            pool.execute("drop table if exists batch_slow", "create table batch_slow (id int)");
            CountDownLatch begun = new CountDownLatch(1);
            JdbcWork<Long> work = new JdbcWork<>(pool.connections(), (connection, chunk) -> {
                execute(connection, "insert into batch_slow values (1)");
                begun.countDown();
                execute(connection, "select pg_sleep(60)");
            });
            BatchRun<Long> run = new BatchRun<>(plan(1), new NumberedJobs(10), work, new BatchListener() {});
            CompletableFuture<BatchReport> report = CompletableFuture.supplyAsync(run::run);
            Await.open(begun);

            run.cancel();

            Await.until("it ends", report::isDone);
            assertThat(report.get().status()).isEqualTo(BatchStatus.CANCELLED);
            assertThat(report.get().notRun()).isEqualTo(10);
            assertThat(pool.ask("select count(*) from batch_slow")).isEqualTo("0");
            assertThat(pool.jdbc.pool().stats().inUse()).isZero();
            // the server has not heard of it, and sleeps on
            pool.execute(
                    "select pg_terminate_backend(pid) from pg_stat_activity"
                            + " where query = 'select pg_sleep(60)' and pid <> pg_backend_pid()",
                    "drop table batch_slow");
        }
    }

    @Test
    @DisplayName("has each of 64,000 rows once though PostgreSQL is killed and started again three times")
    void survivesKills() throws Exception {
        try (PostgresServer server = PostgresServer.start();
                BatchPool pool = BatchPool.on(server, 8).withUsers()) {
            BatchRun<Long> run = users(pool, 8, 24_000, 20);
            CompletableFuture<BatchReport> report = CompletableFuture.supplyAsync(run::run);
            List<BatchStatus> seen = new ArrayList<>();
            for (int kill = 1; kill <= 3; kill++) {
                long enough = kill * 4_000L; // far from the end, which may come while the server is being killed
                Await.until("some are done", () -> run.report().succeeded() >= enough || report.isDone());
                server.kill();
                Await.until("it waits for the database", () -> run.status() == BatchStatus.WAITING);
                seen.add(run.status());
                server.startAgain();
            }

            assertThat(report.get(120, TimeUnit.SECONDS).failures()).isEmpty();
            assertThat(report.get().status()).isEqualTo(BatchStatus.COMPLETED);
            assertThat(seen).hasSize(3);
            assertThat(report.get().succeeded()).isEqualTo(24_000);
            assertThat(report.get().failed()).isZero();
            assertThat(report.get().retried()).isPositive();
            assertThat(server.ask(SUMS + DemoUsers.TABLE)).isEqualTo("24000 24000 287988000");
            assertThat(lines).contains("Processing 100% complete");
            assertThat(lines.stream().filter(line -> line.contains(": Connecting")))
                    .as("those that lost a connection connect again, whichever they are")
                    .hasSizeGreaterThan(8);
        }
    }

    @Test
    @DisplayName("gets its turn in the end beside callers that never pause, as its place in the gate grows old")
    void doesNotStarve() throws Exception {
        try (BatchPool pool = BatchPool.h2(1).withUsers()) {
            pool.jdbc
                    .pool()
                    .reconfigure(rules -> rules.admission(AdmissionPolicy.builder()
                            .aging(Duration.ofMillis(700))
                            .build()));
            AtomicBoolean enough = new AtomicBoolean();
            List<CompletableFuture<Void>> callers = new ArrayList<>();
            Executor threads = Workers.named("live", 4);
            for (int i = 0; i < 4; i++) {
                callers.add(CompletableFuture.runAsync(() -> hold(pool, enough), threads));
            }
            BatchReport report = users(pool, 1, 2, 1).run();
            enough.set(true);
            CompletableFuture.allOf(callers.toArray(CompletableFuture[]::new)).get();

            assertThat(report.status()).isEqualTo(BatchStatus.COMPLETED);
            assertThat(report.succeeded()).isEqualTo(2);
        }
    }

    /** Takes the connection again and again, for a moment each time. */
    private static void hold(BatchPool pool, AtomicBoolean enough) {
        AcquireRequest patient = AcquireRequest.DEFAULT.withTimeout(Duration.ofMinutes(1));
        while (!enough.get()) {
            try (Connection connection = pool.jdbc.dataSource().acquire(patient)) {
                connection.isValid(1);
                Ticker.system().park(connection, TimeUnit.MILLISECONDS.toNanos(5));
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Test
    @DisplayName("uses the leases that others leave, and no more during repeated demand of others")
    void isCourteous() throws Exception {
        try (BatchPool pool = BatchPool.h2(6).withUsers()) {
            AtomicInteger running = new AtomicInteger();
            AtomicInteger most = new AtomicInteger();
            ChunkHandler<Long> handler = (connection, chunk) -> {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                Ticker.system().park(chunk, TimeUnit.MILLISECONDS.toNanos(2));
                running.decrementAndGet();
            };
            try (Connection one = pool.jdbc.dataSource().getConnection();
                    Connection two = pool.jdbc.dataSource().getConnection()) {
                assertThat(run(pool, 8, 300, handler).succeeded()).isEqualTo(300);
                assertThat(one.isClosed() || two.isClosed()).isFalse();
                assertThat(most.get()).isBetween(1, 3);
            }
            most.set(0);
            Await.until("they are forgotten", () -> {
                return run(pool, 8, 20, handler).succeeded() == 20 && most.getAndSet(0) > 3;
            });
            run(pool, 8, 300, handler);
            assertThat(most.get()).isBetween(4, 6);
        }
    }

    @Test
    @DisplayName("reports the number of its concurrent chunks beside others, and none after its end or without a limit")
    void tellsHowMany() throws Exception {
        try (BatchPool pool = BatchPool.h2(2);
                Connection other = pool.jdbc.dataSource().getConnection()) {
            CountDownLatch looked = new CountDownLatch(1);
            ChunkHandler<Long> handler = (connection, chunk) -> looked.await();
            BatchRun<Long> run = new BatchRun<>(
                    plan(2),
                    new NumberedJobs(4),
                    new JdbcWork<>(pool.connections(), handler),
                    new BatchLines(lines::add));
            assertThat(run.mostAtATime()).isEmpty();
            CompletableFuture<BatchReport> report = CompletableFuture.supplyAsync(run::run);
            Await.until("it has looked", () -> run.mostAtATime().isPresent());
            assertThat(run.mostAtATime()).hasValue(1);
            looked.countDown();
            assertThat(report.get(60, TimeUnit.SECONDS).succeeded()).isEqualTo(4);
            assertThat(run.mostAtATime()).isEmpty();
            assertThat(other.isClosed()).isFalse();
            Connections normal = Connections.of(pool.jdbc.dataSource(), Priority.NORMAL, "test");
            JdbcWork<Long> work = new JdbcWork<>(normal, handler);
            assertThat(new BatchRun<>(plan(1), new NumberedJobs(1), work, new BatchLines(lines::add))
                            .run()
                            .succeeded())
                    .isEqualTo(1);
            assertThat(work.mostAtATime()).isEmpty();
        }
    }

    @Test
    @DisplayName("B14 stops waiting for a connection of others when it is cancelled")
    void cancelledWhileWaiting() throws Exception {
        try (BatchPool pool = BatchPool.h2(1).withUsers();
                Connection other = pool.jdbc.dataSource().getConnection()) {
            BatchRun<Long> run = users(pool, 3, 100, 1);
            CompletableFuture<BatchReport> report = CompletableFuture.supplyAsync(run::run);
            Await.until(
                    "it waits for long",
                    () -> pool.jdbc.pool().stats().counters().timeouts() > 0
                            && pool.jdbc.pool().stats().waiting() == 1);

            run.cancel();

            Await.until("it ends", report::isDone);
            assertThat(report.get().status()).isEqualTo(BatchStatus.CANCELLED);
            assertThat(report.get().failures()).isEmpty();
            assertThat(pool.jdbc.pool().gaveUp().get(0).waitedSeconds())
                    .as("its last wait")
                    .isLessThan(LeaseTurns.LONG.toSeconds());
            assertThat(pool.jdbc.pool().stats().waiting()).isZero();
            assertThat(other.isClosed()).isFalse();
        }
    }

    @Test
    @DisplayName("names no password where it connects to")
    void place() {
        try (BatchPool pool = BatchPool.h2(1)) {
            assertThat(new JdbcWork<Long>(pool.connections(), (connection, chunk) -> {}).place())
                    .isEqualTo("pool 'batch-test'");
            assertThat(Connections.TURN).isEqualTo(Duration.ofSeconds(1));
        }
    }
}
