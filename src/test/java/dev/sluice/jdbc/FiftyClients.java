package dev.sluice.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.access.PoolScope;
import dev.sluice.access.Principal;
import dev.sluice.access.Requester;
import dev.sluice.access.Role;
import dev.sluice.access.Surface;
import dev.sluice.control.PoolManager;
import dev.sluice.control.diagnosis.Bottleneck;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.testing.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** An incident on a real server: a slow query has all connections of a pool, and the other clients wait. */
public final class FiftyClients implements AutoCloseable {

    /** The name of the pool. */
    public static final String POOL = "test";

    private static final int SIZE = 10;
    private static final int CLIENTS = 50;
    private static final Requester OPERATOR =
            new Requester(new Principal("ada", Set.of(Role.OPERATOR), PoolScope.ALL), null, Surface.HTTP);

    private final PoolManager manager;
    private final PostgresPool pool = PostgresPool.open(PostgresServer.shared(), SIZE, SIZE);
    private final List<Caller<String>> slow = new ArrayList<>();
    private final List<Caller<String>> others = new ArrayList<>();

    /** Registers the pool, and returns when a diagnosis finds the slow query. */
    public FiftyClients(PoolManager manager) {
        this.manager = manager;
        manager.register(pool.pool());
        for (int i = 0; i < SIZE; i++) {
            slow.add(client("select pg_sleep(" + (100 + i) + ")"));
        }
        pool.await("the slow query has all connections", stats -> stats.inUse() == SIZE);
        for (int i = SIZE; i < CLIENTS; i++) {
            others.add(client("select 1"));
        }
        pool.await("the others wait", stats -> stats.waiting() == CLIENTS - SIZE);
        Await.until(
                "the slow query is the cause",
                () -> manager.diagnosis(POOL, OPERATOR).bottleneck() == Bottleneck.HELD_TOO_LONG);
    }

    private Caller<String> client(String sql) {
        return Caller.start(() -> {
            try (Connection connection = pool.connection()) {
                return PostgresPool.ask(connection, sql);
            }
        });
    }

    /** Checks that the slow queries have failed, and that all other clients have got their answers. */
    public void assertEnded() throws Exception {
        for (Caller<String> each : slow) {
            assertThat(each.failure()).isInstanceOf(SQLException.class);
        }
        for (Caller<String> each : others) {
            assertThat(each.result()).isEqualTo("1");
        }
    }

    @Override
    public void close() {
        manager.unregister(pool.pool());
        pool.close();
    }
}
