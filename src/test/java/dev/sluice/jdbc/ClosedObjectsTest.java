package dev.sluice.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.pool.PoolConfig;
import io.agroal.api.AgroalPoolInterceptor;
import io.agroal.api.configuration.supplier.AgroalConnectionPoolConfigurationSupplier;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.h2.jdbc.JdbcConnection;
import org.h2.jdbc.JdbcStatement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** H2 has the same SQLSTATE for a closed result set and for a closed session. */
@DisplayName("A call on a closed object of a lease")
@Timeout(60)
@Tag("service")
class ClosedObjectsTest {

    private final H2Pool pool = new H2Pool(SessionRules.DEFAULT);

    @AfterEach
    void close() {
        pool.close();
    }

    /** An object that is closed, and a call on it. */
    private enum Late {
        ROWS {
            @Override
            void call(Connection connection) throws SQLException {
                ResultSet rows = connection.createStatement().executeQuery("select 1");
                rows.close();
                rows.next();
            }
        },
        ROWS_OF_A_CLOSED_STATEMENT {
            @Override
            void call(Connection connection) throws SQLException {
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select 1");
                statement.close();
                rows.next();
            }
        },
        ROWS_BEFORE_THE_LAST {
            @Override
            void call(Connection connection) throws SQLException {
                PreparedStatement statement = connection.prepareStatement("select 1");
                ResultSet rows = statement.executeQuery();
                statement.executeQuery();
                rows.next();
            }
        },
        STATEMENT {
            @Override
            void call(Connection connection) throws SQLException {
                Statement statement = connection.createStatement();
                statement.close();
                statement.executeQuery("select 1");
            }
        },
        ROWS_OF_METADATA {
            @Override
            void call(Connection connection) throws SQLException {
                ResultSet rows = connection.getMetaData().getTables(null, null, "%", null);
                rows.close();
                rows.next();
            }
        };

        abstract void call(Connection connection) throws SQLException;
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("is refused, and the session stays")
    void direct(Late late) throws SQLException {
        refuses(late);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("is refused, and the session stays, also if Agroal receives the lease")
    void throughAgroal(Late late) throws SQLException {
        pool.dataSource().setPoolInterceptors(List.of(new AgroalPoolInterceptor() {}));
        refuses(late);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("ends the session with its lease, if the closed object is the session")
    void closedSession(boolean isDirect) throws SQLException {
        if (!isDirect) {
            pool.dataSource().setPoolInterceptors(List.of(new AgroalPoolInterceptor() {}));
        }
        try (Connection connection = pool.connection()) {
            connection.unwrap(Connection.class).close();
            assertThatThrownBy(connection::createStatement).isInstanceOf(SQLException.class);
        }
        try (Connection next = pool.connection()) {
            assertThat(next.isValid(1)).isTrue();
        }
        assertThat(pool.created()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("is refused after the lease, also if no statements are tracked, and the next lease notices nothing")
    void afterTheLease(boolean isDirect) throws SQLException {
        AgroalConnectionPoolConfigurationSupplier sessions = new AgroalConnectionPoolConfigurationSupplier().maxSize(1);
        sessions.connectionFactoryConfiguration()
                .jdbcUrl("jdbc:h2:mem:untracked" + isDirect)
                .trackJdbcResources(false);
        try (JdbcPool untracked = JdbcPool.create(
                "untracked",
                PoolConfig.builder().minSize(1).maxSize(1).build(),
                sessions.get(),
                DatabaseKind.Timeouts.NONE,
                pool.runtime())) {
            untracked.pool().start().join();
            if (!isDirect) {
                untracked.dataSource().setPoolInterceptors(List.of(new AgroalPoolInterceptor() {}));
            }
            Connection connection = untracked.dataSource().getConnection();
            Statement statement = connection.createStatement();
            ResultSet rows = statement.executeQuery("select 1");
            connection.close();
            try (Connection next = untracked.dataSource().getConnection()) {
                assertThatThrownBy(() -> statement.executeQuery("select 1")).hasMessage("Statement is closed");
                assertThatThrownBy(rows::next).hasMessage("ResultSet is closed");
                assertThatThrownBy(() -> statement.unwrap(JdbcStatement.class)).isInstanceOf(SQLException.class);
                assertThatThrownBy(() -> connection.unwrap(JdbcConnection.class))
                        .isInstanceOf(SQLException.class);
                assertThatThrownBy(() -> connection.setClientInfo("name", "late"))
                        .isInstanceOf(SQLException.class);
                assertThat(statement.isClosed()).isTrue();
                assertThat(rows.isClosed()).isTrue();
                rows.close();
                statement.close();
                assertThat(((ManagedConnection) next).connection.attributes().isTouched())
                        .isFalse();
            }
            assertThat(untracked.pool().stats().counters().created()).isOne();
        }
    }

    private void refuses(Late late) throws SQLException {
        try (Connection connection = pool.connection()) {
            assertThatThrownBy(() -> late.call(connection)).isInstanceOf(SQLException.class);
        }
        try (Connection next = pool.connection()) {
            assertThat(next.isValid(1)).isTrue();
        }
        assertThat(pool.created()).isOne();
    }
}
