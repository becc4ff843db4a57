package dev.sluice.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.faults.Lag;
import dev.sluice.pool.policy.CreationPace;
import dev.sluice.pool.policy.PoolPolicies;
import dev.sluice.pool.policy.Rate;
import dev.sluice.testing.PostgresServer;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
@Tag("service")
class PacedLoginsTest {

    private static PoolPolicies pace(int perServer, Rate.Unit unit) {
        return PoolPolicies.NONE.with(new CreationPace(null, new Rate(perServer, unit, 1), Duration.ofSeconds(1)));
    }

    @Test
    @DisplayName(
            "X05 logins at PostgreSQL are paced under load, at a changed pace, and no longer without the policy; no"
                    + " slot is lost")
    void paced() throws Exception {
        PostgresServer server = PostgresServer.shared();
        try (Lag lag = new Lag();
                PostgresPool pool = PostgresPool.open(
                        server, settings -> settings.rules.minSize(0).maxSize(6).policies(pace(1, Rate.Unit.H)));
                Clients clients = Clients.start(12, pool.dataSource(), lag)) {
            clients.awaitAnswers(100);
            assertThat(pool.stats().total()).as("one login an hour").isEqualTo(1);
            assertThat(pool.stats().policies().get("creationPace"))
                    .isEqualTo("server 127.0.0.1:" + server.port() + " with 1 pool 1/h+1");
            pool.pool().reconfigure(config -> config.minSize(2).policies(pace(20, Rate.Unit.S)));
            pool.await("a second login", stats -> stats.total() >= 2);
            pool.pool().reconfigure(config -> config.minSize(6).policies(PoolPolicies.NONE));
            pool.await("all logins", stats -> stats.total() == 6);
            clients.awaitAnswers(100);
            clients.stop();
            assertThat(clients.failures()).isZero();
            pool.awaitRest();
        }
    }
}
