package dev.sluice.adapter.quarkus;

import dev.sluice.testing.PostgresServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Gives the service a PostgreSQL, as the environment would. */
public class PostgresResource implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
        PostgresServer server = PostgresServer.shared();
        return Map.of(
                "sluice.pools.default.url", server.url(),
                "sluice.pools.default.username", server.user(),
                "sluice.pools.default.password", server.password());
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(PostgresServer.shared(), new TestInjector.MatchesType(PostgresServer.class));
    }

    @Override
    public void stop() {
        // the server ends with the test run
    }
}
