package dev.sluice.batch.distributed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.batch.BatchReport;
import dev.sluice.batch.Chunk;
import dev.sluice.batch.jdbc.BatchPool;
import dev.sluice.batch.rows.Row;
import dev.sluice.testing.Await;
import dev.sluice.testing.JavaProcess;
import dev.sluice.testing.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
@DisplayName("A distributed batch of several processes")
@Tag("service")
class DistributedProcessesTest {

    private static final int JOBS = 3_000;
    private static final int WORKERS = 2;

    @TempDir
    Path directory;

    /** A process that works until it is killed. */
    static final class Program {

        private Program() {}

        public static void main(String[] words) throws InterruptedException {
            Instance instance = Instance.of(
                    BatchPool.on(words[0], words[1], words[2], 2 * WORKERS), DistributedProcessesTest::slowly);
            try (instance;
                    DistributedWorkers workers = instance.work(WORKERS)) {
                System.out.println("ready");
                new CountDownLatch(workers.reports().size()).await();
            }
        }
    }

    /** So that whoever is killed is killed in the midst of a chunk: its rows are written, and not committed. */
    private static void slowly(Connection connection, Chunk<Row> chunk) throws SQLException {
        Instance.insert(connection, chunk);
        try (Statement statement = connection.createStatement()) {
            statement.execute("select pg_sleep(0.02)");
        }
    }

    private Process start(String name, PostgresServer server) throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return new ProcessBuilder(JavaProcess.command(
                        "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                        "-cp",
                        classPath,
                        Program.class.getName(),
                        server.url(),
                        server.user(),
                        server.password()))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(name).toFile())
                .start();
    }

    @Test
    @DisplayName(
            "has every row once although one of three processes is killed, and the totals of a batch in one process")
    void killed() throws Exception {
        PostgresServer server = PostgresServer.shared();
        List<Process> others = new ArrayList<>();
        CountDownLatch othersWork = new CountDownLatch(1); // before this process, which is warm, has done all
        try (Instance instance = Instance.on(server, (connection, chunk) -> {
                    slowly(connection, chunk);
                    Await.open(othersWork);
                })
                .withTables()) {
            others.add(start("killed", server));
            others.add(start("living", server));
            DistributedRun run = instance.run("three", Numbers.of(JOBS, 10), WORKERS);
            run.pause(); // until all three are there, so that each has a part in it
            CompletableFuture<BatchReport> report = CompletableFuture.supplyAsync(run::run);
            Await.until("both have come", () -> isReady("killed") && isReady("living"));
            run.resume();
            for (Process other : others) {
                Await.until("each works", () -> done(instance, other) >= 20);
            }
            othersWork.countDown();
            others.get(0).destroyForcibly().waitFor(20, TimeUnit.SECONDS);

            BatchReport three = report.get();
            String worked = instance.worked();
            long here = done(instance, null);
            instance.pool.execute("delete from worked");
            others.get(1).destroyForcibly().waitFor(20, TimeUnit.SECONDS);
            BatchReport one = instance.run("one", Numbers.of(JOBS, 10), WORKERS).run();

            assertThat(worked).isEqualTo("2999 2999");
            assertThat(here).isPositive();
            assertThat(instance.worked()).isEqualTo("2999 2999");
            assertThat(three.status()).isEqualTo(one.status());
            assertThat(three.total()).isEqualTo(one.total()).isEqualTo(JOBS);
            assertThat(three.succeeded()).isEqualTo(one.succeeded()).isEqualTo(JOBS - 1);
            assertThat(three.failed()).isEqualTo(one.failed()).isEqualTo(1);
            assertThat(three.notRun()).isZero();
        } finally {
            others.forEach(Process::destroyForcibly);
            server.awaitQuiet();
        }
    }

    private boolean isReady(String name) {
        try {
            return Files.readString(directory.resolve(name)).contains("ready");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the number of rows that a process has written; null is this process. */
    private static long done(Instance instance, Process process) {
        long pid = process == null ? ProcessHandle.current().pid() : process.pid();
        try {
            return Long.parseLong(instance.pool.ask("select count(*) from worked where pid = " + pid));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
