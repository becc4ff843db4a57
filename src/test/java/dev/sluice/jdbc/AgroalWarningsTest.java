package dev.sluice.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.PoolRuntime;
import dev.sluice.testing.FakeTime;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration.TransactionRequirement;
import io.agroal.api.configuration.supplier.AgroalConnectionPoolConfigurationSupplier;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("Warnings of Agroal are not lost behind the gate")
@Tag("fast")
class AgroalWarningsTest {

    private final Logger logger = Logger.getLogger("dev.sluice.pool.warned");
    private final List<String> warnings = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            if (line.getLevel().intValue() >= Level.WARNING.intValue()) {
                warnings.add(line.getMessage());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
    }

    @AfterEach
    void stopListening() {
        logger.removeHandler(handler);
    }

    private static JdbcPool pool(TransactionRequirement requirement) {
        FakeTime time = new FakeTime();
        AgroalConnectionPoolConfigurationSupplier sessions =
                new AgroalConnectionPoolConfigurationSupplier().maxSize(2).transactionRequirement(requirement);
        sessions.connectionFactoryConfiguration().jdbcUrl("jdbc:h2:mem:warned");
        return JdbcPool.create(
                "warned",
                PoolConfig.builder().minSize(1).maxSize(2).build(),
                sessions.get(),
                DatabaseKind.Timeouts.NONE,
                new PoolRuntime(time, time, new InlineWorkers(), () -> 0.5));
    }

    @Test
    @DisplayName("statements that a holder left open are reported")
    void leakedStatements() throws SQLException {
        try (JdbcPool pool = pool(TransactionRequirement.OFF)) {
            Connection connection = pool.dataSource().getConnection();
            connection.createStatement();
            connection.close();
            assertThat(warnings).singleElement().asString().contains("JDBC resources leaked");
        }
    }

    @Test
    @DisplayName("the report counts statements and rows, and nothing is reported if all were closed")
    void countsOfLeaks() throws SQLException {
        try (JdbcPool pool = pool(TransactionRequirement.OFF)) {
            Connection connection = pool.dataSource().getConnection();
            connection.createStatement().executeQuery("select 1");
            connection.prepareCall("select 2");
            try (Statement closed = connection.createStatement()) {
                closed.executeQuery("select 3");
                closed.executeQuery("select 4").close();
            }
            connection.close();
            assertThat(warnings)
                    .hasSize(2)
                    .contains("pool 'warned': JDBC resources leaked: 2 ResultSet(s) and 1 Statement(s)");
            // Agroal reports the callable statement; its newer versions name the numbers in the opposite order
            assertThat(warnings)
                    .anyMatch(report -> report.contains("0 ResultSet(s)") && report.contains("1 Statement"));
            warnings.clear();
            try (Connection next = pool.dataSource().getConnection();
                    Statement statement = next.createStatement();
                    ResultSet rows = statement.executeQuery("select 1")) {
                assertThat(rows.next()).isTrue();
            }
            assertThat(warnings).isEmpty();
        }
    }

    @Test
    @DisplayName("an acquire without a transaction is reported on request, and the connection works")
    void warnsOfMissingTransaction() throws SQLException {
        try (JdbcPool pool = pool(TransactionRequirement.WARN)) {
            try (Connection connection = pool.dataSource().getConnection()) {
                assertThat(connection.isValid(1)).isTrue();
            }
            assertThat(warnings).containsExactly("Connection acquired without transaction.");
        }
    }

    @Test
    @DisplayName("an acquire without a transaction is refused on request, and its permit is released")
    void refusesMissingTransaction() {
        try (JdbcPool pool = pool(TransactionRequirement.STRICT)) {
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(pool.dataSource()::getConnection)
                        .isInstanceOf(SQLException.class)
                        .hasMessage("Connection acquired without transaction.");
            }
            assertThat(pool.pool().stats().inUse()).isZero();
        }
    }
}
