package dev.sluice.jdbc;

import static dev.sluice.jdbc.PostgresPool.ask;
import static dev.sluice.jdbc.PostgresPool.execute;
import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalPoolInterceptor;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Agroal restores autocommit and the isolation of each session that it receives. Both commit open work, on H2 also the
 * isolation. H2's own abort does nothing.
 */
@DisplayName("Open work of a session that cannot be used again is never committed")
@Timeout(60)
@Tag("service")
class AbortedWorkTest {

    @ParameterizedTest(name = "direct: {0}")
    @ValueSource(booleans = {true, false})
    @DisplayName("after an abort that the driver ignores")
    void aborted(boolean isDirect) throws SQLException {
        try (H2Pool pool = new H2Pool(SessionRules.DEFAULT)) {
            passAgroal(pool.dataSource(), isDirect);
            Connection connection = pool.connection();
            execute(connection, "create table work (n int)");
            connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            connection.setAutoCommit(false);
            execute(connection, "insert into work values (1)");
            connection.abort(Runnable::run);
            try (Connection next = pool.connection()) {
                assertThat(ask(next, "select count(*) from work")).isEqualTo("0");
            }
            assertThat(pool.created()).isEqualTo(2);
        }
    }

    @ParameterizedTest(name = "direct: {0}")
    @ValueSource(booleans = {true, false})
    @DisplayName("after a failed rollback: the session is cut before Agroal restores anything")
    void failedRollback(boolean isDirect) throws SQLException {
        try (FakePool pool = new FakePool()) {
            passAgroal(pool.jdbc.dataSource(), isDirect);
            Connection connection = pool.connection();
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            AtomicInteger resets = new AtomicInteger();
            pool.database.onReset = () -> {
                if (resets.incrementAndGet() == 1) {
                    throw new SQLException("no rollback");
                }
            };
            connection.close();
            assertThat(pool.database.sessions().get(0).autoCommit()).isFalse();
            pool.database.onReset = () -> {};
            pool.connection().close();
            assertThat(pool.opened()).isEqualTo(2);
            assertThat(pool.jdbc.pool().stats().inUse()).isZero();
        }
    }

    private static void passAgroal(ManagedDataSource dataSource, boolean isDirect) {
        if (!isDirect) {
            dataSource.setPoolInterceptors(List.of(new AgroalPoolInterceptor() {}));
        }
    }
}
