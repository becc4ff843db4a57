package dev.sluice.batch.distributed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.batch.BatchReport;
import dev.sluice.batch.BatchStatus;
import dev.sluice.testing.Await;
import dev.sluice.testing.PostgresServer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
@DisplayName("The workers on distributed batches")
@Tag("service")
class DistributedWorkersTest {

    /** A worker counts as dead after four seconds: so long does a busy machine keep none that lives from a sign of it. */
    private static final Timing PATIENT = new Timing(Duration.ofMillis(20), Duration.ofSeconds(1));

    private static final String HEARTBEAT = "select last_heartbeat from sluice_batch_task";

    @Test
    @DisplayName("live on when their database is killed and starts again, and no row is lost or there twice")
    void surviveTheDatabase() throws Exception {
        CountDownLatch some = new CountDownLatch(100);
        try (PostgresServer server = PostgresServer.start();
                Instance instance = Instance.on(server, (connection, chunk) -> {
                            Instance.insert(connection, chunk);
                            some.countDown();
                        })
                        .withTables();
                Instance other = Instance.on(server, Instance::insert);
                DistributedWorkers workers = other.work(2)) {
            DistributedRun run = instance.run("b", Numbers.of(20_000, 10), 2);
            CompletableFuture<BatchReport> report = CompletableFuture.supplyAsync(run::run);
            Await.open(some);
            server.kill();
            Await.until("it waits", () -> run.status() == BatchStatus.WAITING);
            server.startAgain();

            assertThat(report.get().status()).isEqualTo(BatchStatus.COMPLETED_WITH_ERRORS);
            assertThat(report.get().succeeded()).isEqualTo(19_999);
            assertThat(instance.worked()).isEqualTo("19999 19999");
            assertThat(workers.reports())
                    .anySatisfy(each -> assertThat(each.succeeded()).isPositive());
        }
    }

    @Test
    @DisplayName("can begin before their database is there")
    void beginBeforeTheDatabase() throws Exception {
        try (PostgresServer server = PostgresServer.start();
                Instance instance = Instance.on(server, Instance::insert).withTables()) {
            server.kill();
            try (DistributedWorkers workers = instance.work(2)) {
                server.startAgain();
                assertThat(instance.run("b", Numbers.of(100, 10), 0).run().succeeded())
                        .isEqualTo(99);
                assertThat(workers.reports()).hasSize(2);
            }
        }
    }

    @Test
    @DisplayName("end within seconds even if a chunk hangs, and others do the chunk")
    void endInTime() throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        try (Instance slow = Instance.on(PostgresServer.shared(), (connection, chunk) -> {
                            Instance.insert(connection, chunk);
                            hanging.countDown();
                            awaitWhatever(end);
                        })
                        .withTables();
                Instance quick = Instance.on(PostgresServer.shared(), Instance::insert)) {
            CompletableFuture<BatchReport> report = CompletableFuture.supplyAsync(
                    () -> quick.run("b", Numbers.of(10, 10), 0).run());
            AutoCloseable workers = slow.work(1);
            Await.open(hanging);
            close(workers); // the chunk hangs until the end of this test, so this returns only if it does not wait
            // for it
            close(workers);
            try (DistributedWorkers others = quick.work(1)) {
                assertThat(report.get().succeeded()).isEqualTo(10);
                assertThat(quick.worked()).isEqualTo("10 10");
                assertThat(others.reports()).hasSize(1);
            } finally {
                end.countDown();
            }
        }
    }

    @Test
    @DisplayName("send heartbeats even while callers wait for their pool, so that no living worker counts as dead")
    void heartbeatsGoFirst() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        ExecutorService callers = Executors.newCachedThreadPool();
        try (Instance instance = Instance.on(PostgresServer.shared(), (connection, chunk) -> {
                            begun.countDown();
                            Await.open(release);
                            Instance.insert(connection, chunk);
                        })
                        .withTables();
                Instance other = Instance.on(PostgresServer.shared(), Instance::insert);
                DistributedWorkers workers = instance.work(1, PATIENT)) {
            CompletableFuture<BatchReport> report = CompletableFuture.supplyAsync(
                    () -> other.run("b", Numbers.of(10, 10), 0).run());
            Await.open(begun);
            for (int i = 0; i < 20; i++) {
                callers.execute(() -> keepBusy(instance, release));
            }
            try (DistributedWorkers watching = other.work(1, PATIENT)) {
                for (int i = 0; i < 5; i++) {
                    String last = ask(other, HEARTBEAT);
                    Await.until(
                            "another heartbeat", () -> !ask(other, HEARTBEAT).equals(last));
                }
                assertThat(ask(other, "select version from sluice_batch_task")).isEqualTo("2"); // picked once
                release.countDown();
                assertThat(report.get().succeeded()).isEqualTo(10);
                assertThat(watching.reports().get(0).succeeded()).isZero();
            }
            assertThat(workers.reports().get(0).succeeded()).isEqualTo(10);
        } finally {
            release.countDown();
            callers.shutdownNow();
        }
    }

    private static void keepBusy(Instance instance, CountDownLatch end) {
        while (end.getCount() > 0) {
            ask(instance, "select pg_sleep(0.01)");
        }
    }

    /** Does not hear an interrupt. */
    private static void awaitWhatever(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                // and waits on
            }
        }
    }

    private static void close(AutoCloseable workers) {
        try {
            workers.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static String ask(Instance instance, String sql) {
        try {
            return instance.pool.ask(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
