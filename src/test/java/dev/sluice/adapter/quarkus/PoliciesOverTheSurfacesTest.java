package dev.sluice.adapter.quarkus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.jdbc.ManagedDataSource;
import dev.sluice.pool.ConnectionInfo;
import dev.sluice.pool.PoolStats;
import dev.sluice.pool.policy.PolicyDeclaration;
import dev.sluice.pool.policy.PoolPolicies;
import dev.sluice.testing.Await;
import dev.sluice.testing.PostgresServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@QuarkusTest
@WithTestResource(PostgresResource.class)
@Timeout(180)
@DisabledIfSystemProperty(named = "test.pg.url", matches = ".+", disabledReason = "it needs a server to itself")
@Tag("service")
class PoliciesOverTheSurfacesTest {

    PostgresServer server;

    @Inject
    DataSource dataSource;

    private PolicyProbes probes;

    @BeforeEach
    void enlarge() throws SQLException {
        probes = new PolicyProbes(dataSource.unwrap(ManagedDataSource.class), server);
        probes.resize(PolicyProbes.MIN, PolicyProbes.MAX);
    }

    @AfterEach
    void restore() throws Exception {
        probes.accept(true);
        for (PolicyDeclaration<?> each : PoolPolicies.DECLARATIONS) {
            PolicySurface.REST.change(each.key() + "=");
        }
        probes.resize(10, 20);
    }

    @ParameterizedTest(name = "every policy is switched on, changed and switched off under load over {0}")
    @EnumSource
    void underLoad(PolicySurface surface) throws Exception {
        try (PolicyLoad load = new PolicyLoad(probes.dataSource())) {
            Map<String, PolicyCases.Case> cases = new PolicyCases(probes, load).all();
            load.allAreServed();
            for (PolicyDeclaration<?> policy : PoolPolicies.DECLARATIONS) {
                assertThat(cases).as("the cases of all policies").containsKey(policy.name());
                steer(surface, policy, cases.get(policy.name()));
                load.tolerateNone();
            }
            load.end();
        }
        isNothingLost();
    }

    private void steer(PolicySurface surface, PolicyDeclaration<?> policy, PolicyCases.Case rules) throws Exception {
        surface.change(rules.on());
        assertThat(probes.stats().policies()).containsOnlyKeys(policy.name());
        rules.whenOn().check();
        surface.change(rules.changed());
        rules.whenChanged().check();
        surface.change(policy.key() + "=");
        assertThat(probes.stats().policies()).isEmpty();
        rules.whenOff().check();
    }

    /** The pool is at rest, the server has its sessions, and every place of the pool can be leased at once. */
    private void isNothingLost() throws SQLException {
        Await.until("the pool is at rest", () -> {
            PoolStats stats = probes.stats();
            return stats.inUse() + stats.waiting() + stats.creating() + stats.closing() == 0;
        });
        PoolStats.Counters counters = probes.stats().counters();
        assertThat(counters.released()).isEqualTo(counters.acquired());
        Set<Connection> all = new HashSet<>();
        Set<String> names = new HashSet<>();
        try {
            for (int i = 0; i < PolicyProbes.MAX; i++) {
                Connection connection = probes.dataSource().acquire(PolicyProbes.PATIENT);
                all.add(connection);
                names.add(probes.dataSource().nameOf(connection));
            }
            assertThat(names).hasSize(PolicyProbes.MAX);
        } finally {
            for (Connection connection : all) {
                connection.close();
            }
        }
        Await.until(
                "the server has the sessions of the pool",
                () -> sessions()
                        .equals(probes.stats().connections().stream()
                                .map(ConnectionInfo::id)
                                .sorted()
                                .toList()));
    }

    private List<String> sessions() {
        return server.names().stream().filter(name -> name.startsWith("conn_")).toList();
    }
}
