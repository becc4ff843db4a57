package dev.sluice.jdbc;

import static dev.sluice.jdbc.PostgresPool.ask;
import static dev.sluice.jdbc.PostgresPool.execute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.testing.PostgresServer;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalConnectionPoolConfigurationSupplier;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.jdbc.PgConnection;

@DisplayName("Fact of Agroal: uncommitted work outlives the connection")
@Timeout(60)
@Tag("service")
class UnfinishedWorkTest {

    private static final Consumer<AgroalConnectionPoolConfigurationSupplier> ONE =
            pool -> pool.maxSize(1).acquisitionTimeout(Duration.ofSeconds(5));
    private static final Consumer<AgroalConnectionPoolConfigurationSupplier> ONE_WITHOUT_AUTO_COMMIT = pool -> {
        ONE.accept(pool);
        pool.connectionFactoryConfiguration().autoCommit(false);
    };

    private final PostgresServer server = PostgresServer.shared();

    @BeforeEach
    void emptyTable() {
        server.awaitQuiet();
        server.execute("drop table if exists work; create table work (what text)");
    }

    @Test
    @DisplayName("Agroal alone commits it, when autocommit was switched off")
    void agroalCommits() throws SQLException {
        try (AgroalDataSource agroal = PostgresPool.bareAgroal(server, ONE)) {
            leaveWorkUncommitted(agroal);
            assertThat(committed()).isEqualTo("1");
        }
    }

    @Test
    @DisplayName("Sluice rolls it back, and switches autocommit on again")
    void sluiceRollsBack() throws SQLException {
        try (PostgresPool pool = PostgresPool.open(server, 0, 1)) {
            leaveWorkUncommitted(pool.dataSource());
            assertThat(committed()).isEqualTo("0");
            try (Connection next = pool.connection()) {
                assertThat(next.getAutoCommit()).isTrue();
                assertThat(ask(next, "select count(*) from work")).isEqualTo("0");
            }
            assertThat(pool.stats().counters().created())
                    .as("the session was kept")
                    .isOne();
        }
    }

    @Test
    @DisplayName("Agroal alone, with autocommit off for the pool, hands the open transaction to the next holder")
    void agroalHandsItOn() throws SQLException {
        try (AgroalDataSource agroal = PostgresPool.bareAgroal(server, ONE_WITHOUT_AUTO_COMMIT)) {
            addWork(agroal);
            assertThat(committed()).isEqualTo("0");
            try (Connection stranger = agroal.getConnection()) {
                assertThat(ask(stranger, "select count(*) from work")).isEqualTo("1");
                stranger.commit();
            }
            assertThat(committed()).as("committed by somebody else").isEqualTo("1");
        }
    }

    @Test
    @DisplayName("Sluice, with autocommit off for the pool, begins every lease without a transaction")
    void sluiceBeginsAnew() throws SQLException {
        try (PostgresPool pool = openWithoutAutoCommit()) {
            addWork(pool.dataSource());
            assertThat(server.ask(
                            "select state from pg_stat_activity where application_name = ?",
                            pool.names().get(0)))
                    .isEqualTo("idle");
            try (Connection next = pool.connection()) {
                assertThat(next.getAutoCommit()).isFalse();
                assertThat(ask(next, "select count(*) from work")).isEqualTo("0");
                next.commit();
            }
            assertThat(committed()).isEqualTo("0");
            assertThat(pool.stats().counters().created()).isOne();
        }
    }

    @Test
    @DisplayName("Sluice keeps committed work, and nothing of a transaction that had failed")
    void sluiceKeepsCommittedWork() throws SQLException {
        try (PostgresPool pool = openWithoutAutoCommit()) {
            try (Connection connection = pool.connection()) {
                execute(connection, "insert into work values ('wanted')");
                connection.commit();
                execute(connection, "insert into work values ('unwanted')");
                try {
                    execute(connection, "no statement at all");
                } catch (SQLException expected) {
                    assertThat(expected.getSQLState()).isEqualTo("42601");
                }
            }
            try (Connection next = pool.connection()) {
                assertThat(ask(next, "select string_agg(what, ',') from work")).isEqualTo("wanted");
            }
            assertThat(pool.stats().counters().created()).isOne();
        }
    }

    @Test
    @DisplayName("Agroal alone hands on a transaction that a statement has begun, with autocommit on")
    void agroalHandsOnBegun() throws SQLException {
        try (AgroalDataSource agroal = PostgresPool.bareAgroal(server, ONE)) {
            leaveWorkBegunByStatement(agroal);
            try (Connection stranger = agroal.getConnection()) {
                assertThat(ask(stranger, "select count(*) from work")).isEqualTo("1");
                execute(stranger, "commit");
            }
            assertThat(committed()).as("committed by somebody else").isEqualTo("1");
        }
    }

    @Test
    @DisplayName("Sluice rolls it back, also a failed transaction")
    void sluiceRollsBackBegun() throws SQLException {
        try (PostgresPool pool = PostgresPool.open(server, 0, 1)) {
            leaveWorkBegunByStatement(pool.dataSource());
            try (Connection next = pool.connection()) {
                assertThat(ask(next, "select count(*) from work")).isEqualTo("0");
                assertThat(next.getAutoCommit()).isTrue();
                execute(next, "begin");
                assertThatThrownBy(() -> execute(next, "no statement at all")).isInstanceOf(SQLException.class);
            }
            try (Connection next = pool.connection()) {
                assertThat(ask(next, "select count(*) from work")).isEqualTo("0");
            }
            assertThat(committed()).isEqualTo("0");
            assertThat(pool.stats().counters().created()).isOne();
        }
    }

    @Test
    @DisplayName("Sluice rolls back work on the driver's own connection, and switches its autocommit on again")
    void sluiceRollsBackUnwrapped() throws SQLException {
        try (PostgresPool pool = PostgresPool.open(server, 0, 1)) {
            try (Connection connection = pool.connection()) {
                Connection drivers = connection.unwrap(PgConnection.class);
                drivers.setAutoCommit(false);
                execute(drivers, "insert into work values ('not committed')");
            }
            try (Connection next = pool.connection()) {
                assertThat(next.getAutoCommit()).isTrue();
                assertThat(ask(next, "select count(*) from work")).isEqualTo("0");
            }
            assertThat(committed()).isEqualTo("0");
            assertThat(pool.stats().counters().created()).isOne();
        }
    }

    @Test
    @DisplayName("on H2, where statements switch autocommit off, it is rolled back and switched on again")
    void sluiceRollsBackOnH2() throws SQLException {
        try (H2Pool pool = new H2Pool(SessionRules.DEFAULT)) {
            try (Connection connection = pool.connection()) {
                execute(connection, "create table work (what varchar)");
            }
            for (String beginning : List.of("set autocommit false", "begin")) {
                try (Connection connection = pool.connection()) {
                    execute(connection, beginning);
                    execute(connection, "insert into work values ('not committed')");
                }
                try (Connection next = pool.connection()) {
                    assertThat(next.getAutoCommit()).isTrue();
                    assertThat(ask(next, "select count(*) from work")).isEqualTo("0");
                }
            }
            assertThat(pool.created()).isOne();
        }
    }

    private static void leaveWorkBegunByStatement(DataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            execute(connection, "begin");
            execute(connection, "insert into work values ('not committed')");
        }
    }

    private PostgresPool openWithoutAutoCommit() {
        return PostgresPool.open(server, settings -> {
            settings.rules.maxSize(1);
            settings.sessions.connectionFactoryConfiguration().autoCommit(false);
        });
    }

    private static void leaveWorkUncommitted(DataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            execute(connection, "insert into work values ('not committed')");
        }
    }

    private static void addWork(DataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            execute(connection, "insert into work values ('not committed')");
        }
    }

    private String committed() {
        return server.ask("select count(*) from work");
    }
}
