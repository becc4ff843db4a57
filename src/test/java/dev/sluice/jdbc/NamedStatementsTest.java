package dev.sluice.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.pool.AcquireRequest;
import dev.sluice.pool.Lease;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.operation.LaneMix;
import dev.sluice.pool.operation.LoadPlan;
import dev.sluice.pool.operation.OperationContext;
import dev.sluice.pool.operation.OperationReport;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("X10 A statement of a load test")
@Timeout(60)
@Tag("service")
class NamedStatementsTest {

    private static final LoadPlan PLAN = new LoadPlan(2, 5, null, Duration.ZERO, LaneMix.NORMAL, 1);

    private final H2Pool pool = new H2Pool(SessionRules.DEFAULT);

    @BeforeEach
    void configure() throws SQLException {
        try (Connection connection = pool.connection()) {
            PostgresPool.execute(connection, "create table orders (item varchar(20))");
        }
        pool.jdbc()
                .loadStatements(Map.of(
                        "insert", "insert into orders values ('pen')",
                        "lookup", "select x, x * 2 from system_range(1, 100)",
                        "broken", "select secret_column from orders where item = 'hunter2'"));
    }

    @AfterEach
    void close() {
        pool.close();
    }

    private OperationReport run(String statement) {
        return pool.jdbc().pool().loadTest(PLAN.withStatement(statement), OperationContext.plain());
    }

    @SuppressWarnings("unchecked") // a pool over JDBC has no other resources
    private Lease<PhysicalConnection> lease() throws InterruptedException {
        return ((ManagedPool<PhysicalConnection>) pool.jdbc().pool()).acquire(AcquireRequest.DEFAULT);
    }

    private String ask(String sql) throws SQLException {
        try (Connection connection = pool.connection()) {
            return PostgresPool.ask(connection, sql);
        }
    }

    @Test
    @DisplayName("runs in each lease, over the one connection of the pool")
    void runs() throws Exception {
        assertThat(run("insert").load().ok()).isEqualTo(5);
        assertThat(ask("select count(*) from orders")).isEqualTo("5");
        assertThat(run("lookup").load().ok()).isEqualTo(5);
        assertThat(pool.created()).isEqualTo(1);
        assertThat(pool.jdbc().pool().stats().inUse()).isZero();
    }

    @Test
    @DisplayName("the slow statement of the demonstration is computed anew by each execution, though H2 keeps results")
    void slow() throws Exception {
        String shorter =
                String.valueOf(SlowStatement.BY_NAME.get("slow-report")).replace("3000", "30");
        try (Connection connection = pool.connection();
                PreparedStatement statement = connection.prepareStatement(shorter)) {
            Set<Double> results = new HashSet<>();
            for (int i = 0; i < 3; i++) {
                try (ResultSet rows = statement.executeQuery()) {
                    assertThat(rows.next()).isTrue();
                    results.add(rows.getDouble(1));
                }
            }
            assertThat(results).hasSizeGreaterThan(1);
        }
    }

    @Test
    @DisplayName("ends when it is cancelled, though it would run for hours, and leaves the connection usable")
    void cancelled() throws Exception {
        NamedStatements statements = pool.jdbc()
                .statements(Map.of(
                        "endless",
                        "select max(a.x * b.x * rand()) from system_range(1, 1000000) a, system_range(1, 1000000) b"));
        Caller<Boolean> caller = Caller.start(() -> {
            statements.run("endless", lease());
            return true;
        });
        Await.until("the cancelled statement has ended", () -> {
            statements.cancel();
            return caller.isDone();
        });
        assertThat(caller.failure()).hasMessageStartingWith("statement 'endless' failed with SQLSTATE 57014");
        assertThat(ask("select 1")).isEqualTo("1");
        assertThat(pool.created()).isEqualTo(1);
    }

    @Test
    @DisplayName("a failed statement counts as an error, whose text has the SQLSTATE and nothing of the statement")
    void fails() throws Exception {
        OperationReport report = run("broken");
        assertThat(report.load().errors()).isEqualTo(5);
        assertThat(report.message())
                .contains("statement 'broken' failed with SQLSTATE 42S22")
                .doesNotContain("hunter2", "secret_column");
        assertThat(ask("select count(*) from orders")).isEqualTo("0");
    }
}
