package dev.sluice.batch.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.access.AccessDenied;
import dev.sluice.access.AuditEvent;
import dev.sluice.access.AuditEvent.ChangeOutcome;
import dev.sluice.access.Guard;
import dev.sluice.access.PoolScope;
import dev.sluice.access.Principal;
import dev.sluice.access.Requester;
import dev.sluice.access.Role;
import dev.sluice.access.Surface;
import dev.sluice.batch.BatchListener;
import dev.sluice.batch.BatchStatus;
import dev.sluice.batch.Chunk;
import dev.sluice.batch.jdbc.BatchPool;
import dev.sluice.batch.jdbc.JobHandler;
import dev.sluice.batch.rows.Row;
import dev.sluice.jdbc.ManagedDataSource;
import dev.sluice.testing.Await;
import dev.sluice.time.Ticker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
@DisplayName("The batches of a process")
@Tag("service")
class BatchesRegistryTest {

    private final BatchPool pool = BatchPool.h2(2);
    private final CountDownLatch gate = new CountDownLatch(1);

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        gate.countDown();
        pool.close();
    }

    private Batches batches(int mostRunning) {
        BatchContext context = new BatchContext() {

            @Override
            public ManagedDataSource pool(String name) throws BadOrder {
                if (!name.equals("default")) {
                    throw new BadOrder("there is no JDBC pool '" + name + "'");
                }
                return pool.jdbc.dataSource();
            }

            @Override
            public JobHandler handler(String name) {
                return new JobHandler() {

                    @Override
                    public String name() {
                        return name;
                    }

                    @Override
                    public void handle(Connection connection, Chunk<Row> chunk) throws Exception {
                        if (name.equals("gated")) {
                            gate.await();
                        } else if (chunk.items().stream().anyMatch(row -> row.number() % 3 == 0)) {
                            throw new SQLException("no number for me", "22000");
                        }
                    }
                };
            }

            @Override
            public Path directory() {
                return directory;
            }
        };
        return new Batches(
                context, new Batches.Limits(mostRunning, false, 1000), id -> new BatchListener() {}, Ticker.system());
    }

    private static BatchOrder order(String... settings) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            map.put(settings[i], settings[i + 1]);
        }
        return OrderReader.order(map, null);
    }

    private static void awaitEnd(Batch batch) {
        Await.until("it ends", () -> batch.status().hasEnded());
    }

    @Test
    @DisplayName("are known while they run, and the last hundred that have ended; their numbers are never forgotten")
    void remembered() throws Exception {
        try (Batches batches = batches(1)) {
            AtomicInteger ended = new AtomicInteger();
            String first = "";
            for (int i = 0; i <= Batches.REMEMBERED + 1; i++) {
                int before = i;
                Await.until("there is room", () -> ended.get() == before);
                Batch batch = batches.start(
                        order("handler", "picky", "jobs", "4", "continueOnError", "true"), ended::incrementAndGet);
                first = i == 0 ? batch.id() : first;
                awaitEnd(batch);
                assertThat(batch.report().failed()).isEqualTo(2);
            }
            Await.until("the last is over", () -> ended.get() == Batches.REMEMBERED + 2);
            Batch last = batches.start(order("handler", "picky", "jobs", "1"), () -> {});
            awaitEnd(last);

            String forgotten = first;
            assertThat(batches.all()).hasSize(Batches.REMEMBERED + 1).last().isSameAs(last);
            assertThatThrownBy(() -> batches.get(forgotten)).isInstanceOf(BadOrder.Unknown.class);
            assertThat(directory.resolve(forgotten + "-failed.ndjson")).doesNotExist();
            assertThat(batches.totals().succeeded()).isEqualTo(2L * (Batches.REMEMBERED + 2));
            assertThat(batches.totals().failed()).isEqualTo(2L * (Batches.REMEMBERED + 2) + 1);
            assertThat(batches.totals().running()).isZero();
        }
    }

    @Test
    @DisplayName("are called off when the process ends, and leave no file")
    void closed() throws Exception {
        AtomicInteger ended = new AtomicInteger();
        Batches batches = batches(2);
        Batch running = batches.start(order("handler", "gated", "jobs", "5"), ended::incrementAndGet);
        Batch failed = batches.start(
                order("handler", "picky", "jobs", "5", "continueOnError", "true"), ended::incrementAndGet);
        awaitEnd(failed);
        assertThat(failed.failures()).isPresent();

        batches.close();

        Await.until("both are over", () -> ended.get() == 2);
        assertThat(running.status()).isEqualTo(BatchStatus.CANCELLED);
        assertThat(Files.list(directory)).isEmpty();
        assertThatThrownBy(() -> batches.start(order("jobs", "1"), ended::incrementAndGet))
                .isInstanceOf(BadOrder.WrongMoment.class)
                .hasMessageContaining("the application is stopping");
        assertThat(ended)
                .as("whoever ordered hears that it is over in any case")
                .hasValue(3);
    }

    @Test
    @DisplayName("are refused if too many run, the name is in use, or they bring SQL; their files are deleted")
    void refused() throws Exception {
        AtomicInteger ended = new AtomicInteger();
        try (Batches batches = batches(2)) {
            Batch first = batches.start(order("handler", "gated", "jobs", "1", "resume", "r"), ended::incrementAndGet);
            assertThatThrownBy(() -> batches.start(order("jobs", "1", "resume", "r"), ended::incrementAndGet))
                    .isInstanceOf(BadOrder.WrongMoment.class)
                    .hasMessage("a batch that is kept as 'r' runs already");
            assertThatThrownBy(() ->
                            batches.start(order("sql", "select :a", "fromQuery", "select 1 a"), ended::incrementAndGet))
                    .isInstanceOf(BadOrder.NotAllowed.class);
            assertThatThrownBy(() -> batches.start(order("pool", "nope"), ended::incrementAndGet))
                    .hasMessage("there is no JDBC pool 'nope'");
            batches.start(order("handler", "gated", "jobs", "1"), ended::incrementAndGet);
            assertThatThrownBy(() -> batches.start(order("jobs", "1"), ended::incrementAndGet))
                    .isInstanceOf(BadOrder.TooMany.class)
                    .hasMessageStartingWith("2 batches are running");
            assertThatThrownBy(() -> batches.requireWelcome(order("jobs", "1")))
                    .as("asked before rows are received")
                    .isInstanceOf(BadOrder.TooMany.class);
            assertThat(ended).hasValue(4);
            assertThat(batches.totals().running()).isEqualTo(2);

            gate.countDown();
            awaitEnd(first);
            Await.until("its name is free", () -> ended.get() >= 5);
            awaitEnd(batches.start(order("handler", "gated", "jobs", "1", "resume", "r"), () -> {}));
        }
    }

    @Test
    @DisplayName("may bring SQL and files if they run for one caller only, and are not listed then")
    void prepared() throws Exception {
        pool.execute("create table t (id int)");
        try (Batches batches = batches(1)) {
            Batch batch = batches.prepare(
                    order("sql", "insert into t values (:a)", "fromQuery", "select 7 a"), new BatchListener() {}, null);

            assertThat(batch.run().status()).isEqualTo(BatchStatus.COMPLETED);
            assertThat(pool.ask("select sum(id) from t")).isEqualTo("7");
            assertThat(batches.all()).isEmpty();
            assertThat(BatchView.of(batch).failures()).isEqualTo(List.of());
            assertThat(batch.failures()).isEmpty();
        }
    }

    private static Requester ada(Role role, PoolScope pools) {
        return new Requester(new Principal("ada", Set.of(role), pools), "192.0.2.7", Surface.HTTP);
    }

    @Test
    @DisplayName("need a role for their pool from outside, and changes of them are audited")
    void guarded() throws Exception {
        List<AuditEvent> audit = new ArrayList<>();
        AtomicReference<Requester> who = new AtomicReference<>();
        try (Batches batches = batches(2)) {
            GuardedBatches guarded = new GuardedBatches(batches, who::get, new Guard(audit::add));
            BatchOrder order = order("handler", "gated", "jobs", "1");
            BatchOrder sql = order("sql", "delete from t where id = :id", "fromQuery", "select 1 id");

            who.set(ada(Role.VIEWER, PoolScope.ALL));
            AtomicInteger over = new AtomicInteger();
            assertThatThrownBy(() -> guarded.start(order, over::incrementAndGet))
                    .isInstanceOf(AccessDenied.class);
            assertThat(over).as("told once, also of the refusal").hasValue(1);
            who.set(ada(Role.ADMIN, PoolScope.of(List.of("others"))));
            assertThatThrownBy(() -> guarded.start(order, () -> {})).isInstanceOf(AccessDenied.class);
            who.set(ada(Role.OPERATOR, PoolScope.ALL));
            assertThatThrownBy(() -> guarded.start(sql, () -> {})).isInstanceOf(AccessDenied.class);
            assertThatThrownBy(() -> guarded.requireWelcome(sql)).isInstanceOf(AccessDenied.class);
            assertThat(batches.all()).isEmpty();
            assertThat(audit).hasSize(4).allMatch(event -> event.outcome() == ChangeOutcome.DENIED);

            audit.clear();
            String id = guarded.start(order, () -> {}).id();
            Batch begun = batches.get(id);
            Await.until("it runs", () -> begun.status() == BatchStatus.RUNNING);
            assertThat(audit)
                    .extracting(AuditEvent::outcome)
                    .containsExactly(ChangeOutcome.BEGUN, ChangeOutcome.SUCCEEDED);
            assertThat(audit.get(1).after()).isEqualTo(Map.of("batch", id));

            who.set(ada(Role.AUDITOR, PoolScope.ALL));
            assertThatThrownBy(() -> guarded.get(id)).isInstanceOf(AccessDenied.class);
            assertThatThrownBy(() -> guarded.cancel(id)).isInstanceOf(AccessDenied.class);
            assertThatThrownBy(() -> guarded.withRows(id)).isInstanceOf(AccessDenied.class);
            who.set(ada(Role.ADMIN, PoolScope.of(List.of("others"))));
            audit.clear();
            for (ThrowingCallable hidden : List.<ThrowingCallable>of(
                    () -> guarded.get(id),
                    () -> guarded.cancel(id),
                    () -> guarded.withRows(id),
                    () -> guarded.retryFailed(id))) {
                assertThatThrownBy(hidden)
                        .as("as if it did not exist")
                        .isInstanceOf(BadOrder.Unknown.class)
                        .hasMessage("no batch '" + id + "'");
            }
            assertThat(audit)
                    .hasSize(4)
                    .allMatch(denial -> denial.outcome() == ChangeOutcome.DENIED
                            && denial.target().equals("default"));
            who.set(ada(Role.VIEWER, PoolScope.of(List.of("others"))));
            assertThat(guarded.all()).isEmpty();
            who.set(ada(Role.VIEWER, PoolScope.ALL));
            assertThat(guarded.all()).hasSize(1);
            assertThatThrownBy(() -> guarded.pause(id)).isInstanceOf(AccessDenied.class);
            assertThatThrownBy(() -> guarded.withRows(id)).isInstanceOf(AccessDenied.class);
            assertThat(batches.get(id).status()).isEqualTo(BatchStatus.RUNNING);

            who.set(ada(Role.OPERATOR, PoolScope.of(List.of("default"))));
            guarded.pause(id);
            assertThat(batches.get(id).status()).isEqualTo(BatchStatus.PAUSED);
            guarded.resume(id);
            guarded.cancel(id);
            gate.countDown();
            awaitEnd(batches.get(id));
        }
    }
}
