package dev.sluice.adapter.quarkus;

import dev.sluice.testing.PasswordCatcher;
import dev.sluice.testing.PostgresServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/**
 * Gives the service a PostgreSQL, as the environment would, and permits requests to name another server. It is one of its own: the service keeps its sessions
 * until another one is started, and other tests count theirs.
 */
public class PostgresResource implements QuarkusTestResourceLifecycleManager {

    private PostgresServer server;
    private PasswordCatcher permitted;

    @Override
    public Map<String, String> start() {
        server = PostgresServer.start();
        permitted = new PasswordCatcher();
        return Map.of(
                "sluice.targets.allow", permitted.url(),
                "sluice.pools.default.load-test-sql.lookup", "select generate_series(1, 10)",
                "sluice.pools.default.acquisition-timeout", "1m", // also on a busy machine, no caller gives up
                "sluice.pools.default.url", server.url(),
                "sluice.pools.default.username", server.user(),
                "sluice.pools.default.password", server.password());
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(server, new TestInjector.MatchesType(PostgresServer.class));
        injector.injectIntoFields(permitted, new TestInjector.MatchesType(PasswordCatcher.class));
    }

    @Override
    public void stop() {
        server.close();
        permitted.close();
    }
}
