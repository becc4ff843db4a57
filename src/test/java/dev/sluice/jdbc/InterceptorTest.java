package dev.sluice.jdbc;

import static dev.sluice.jdbc.PostgresPool.ask;
import static dev.sluice.jdbc.PostgresPool.execute;
import static dev.sluice.jdbc.PostgresPool.nameOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.testing.PostgresServer;
import io.agroal.api.AgroalPoolInterceptor;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("Interceptors of Agroal are notified of every lease, in pairs")
@Timeout(60)
@Tag("service")
class InterceptorTest {

    private final PostgresServer server = PostgresServer.shared();
    private final AtomicInteger created = new AtomicInteger();
    private final AtomicInteger acquired = new AtomicInteger();
    private final AtomicInteger returned = new AtomicInteger();
    private final AtomicInteger destroyed = new AtomicInteger();

    private final AgroalPoolInterceptor counting = new AgroalPoolInterceptor() {
        @Override
        public void onConnectionCreate(Connection connection) {
            created.incrementAndGet();
        }

        @Override
        public void onConnectionAcquire(Connection connection) {
            acquired.incrementAndGet();
        }

        @Override
        public void onConnectionReturn(Connection connection) {
            returned.incrementAndGet();
        }

        @Override
        public void onConnectionDestroy(Connection connection) {
            destroyed.incrementAndGet();
        }
    };

    @BeforeEach
    void quiet() {
        server.awaitQuiet();
    }

    @Test
    @DisplayName("acquired and returned as often as the pool counts, under load and with resets, too")
    void pairsUnderLoad() throws Exception {
        try (PostgresPool pool = PostgresPool.open(server, 0, 4)) {
            pool.dataSource().setPoolInterceptors(List.of(counting));
            try (Clients clients = Clients.start(10, pool.dataSource())) {
                for (int i = 0; i < 5; i++) {
                    clients.awaitAnswers(20);
                    pool.pool().reset(false);
                }
                clients.stop();
                assertThat(clients.failures()).as(clients.kinds().toString()).isZero();
            }
            pool.awaitRest();
            assertThat(acquired.get()).isEqualTo((int) pool.stats().counters().acquired());
            assertThat(created.get()).isEqualTo((int) pool.stats().counters().created());
        }
        server.awaitQuiet();
        assertThat(destroyed).hasValue(created.get());
        assertThat(returned).hasValue(acquired.get());
    }

    @Test
    @DisplayName("a connection that is closed without a lease causes no event")
    void closedWhileIdle() {
        try (PostgresPool pool = PostgresPool.open(server, 0, 2)) {
            assertThat(pool.dataSource().getPoolInterceptors()).isEmpty();
            pool.dataSource().setPoolInterceptors(List.of(counting));
            assertThat(pool.dataSource().getPoolInterceptors()).containsExactly(counting);
            pool.pool().fill(2);
            pool.pool().reset(false);
            server.awaitQuiet();
            assertThat(created).hasValue(2);
            assertThat(destroyed).hasValue(2);
            assertThat(returned).hasValue(0);
        }
    }

    @Test
    @DisplayName("an interceptor that refuses the lease leaves the connection in the pool, and its error to the caller")
    void refusing() throws SQLException {
        AtomicInteger refusals = new AtomicInteger(2);
        try (PostgresPool pool = PostgresPool.open(server, 0, 1)) {
            pool.dataSource().setPoolInterceptors(List.of(new AgroalPoolInterceptor() {
                @Override
                public void onConnectionAcquire(Connection connection) {
                    if (refusals.getAndDecrement() > 0) {
                        throw new IllegalStateException("not today");
                    }
                }
            }));
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(pool::connection).hasMessageContaining("not today");
                assertThat(pool.stats().inUse()).isZero();
            }
            try (Connection connection = pool.connection()) {
                assertThat(ask(connection, "select 1")).isEqualTo("1");
            }
            assertThat(pool.stats().total()).isOne();
            assertThat(pool.names()).isEqualTo(server.names());
        }
    }

    @Test
    @DisplayName("an interceptor may prepare the session on acquire and clean it on return, in the order of priorities")
    void preparing() throws SQLException {
        List<String> calls = new ArrayList<>();
        try (PostgresPool pool = PostgresPool.open(server, 0, 1)) {
            pool.dataSource().setPoolInterceptors(List.of(named("second", 2, calls), named("first", 1, calls)));
            assertThat(pool.dataSource().getPoolInterceptors()).hasSize(2);
            try (Connection connection = pool.connection()) {
                assertThat(ask(connection, "show search_path")).isEqualTo("second");
                assertThat(nameOf(connection)).isEqualTo(pool.names().get(0));
            }
            assertThat(calls).containsExactly("+first", "+second", "-second", "-first");
        }
    }

    private static AgroalPoolInterceptor named(String name, int priority, List<String> calls) {
        return new AgroalPoolInterceptor() {
            @Override
            public void onConnectionAcquire(Connection connection) {
                calls.add("+" + name);
                try {
                    execute(connection, "set search_path to " + name);
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            }

            @Override
            public void onConnectionReturn(Connection connection) {
                calls.add("-" + name);
            }

            @Override
            public int getPriority() {
                return priority;
            }
        };
    }
}
