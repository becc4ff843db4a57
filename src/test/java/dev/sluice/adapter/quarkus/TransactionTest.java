package dev.sluice.adapter.quarkus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.arjuna.ats.arjuna.coordinator.BasicAction;
import com.arjuna.ats.arjuna.coordinator.Reapable;
import com.arjuna.ats.arjuna.coordinator.TransactionReaper;
import dev.sluice.admission.Priority;
import dev.sluice.jdbc.DegradedConnection;
import dev.sluice.jdbc.ManagedDataSource;
import dev.sluice.pool.AcquireRequest;
import dev.sluice.pool.failure.PoolSaturated;
import dev.sluice.pool.policy.Degradation;
import dev.sluice.pool.policy.Degradation.WhenFull;
import dev.sluice.pool.policy.PolicyMode;
import dev.sluice.pool.policy.PoolPolicies;
import dev.sluice.testing.Caller;
import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.Transaction;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.UserTransaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@QuarkusTest
@TestProfile(AdoptedProfile.class)
@Timeout(60)
@Tag("service")
class TransactionTest {

    @Inject
    Ledger ledger;

    @Inject
    javax.sql.DataSource dataSource;

    @Inject
    @DataSource("inventory")
    AgroalDataSource inventory;

    @Inject
    ManagedDataSource managed;

    @Inject
    @SluicePool("inventory")
    ManagedDataSource managedInventory;

    @Inject
    UserTransaction transaction;

    @Inject
    TransactionManager transactions;

    @BeforeEach
    void emptyLedger() throws SQLException {
        ledger.createTable();
    }

    @AfterEach
    void nothingIsLeased() {
        assertThat(inUse()).isZero();
        assertThat(managedInventory.pool().stats().inUse()).isZero();
    }

    private int inUse() {
        return managed.pool().stats().inUse();
    }

    @Test
    @DisplayName("a second acquire in a transaction shares the connection and takes no second permit")
    void secondAcquireShares() throws Exception {
        ledger.required(() -> {
            try (Connection first = dataSource.getConnection();
                    Connection second = dataSource.getConnection()) {
                assertThat(inUse()).isEqualTo(1);
                assertThat(managed.nameOf(second)).isEqualTo(managed.nameOf(first));
            }
            return null;
        });
    }

    @Test
    @DisplayName("the permit is released at the end of the transaction, not at the close of the connection")
    void permitStaysUntilTheEnd() throws Exception {
        ledger.required(() -> {
            ledger.write(1);
            assertThat(inUse()).isEqualTo(1);
            ledger.write(2);
            assertThat(inUse()).isEqualTo(1);
            return null;
        });
        assertThat(inUse()).isZero();
        assertThat(ledger.count()).isEqualTo(2);
    }

    @Test
    @DisplayName("a transaction that uses one connection many times works with a full pool")
    void fullPool() throws Exception {
        Connection[] others = new Connection[4];
        for (int i = 0; i < others.length; i++) {
            others[i] = dataSource.getConnection();
        }
        ledger.required(() -> {
            for (int i = 0; i < 20; i++) {
                ledger.write(i);
            }
            assertThat(inUse()).isEqualTo(5);
            return null;
        });
        for (Connection other : others) {
            other.close();
        }
        assertThat(ledger.count()).isEqualTo(20);
    }

    @Test
    @DisplayName("a new transaction inside another has a connection of its own")
    void requiresNew() throws Exception {
        ledger.required(() -> {
            ledger.write(1);
            ledger.requiresNew(() -> {
                ledger.write(2);
                assertThat(inUse()).isEqualTo(2);
                return null;
            });
            assertThat(inUse()).isEqualTo(1);
            return null;
        });
        assertThat(ledger.count()).isEqualTo(2);
    }

    @Test
    @DisplayName("nested code of the same transaction is rolled back with it, and the permit is released")
    void rolledBack() throws Exception {
        assertThatThrownBy(() -> ledger.required(() -> {
                    ledger.write(1);
                    return ledger.required(() -> {
                        ledger.write(2);
                        throw new IllegalStateException("no");
                    });
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(inUse()).isZero();
        assertThat(ledger.count()).isZero();
    }

    @Test
    @DisplayName("a transaction that times out is rolled back and releases its permit, once a caller ends it")
    void timedOut() throws Exception {
        transaction.begin();
        ledger.write(1);
        assertThat(inUse()).isEqualTo(1);
        timesOutFromNowOn();
        await().atMost(Duration.ofSeconds(45))
                .pollInSameThread()
                .until(() -> transaction.getStatus() != Status.STATUS_ACTIVE);
        assertThatThrownBy(transaction::commit).isInstanceOf(Exception.class);
        await().atMost(Duration.ofSeconds(45))
                .untilAsserted(() -> assertThat(inUse()).isZero());
        assertThat(ledger.count()).isZero();
    }

    /** Lets the time of the current transaction be up in a second, however long it took to come here. */
    private static void timesOutFromNowOn() {
        timesOutFromNowOn((Reapable) BasicAction.Current());
    }

    private static void timesOutFromNowOn(Reapable current) {
        TransactionReaper reaper = TransactionReaper.transactionReaper();
        reaper.remove(current);
        reaper.insert(current, 1);
    }

    @Test
    @DisplayName(
            "a connection that is not closed in the transaction is released once: at its end, or when it is closed")
    void forgottenConnection() throws Exception {
        AtomicReference<Connection> forgotten = new AtomicReference<>();
        ledger.required(() -> {
            forgotten.set(dataSource.getConnection());
            return null;
        });
        // Agroal 3.2 holds it, for cursors that outlive the commit; 3.0 closes it
        boolean held = !forgotten.get().isClosed();
        assertThat(inUse()).isEqualTo(held ? 1 : 0);
        forgotten.get().close();
        forgotten.get().close();
        assertThat(inUse()).isZero();
    }

    @Test
    @DisplayName("an acquire in a transaction waits for the remaining time of the transaction at most")
    void remainingTime() throws Exception {
        Connection[] others = new Connection[5];
        for (int i = 0; i < others.length; i++) {
            others[i] = dataSource.getConnection();
        }
        transaction.begin();
        timesOutFromNowOn();
        assertThatThrownBy(dataSource::getConnection)
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("transaction");
        transaction.rollback();
        for (Connection other : others) {
            other.close();
        }
    }

    @Test
    @DisplayName("a wait ends at once when another thread, or the reaper, rolls the transaction of the caller back")
    void rolledBackMeanwhile() throws Exception {
        Connection[] others = new Connection[5];
        for (int i = 0; i < others.length; i++) {
            others[i] = dataSource.getConnection();
        }
        for (boolean byReaper : new boolean[] {false, true}) {
            CompletableFuture<Transaction> begun = new CompletableFuture<>();
            CompletableFuture<BasicAction> action = new CompletableFuture<>();
            Caller<Connection> waiting = Caller.start(() -> {
                transaction.begin();
                begun.complete(transactions.getTransaction());
                action.complete(BasicAction.Current());
                try {
                    return dataSource.getConnection();
                } finally {
                    transactions.suspend();
                }
            });
            Transaction theirs = begun.get(30, TimeUnit.SECONDS);
            await().until(() -> managed.pool().stats().waiting() == 1);
            if (byReaper) {
                timesOutFromNowOn((Reapable) action.get(30, TimeUnit.SECONDS));
            } else {
                theirs.rollback();
            }
            assertThat(waiting.failure())
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("no lease, as the transaction was rolled back during the wait (max 5");
            assertThat(managed.pool().stats().waiting()).isZero();
        }
        for (Connection other : others) {
            other.close();
        }
    }

    @Test
    @DisplayName("a data source that cannot be enlisted is refused, and its permit and connection are released once")
    void secondDataSource() throws Exception {
        for (int round = 0; round < 3; round++) {
            assertThatThrownBy(() -> ledger.required(() -> {
                        ledger.write(1);
                        return inventory.getConnection();
                    }))
                    .isInstanceOf(SQLException.class);
        }
        assertThat(managedInventory.pool().stats().inUse()).isZero();
        try (Connection one = inventory.getConnection();
                Connection two = inventory.getConnection();
                Connection three = inventory.getConnection()) {
            assertThat(managedInventory.pool().stats().total()).isEqualTo(3);
            assertThat(one.isValid(1) && two.isValid(1) && three.isValid(1)).isTrue();
        }
        assertThat(ledger.count()).isZero();
    }

    @Test
    @DisplayName("X08 a full pool gives the substitute of the bean with its name, but none to a transaction")
    void fallback() throws Exception {
        PoolPolicies policies = PoolPolicies.NONE.with(new Degradation(
                WhenFull.FALLBACK, 0.9, 0.7, 3, Duration.ofSeconds(1), Priority.BACKGROUND, PolicyMode.ENFORCE));
        managedInventory.pool().reconfigure(config -> config.policies(policies));
        try (Connection one = inventory.getConnection();
                Connection two = inventory.getConnection();
                Connection three = inventory.getConnection()) {
            assertThat(three.isWrapperFor(DegradedConnection.class)).isFalse();
            try (Connection substitute = inventory.getConnection()) {
                assertThat(substitute.isWrapperFor(DegradedConnection.class)).isTrue();
                assertThat(substitute.getMetaData().getURL()).isEqualTo("jdbc:h2:mem:replica");
            }
            AcquireRequest request = AcquireRequest.DEFAULT.withTimeout(Duration.ZERO);
            assertThatThrownBy(() -> ledger.required(() -> managedInventory.acquire(request)))
                    .hasCauseInstanceOf(PoolSaturated.class);
            assertThat(one.isValid(1) && two.isValid(1)).isTrue();
        } finally {
            managedInventory.pool().reconfigure(config -> config.policies(PoolPolicies.NONE));
        }
        assertThat(managedInventory.pool().stats().counters().degradedGrants()).isEqualTo(1);
        assertThatThrownBy(() -> managed.pool().reconfigure(config -> config.policies(policies)))
                .hasMessageContaining("no FallbackSupplier for pool 'default'");
    }

    @Test
    @DisplayName("uncommitted work outside of a transaction is rolled back at the close of the connection")
    void uncommittedIsRolledBack() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try (var statement = connection.createStatement()) {
                statement.execute("INSERT INTO ledger VALUES (1)");
            }
        }
        assertThat(ledger.count()).isZero();
    }
}
