package dev.sluice.jdbc;

import static dev.sluice.jdbc.PostgresPool.ask;
import static dev.sluice.jdbc.PostgresPool.execute;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.pool.AcquireContext;
import dev.sluice.pool.AcquireRequest;
import dev.sluice.pool.policy.PoolPolicies;
import dev.sluice.pool.policy.TagKeys;
import dev.sluice.pool.policy.Tagging;
import dev.sluice.testing.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("X07 The tags of a lease in the database")
@Timeout(60)
@Tag("service")
class SessionTagsTest {

    private static final AcquireRequest BILLING =
            AcquireRequest.DEFAULT.withTag("feature", "billing").withTag("client", "web");
    private static final PoolPolicies PASSED =
            PoolPolicies.NONE.with(new Tagging(TagKeys.ALL, Tagging.Destination.APPLICATION_NAME));

    private final PostgresServer server = PostgresServer.shared();

    @BeforeEach
    void quiet() {
        server.awaitQuiet();
    }

    private static String nameDuring(PostgresPool pool, AcquireRequest request, boolean rolledBack)
            throws SQLException {
        AcquireContext.Scope scope = AcquireContext.open(request);
        try (Connection connection = pool.connection()) {
            connection.setAutoCommit(!rolledBack);
            execute(connection, "select 1");
            if (rolledBack) {
                connection.rollback();
            }
            return ask(connection, "show application_name");
        } finally {
            scope.close();
        }
    }

    @Test
    @DisplayName(
            "the session has them as application name during the lease, from the next lease on and until it is off")
    void named() throws SQLException {
        try (PostgresPool pool =
                PostgresPool.open(server, settings -> settings.rules.minSize(1).maxSize(1))) {
            String own = nameDuring(pool, AcquireRequest.DEFAULT, false);
            assertThat(nameDuring(pool, BILLING, false)).isEqualTo(own);

            pool.pool().reconfigure(config -> config.policies(PASSED));
            assertThat(nameDuring(pool, BILLING, false)).isEqualTo("client=web feature=billing");
            assertThat(nameDuring(pool, AcquireRequest.DEFAULT, false))
                    .as("without tags")
                    .isEqualTo(own);
            assertThat(nameDuring(pool, BILLING, true))
                    .as("after a rollback of the lease's work")
                    .isEqualTo("client=web feature=billing");
            assertThat(nameDuring(pool, AcquireRequest.DEFAULT, false)).isEqualTo(own);

            pool.pool().reconfigure(config -> config.policies(PoolPolicies.NONE));
            assertThat(nameDuring(pool, BILLING, false)).isEqualTo(own);
        }
    }

    @Test
    @DisplayName("the name has letters, digits and few other characters, at most 63, and no statement")
    void text() {
        assertThat(SessionTags.text(Map.of("user", "Zoë'; drop table t; --\n")))
                .isEqualTo("user=Zo??? drop table t? --?");
        assertThat(SessionTags.text(Map.of("k", "v".repeat(100)))).hasSize(63);
    }

    @Test
    @DisplayName("characters with a meaning in SQL do not reach the session")
    void quotes() throws SQLException {
        try (PostgresPool pool =
                PostgresPool.open(server, settings -> settings.rules.minSize(1).maxSize(1))) {
            pool.pool().reconfigure(config -> config.policies(PASSED));
            AcquireRequest request = AcquireRequest.DEFAULT.withTag("user", "o'neill; select 1");
            assertThat(nameDuring(pool, request, false)).isEqualTo("user=o?neill? select 1");
        }
    }
}
