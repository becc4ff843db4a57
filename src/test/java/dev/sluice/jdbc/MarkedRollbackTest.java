package dev.sluice.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.arjuna.ats.arjuna.common.arjPropertyManager;
import com.arjuna.ats.internal.arjuna.objectstore.VolatileStore;
import com.arjuna.ats.internal.jta.transaction.arjunacore.TransactionManagerImple;
import com.arjuna.ats.internal.jta.transaction.arjunacore.TransactionSynchronizationRegistryImple;
import io.agroal.narayana.NarayanaTransactionIntegration;
import jakarta.transaction.TransactionManager;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@DisplayName("A transaction that is marked for rollback")
@Tag("fast")
class MarkedRollbackTest {

    private final TransactionManager transactions = new TransactionManagerImple();

    @BeforeEach
    void keepNothing() {
        arjPropertyManager.getCoordinatorEnvironmentBean().setTransactionStatusManagerEnable(false);
        arjPropertyManager.getObjectStoreEnvironmentBean().setObjectStoreType(VolatileStore.class.getName());
    }

    private FakePool open() {
        return new FakePool(sessions -> sessions.transactionIntegration(
                new NarayanaTransactionIntegration(transactions, new TransactionSynchronizationRegistryImple())));
    }

    @Test
    @DisplayName("refuses a connection, and no session is lost by it: 30 calls, one session")
    void keepsTheSession() throws Exception {
        try (FakePool pool = open()) {
            pool.connection().close();
            for (int i = 0; i < 30; i++) {
                transactions.begin();
                transactions.setRollbackOnly();
                assertThatThrownBy(pool::connection)
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                e -> assertThat(e.getSQLState()).isEqualTo("25000"))
                        .hasMessageContaining("marked for rollback");
                transactions.rollback();
                assertThat(pool.jdbc.pool().stats().inUse()).isZero();
            }
            assertThat(pool.opened()).isOne();
            assertThat(pool.jdbc.dataSource().getMetrics().acquireCount())
                    .as("refused callers have acquired nothing")
                    .isOne();
            transactions.begin();
            try (Connection connection = pool.connection()) {
                assertThat(connection.getAutoCommit()).isFalse();
            }
            transactions.commit();
            assertThat(pool.opened()).isOne();
        }
    }
}
