package dev.sluice.adapter.quarkus;

import dev.sluice.testing.PostgresServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/**
 * Gives the service a PostgreSQL, as the environment would. It is one of its own: the service keeps its sessions
 * until another one is started, and other tests count theirs.
 */
public class PostgresResource implements QuarkusTestResourceLifecycleManager {

    private PostgresServer server;

    @Override
    public Map<String, String> start() {
        server = PostgresServer.start();
        return Map.of(
                "sluice.pools.default.acquisition-timeout", "1m", // also on a busy machine, no caller gives up
                "sluice.pools.default.url", server.url(),
                "sluice.pools.default.username", server.user(),
                "sluice.pools.default.password", server.password());
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(server, new TestInjector.MatchesType(PostgresServer.class));
    }

    @Override
    public void stop() {
        server.close();
    }
}
