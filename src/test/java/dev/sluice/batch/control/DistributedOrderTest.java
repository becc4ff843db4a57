package dev.sluice.batch.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.batch.BatchListener;
import dev.sluice.batch.BatchReport;
import dev.sluice.batch.BatchStatus;
import dev.sluice.batch.Chunk;
import dev.sluice.batch.distributed.DistributedWorkers;
import dev.sluice.batch.distributed.Timing;
import dev.sluice.batch.jdbc.BatchPool;
import dev.sluice.batch.jdbc.JobHandler;
import dev.sluice.batch.rows.Row;
import dev.sluice.batch.rows.RowFormat;
import dev.sluice.jdbc.ManagedDataSource;
import dev.sluice.testing.Await;
import dev.sluice.testing.PostgresServer;
import dev.sluice.time.Ticker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@DisplayName("An order for a distributed batch")
@Tag("service")
class DistributedOrderTest {

    private static final Timing FAST = new Timing(Duration.ofMillis(20), Duration.ofMillis(500));

    @TempDir
    Path directory;

    private BatchPool pool;
    private Batches batches;
    private final CountDownLatch some = new CountDownLatch(3);

    /** This process, as batches find it. */
    private final class Here implements BatchContext {

        @Override
        public ManagedDataSource pool(String name) {
            return pool.jdbc.dataSource();
        }

        @Override
        public JobHandler handler(String name) throws BadOrder {
            if (!name.equals("count")) {
                throw new BadOrder("there is no handler '" + name + "'");
            }
            return new JobHandler() {
                @Override
                public String name() {
                    return name;
                }

                @Override
                public void handle(Connection connection, Chunk<Row> chunk) {
                    some.countDown();
                }
            };
        }

        @Override
        public Timing timing() {
            return FAST;
        }

        @Override
        public Path directory() {
            return directory;
        }
    }

    @BeforeEach
    void open() throws Exception {
        pool = BatchPool.on(PostgresServer.shared(), 6);
        pool.execute(
                "drop table if exists ordered",
                "create table ordered (id bigint check (id <> 13), name text)",
                "drop table if exists sluice_batch_order",
                "drop table if exists sluice_batch_task",
                "drop table if exists sluice_batch",
                "drop table if exists sluice_batch_chunk",
                "drop table if exists sluice_batch_failure");
        batches = new Batches(
                new Here(), new Batches.Limits(2, true, 1000), id -> new BatchListener() {}, Ticker.system());
    }

    @AfterEach
    void close() {
        batches.close();
        pool.close();
    }

    private static BatchOrder order(Map<String, String> settings, @Nullable RowSource rows) {
        return OrderReader.order(settings, rows);
    }

    private BatchReport run(BatchOrder order) throws BadOrder {
        return batches.prepare(order, new BatchListener() {}, null).run();
    }

    @Test
    @DisplayName("runs the demonstration on the instance that received the order, with its number of workers")
    void demonstration() throws Exception {
        BatchOrder order = order(Map.of("jobs", "1000", "workers", "3", "chunk", "50", "distributed", "true"), null);

        BatchReport report = run(order);

        assertThat(order.keepAs()).startsWith("batch-");
        assertThat(report.problem()).isNull();
        assertThat(report.status()).isEqualTo(BatchStatus.COMPLETED);
        assertThat(report.succeeded()).isEqualTo(1000);
        assertThat(report.workers()).hasSize(3);
    }

    @Test
    @DisplayName("applies a statement to the rows of a file, and has the counts of a batch that is not distributed")
    void statement() throws Exception {
        Path file = directory.resolve("rows.csv");
        StringBuilder rows = new StringBuilder("id,name\n");
        for (int i = 0; i < 50; i++) {
            rows.append(i).append(",name ").append(i).append('\n');
        }
        Files.writeString(file, rows);
        Map<String, String> settings = Map.of(
                "sql", "insert into ordered (id, name) values (:id, :name)",
                "chunk", "7",
                "continueOnError", "true",
                "resume", "rows",
                "distributed", "true");
        RowSource from = new RowSource.File(file, RowFormat.CSV);

        BatchReport report = run(order(settings, from));

        assertThat(report.problem()).isNull();
        assertThat(report.status()).isEqualTo(BatchStatus.COMPLETED_WITH_ERRORS);
        assertThat(report.total()).isEqualTo(50);
        assertThat(report.succeeded()).isEqualTo(49);
        assertThat(report.failures().get(0).job()).isEqualTo(14);
        assertThat(pool.ask("select count(*) || ' ' || count(distinct name) from ordered"))
                .isEqualTo("49 49");
    }

    @Test
    @DisplayName("continues a batch of that name that was not distributed")
    void afterLocal() throws Exception {
        Path file = directory.resolve("rows.csv");
        Files.writeString(file, "id,name\n1,a\n2,b\n13,c\n4,d\n");
        Map<String, String> local =
                Map.of("sql", "insert into ordered (id) values (:id)", "chunk", "2", "workers", "1", "resume", "rows");
        Map<String, String> distributed = Map.of(
                "sql", "insert into ordered (id) values (:id)",
                "chunk", "2",
                "resume", "rows",
                "continueOnError", "true",
                "distributed", "true");
        RowSource from = new RowSource.File(file, RowFormat.CSV);

        assertThat(run(order(local, from)).status()).isEqualTo(BatchStatus.FAILED);
        BatchReport report = run(order(distributed, from));

        assertThat(report.problem()).isNull();
        assertThat(report.before()).isEqualTo(2);
        assertThat(report.succeeded()).isEqualTo(3);
        assertThat(pool.ask("select count(*) from ordered")).isEqualTo("3");
    }

    @Test
    @DisplayName(
            "is listed at the ordering instance, which need not work on it, and continues after the end of that instance")
    void started() throws Exception {
        Map<String, String> settings =
                Map.of("handler", "count", "jobs", "100", "chunk", "10", "resume", "kept", "distributed", "true");
        Batch batch = batches.start(order(settings, null), () -> {});
        Await.until("it is stored", () -> BatchView.of(batch).total() == 100 && isComplete());
        batches.close();

        assertThat(batch.status()).isEqualTo(BatchStatus.CANCELLED);
        assertThat(batch.report().problem()).contains("batch 'kept' continues in other processes");
        assertThat(pool.ask("select state from sluice_batch_order")).isEqualTo("RUNNING");

        try (DistributedWorkers workers =
                DistributedWorkers.start(pool.jdbc.dataSource(), new TaskHandlers(new Here()), 1, FAST)) {
            Await.open(some);
            assertThat(workers.reports()).hasSize(1);
        }
    }

    private boolean isComplete() {
        try {
            return pool.ask("select count(*) from sluice_batch_order where complete")
                    .equals("1");
        } catch (SQLException e) {
            return false;
        }
    }

    @Test
    @DisplayName("is refused where it makes no sense, and its rows are not tried again")
    void refuses() throws Exception {
        assertThatThrownBy(() -> order(Map.of("distributed", "true", "retries", "3"), null))
                .hasMessageStartingWith("retries does not go with distributed");
        assertThatThrownBy(() -> order(Map.of("distributed", "yes"), null))
                .hasMessage("distributed must be true or false: 'yes'");
        assertThatThrownBy(() -> run(order(Map.of("handler", "none", "distributed", "true"), null)))
                .isInstanceOf(BadOrder.class)
                .hasMessageContaining("no handler 'none'");

        Batch batch = batches.start(order(Map.of("jobs", "0", "distributed", "true"), null), () -> {});
        Await.until("it has ended", () -> batch.status().hasEnded());
        assertThatThrownBy(() -> batches.retryFailed(batch))
                .isInstanceOf(BadOrder.WrongMoment.class)
                .hasMessageContaining("is distributed");
    }
}
