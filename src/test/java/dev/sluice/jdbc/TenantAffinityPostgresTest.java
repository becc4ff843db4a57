package dev.sluice.jdbc;

import static dev.sluice.jdbc.PostgresPool.ask;
import static dev.sluice.jdbc.PostgresPool.execute;
import static org.assertj.core.api.Assertions.assertThat;

import com.arjuna.ats.arjuna.common.arjPropertyManager;
import com.arjuna.ats.internal.arjuna.objectstore.VolatileStore;
import com.arjuna.ats.internal.jta.transaction.arjunacore.TransactionManagerImple;
import com.arjuna.ats.internal.jta.transaction.arjunacore.TransactionSynchronizationRegistryImple;
import dev.sluice.jdbc.SessionRules.Mode;
import dev.sluice.pool.AcquireRequest;
import dev.sluice.pool.PoolStats;
import dev.sluice.pool.policy.PoolPolicies;
import dev.sluice.pool.policy.TenantAffinity;
import dev.sluice.testing.Caller;
import dev.sluice.testing.PostgresServer;
import io.agroal.narayana.NarayanaTransactionIntegration;
import jakarta.transaction.TransactionManager;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("Tenant affinity on PostgreSQL")
@Timeout(90)
@Tag("service")
class TenantAffinityPostgresTest {

    private static final String NEW = "\"$user\", public";
    private static final int ROUNDS = 60;

    private final PostgresServer server = PostgresServer.shared();

    @BeforeEach
    void quiet() {
        server.awaitQuiet();
        server.execute("create table if not exists affine (n int)");
        server.execute("truncate affine");
    }

    private static PoolPolicies affinity(int mostKept) {
        return PoolPolicies.NONE.with(new TenantAffinity(Duration.ofMinutes(1), mostKept));
    }

    private PostgresPool open(Mode mode, int size, Consumer<PostgresPool.Settings> change) {
        return PostgresPool.open(server, settings -> {
            settings.rules
                    .maxSize(size)
                    .validateAfterIdle(Duration.ofMinutes(1))
                    .policies(affinity(100));
            settings.sessionRules = SessionRules.of(mode);
            change.accept(settings);
        });
    }

    private static Connection of(PostgresPool pool, @Nullable String tenant) throws SQLException {
        return pool.dataSource().acquire(AcquireRequest.DEFAULT.withTenant(tenant));
    }

    @Test
    @DisplayName(
            "a tenant finds its schema and role again without a reset; no other tenant, and no caller without one, sees them")
    void schemaAndRole() throws SQLException {
        try (PostgresPool pool = open(Mode.TRANSACTION, 1, settings -> {})) {
            String user;
            try (Connection connection = of(pool, "acme")) {
                user = ask(connection, "select current_user");
                execute(connection, "set search_path to acme");
                execute(connection, "set role pg_monitor");
                execute(connection, "create temporary table leftover (what text)");
            }
            assertThat(pool.stats().connections().get(0).keptFor()).isEqualTo("acme");
            try (Connection connection = of(pool, "acme")) {
                assertThat(ask(connection, "show search_path")).isEqualTo("acme");
                assertThat(ask(connection, "select current_user")).isEqualTo("pg_monitor");
            }
            of(pool, "acme").close();
            for (String tenant : new String[] {"globex", null}) {
                try (Connection connection = of(pool, tenant)) {
                    assertThat(ask(connection, "show search_path")).isEqualTo(NEW);
                    assertThat(ask(connection, "select current_user")).isEqualTo(user);
                    assertThat(ask(connection, "select to_regclass('pg_temp.leftover')"))
                            .isNull();
                }
                try (Connection connection = of(pool, "acme")) {
                    execute(connection, "set search_path to acme");
                    execute(connection, "set role pg_monitor");
                }
            }
            PoolStats.Counters counters = pool.stats().counters();
            assertThat(counters.savedResets()).isEqualTo(2);
            assertThat(counters.created()).isOne();
        }
    }

    @Test
    @DisplayName("each release still rolls back, and restores autocommit, isolation, read-only and limits")
    void attributes() throws SQLException {
        try (PostgresPool pool = open(Mode.FULL, 1, settings -> {})) {
            try (Connection connection = of(pool, "acme")) {
                execute(connection, "set search_path to acme, public");
                connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
                connection.setNetworkTimeout(Runnable::run, 12_345);
                connection.setAutoCommit(false);
                execute(connection, "insert into affine values (1)");
            }
            assertThat(server.ask("select count(*) from affine")).isEqualTo("0");
            try (Connection connection = of(pool, "acme")) {
                assertThat(ask(connection, "show search_path")).isEqualTo("acme, public");
                assertThat(connection.getAutoCommit()).isTrue();
                assertThat(connection.getNetworkTimeout()).isNotEqualTo(12_345);
                assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
                assertThat(ask(connection, "show transaction isolation level")).isEqualTo("read committed");
                connection.setReadOnly(true);
            }
            try (Connection connection = of(pool, "acme")) {
                assertThat(connection.isReadOnly()).isFalse();
                execute(connection, "insert into affine values (2)");
            }
            assertThat(pool.stats().counters().savedResets()).isEqualTo(2);
        }
    }

    @Test
    @DisplayName("a session that a transaction has used for two tenants is kept for neither")
    void transactionOfTwo() throws Exception {
        arjPropertyManager.getCoordinatorEnvironmentBean().setTransactionStatusManagerEnable(false);
        arjPropertyManager.getObjectStoreEnvironmentBean().setObjectStoreType(VolatileStore.class.getName());
        TransactionManager transactions = new TransactionManagerImple();
        try (PostgresPool pool = open(
                Mode.TRANSACTION,
                1,
                settings -> settings.sessions.transactionIntegration(new NarayanaTransactionIntegration(
                        transactions, new TransactionSynchronizationRegistryImple())))) {
            for (List<String> tenants : List.of(List.of("acme", "globex"), List.of("acme", "acme"))) {
                transactions.begin();
                for (String tenant : tenants) {
                    try (Connection connection = of(pool, tenant)) {
                        execute(connection, "set search_path to " + tenant);
                    }
                }
                transactions.commit();
                pool.awaitRest();
                try (Connection connection = of(pool, "acme")) {
                    assertThat(ask(connection, "show search_path"))
                            .as("after a transaction of %s", tenants)
                            .isEqualTo(tenants.contains("globex") ? NEW : "acme");
                }
            }
        }
    }

    @Test
    @DisplayName(
            "switched on, changed and off under load, it never shows the state of another tenant, and loses no slot")
    void underLoad() throws Exception {
        try (PostgresPool pool = open(Mode.FULL, 3, settings -> {})) {
            List<Caller<Integer>> callers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                int number = i % 4;
                callers.add(Caller.start("tenant-" + i, () -> work(pool, number == 0 ? null : "tenant" + number)));
            }
            while (callers.stream().anyMatch(caller -> !caller.isDone())) {
                for (PoolPolicies policies : List.of(affinity(34), PoolPolicies.NONE, affinity(100))) {
                    pool.pool().reconfigure(settings -> settings.policies(policies));
                    long before = pool.stats().counters().acquired();
                    pool.await(
                            "some leases are made",
                            stats -> stats.counters().acquired() > before + 10
                                    || callers.stream().allMatch(Caller::isDone));
                }
            }
            int saved = 0;
            for (Caller<Integer> caller : callers) {
                saved += caller.result();
            }
            assertThat(saved).as("leases that found their own state").isPositive();
            assertThat(pool.stats().counters().savedResets()).isGreaterThanOrEqualTo(saved);
            pool.awaitRest();
            assertThat(pool.stats().inUse()).isZero();
            assertThat(pool.stats().total()).isLessThanOrEqualTo(3);
            assertThat(pool.stats().counters().created()).isLessThanOrEqualTo(3);
        }
    }

    /** Returns the number of leases that found the state of the tenant. */
    private static int work(PostgresPool pool, @Nullable String tenant) throws SQLException {
        String mine = tenant == null ? "nobody" : tenant;
        int found = 0;
        for (int i = 0; i < ROUNDS; i++) {
            try (Connection connection = of(pool, tenant)) {
                String path = ask(connection, "show search_path");
                assertThat(path).as("the search path of %s", mine).isIn(NEW, mine);
                found += path.equals(mine) ? 1 : 0;
                execute(connection, "set search_path to " + mine);
            }
        }
        return found;
    }
}
