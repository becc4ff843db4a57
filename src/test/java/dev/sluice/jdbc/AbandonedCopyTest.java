package dev.sluice.jdbc;

import static dev.sluice.jdbc.PostgresPool.ask;
import static dev.sluice.jdbc.PostgresPool.execute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.arjuna.ats.arjuna.common.arjPropertyManager;
import com.arjuna.ats.internal.arjuna.objectstore.VolatileStore;
import com.arjuna.ats.internal.jta.transaction.arjunacore.TransactionManagerImple;
import com.arjuna.ats.internal.jta.transaction.arjunacore.TransactionSynchronizationRegistryImple;
import dev.sluice.testing.Await;
import dev.sluice.testing.PostgresServer;
import io.agroal.api.configuration.supplier.AgroalConnectionPoolConfigurationSupplier;
import io.agroal.narayana.NarayanaTransactionIntegration;
import jakarta.transaction.TransactionManager;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** A COPY locks the driver's connection: every other call on it waits until the COPY has ended. */
@Timeout(60)
@DisplayName("A COPY that its caller leaves unfinished")
@Tag("service")
class AbandonedCopyTest {

    private final PostgresServer server = PostgresServer.shared();

    @BeforeEach
    void quiet() {
        server.awaitQuiet();
    }

    /** A command that a caller begins and does not end. */
    enum Begun {
        IN {
            @Override
            void on(PGConnection session) throws SQLException {
                CopyIn copy = session.getCopyAPI().copyIn("copy abandoned from stdin");
                byte[] row = "1\n".getBytes(StandardCharsets.US_ASCII);
                copy.writeToCopy(row, 0, row.length);
                copy.flushCopy();
            }
        },
        OUT {
            @Override
            void on(PGConnection session) throws SQLException {
                session.getCopyAPI().copyOut("copy (select generate_series(1, 10000000)) to stdout");
            }
        };

        abstract void on(PGConnection session) throws SQLException;
    }

    private PostgresPool open() throws SQLException {
        return open(sessions -> {});
    }

    private PostgresPool open(Consumer<AgroalConnectionPoolConfigurationSupplier> change) throws SQLException {
        PostgresPool pool = PostgresPool.open(server, settings -> {
            settings.rules.maxSize(1);
            change.accept(settings.sessions);
        });
        try (Connection connection = pool.connection()) {
            execute(connection, "drop table if exists abandoned");
            execute(connection, "create table abandoned (id int)");
        }
        return pool;
    }

    @ParameterizedTest
    @EnumSource(Begun.class)
    @DisplayName("costs the session: close returns, the server ends the session, and the next caller has another one")
    void costsTheSession(Begun begun) throws SQLException {
        try (PostgresPool pool = open()) {
            Connection connection = pool.connection();
            String session = ask(connection, "select pg_backend_pid()");
            begun.on(connection.unwrap(PGConnection.class));
            connection.close();
            try (Connection next = pool.connection()) {
                Await.until(
                        "the server has ended the session",
                        () -> server.ask("select count(*) from pg_stat_activity where pid = ?::int", session)
                                .equals("0"));
                assertThat(ask(next, "select count(*) from abandoned")).isEqualTo("0");
            }
            assertThat(pool.stats().counters().created()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource(Begun.class)
    @DisplayName("within a transaction is rolled back with it")
    void rolledBack(Begun begun) throws SQLException {
        try (PostgresPool pool = open()) {
            Connection connection = pool.connection();
            connection.setAutoCommit(false);
            execute(connection, "insert into abandoned values (2)");
            begun.on(connection.unwrap(PGConnection.class));
            connection.close();
            try (Connection next = pool.connection()) {
                assertThat(ask(next, "select count(*) from abandoned")).isEqualTo("0");
            }
        }
    }

    @Test
    @DisplayName("fails the commit of a JTA transaction, and does not block its rollback")
    void enlisted() throws Exception {
        arjPropertyManager.getCoordinatorEnvironmentBean().setTransactionStatusManagerEnable(false);
        arjPropertyManager.getObjectStoreEnvironmentBean().setObjectStoreType(VolatileStore.class.getName());
        TransactionManager transactions = new TransactionManagerImple();
        try (PostgresPool pool = open(sessions -> sessions.transactionIntegration(
                new NarayanaTransactionIntegration(transactions, new TransactionSynchronizationRegistryImple())))) {
            transactions.begin();
            begin(pool);
            assertThatThrownBy(transactions::commit).isInstanceOf(Exception.class);
            transactions.begin();
            begin(pool);
            transactions.rollback();
            assertThat(server.ask("select count(*) from abandoned")).isEqualTo("0");
            pool.awaitRest();
            assertThat(pool.stats().inUse()).isZero();
        }
    }

    private static void begin(PostgresPool pool) throws SQLException {
        try (Connection connection = pool.connection()) {
            execute(connection, "insert into abandoned values (3)");
            Begun.IN.on(connection.unwrap(PGConnection.class));
        }
    }

    @Test
    @DisplayName("a COPY that has ended costs nothing")
    void ended() throws SQLException {
        try (PostgresPool pool = open()) {
            try (Connection connection = pool.connection()) {
                CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn("copy abandoned from stdin");
                copy.endCopy();
            }
            try (Connection next = pool.connection()) {
                assertThat(ask(next, "select count(*) from abandoned")).isEqualTo("0");
            }
            assertThat(pool.stats().counters().created()).isOne();
        }
    }
}
