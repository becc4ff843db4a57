package dev.sluice.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.adapter.cli.CommandLineRun;
import dev.sluice.control.PoolManager;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.testing.PostgresServer;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An incident on a real server, from the first question to its end, from the shell. */
@QuarkusTest
@Timeout(120)
@Tag("service")
class SlowQueryIncidentTest {

    private static final int SIZE = 10;
    private static final int CLIENTS = 50;

    @Inject
    PoolManager manager;

    @TestHTTPResource("/")
    String url;

    private static Caller<String> client(PostgresPool pool, String sql) {
        return Caller.start(() -> {
            try (Connection connection = pool.connection()) {
                return PostgresPool.ask(connection, sql);
            }
        });
    }

    @Test
    @DisplayName("Fifty clients and a slow query are diagnosed and ended from the shell in three steps")
    void ended() throws Exception {
        try (PostgresPool pool = PostgresPool.open(PostgresServer.shared(), SIZE, SIZE)) {
            manager.register(pool.pool());
            try {
                incident(pool);
            } finally {
                manager.unregister(pool.pool());
            }
        }
    }

    private void incident(PostgresPool pool) throws Exception {
        List<Caller<String>> slow = new ArrayList<>();
        for (int i = 0; i < SIZE; i++) {
            slow.add(client(pool, "select pg_sleep(" + (100 + i) + ")"));
        }
        pool.await("the slow query has all connections", stats -> stats.inUse() == SIZE);
        List<Caller<String>> others = new ArrayList<>();
        for (int i = SIZE; i < CLIENTS; i++) {
            others.add(client(pool, "select 1"));
        }
        pool.await("the others wait", stats -> stats.waiting() == CLIENTS - SIZE);

        AtomicReference<List<String>> why = new AtomicReference<>(List.of());
        Await.until("the slow query is the cause", () -> {
            why.set(CommandLineRun.lines(url, "why", "test"));
            return why.get().stream().anyMatch(line -> line.startsWith("HELD_TOO_LONG: 10 of 10 leases"));
        });
        assertThat(why.get().get(0)).startsWith("test: SATURATED").contains("40 wait");
        assertThat(why.get())
                .anyMatch(line -> line.startsWith("HELD_TOO_LONG") && line.contains("statement 'select pg_sleep(?)'"))
                .anyMatch(line -> line.strip().startsWith("dry run: would break 10"));

        String remedy = why.get().stream()
                .map(String::strip)
                .filter(line -> line.startsWith("sluice do "))
                .findFirst()
                .orElseThrow();
        assertThat(CommandLineRun.run(url, remedy.substring("sluice ".length()).split(" ")))
                .isZero();

        for (Caller<String> each : slow) {
            assertThat(each.failure()).isInstanceOf(SQLException.class);
        }
        for (Caller<String> each : others) {
            assertThat(each.result()).isEqualTo("1");
        }
        assertThat(CommandLineRun.lines(url, "why", "test"))
                .anyMatch(line -> line.startsWith("test: WELL"))
                .anyMatch(line -> line.startsWith("NOTHING_WRONG"));
    }
}
