package dev.sluice.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.control.PoolManager;
import dev.sluice.control.operation.Commands;
import dev.sluice.control.operation.Order;
import dev.sluice.jdbc.url.TargetPolicy;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.PoolThreads;
import dev.sluice.pool.failure.TargetNotAllowed;
import dev.sluice.pool.operation.OperationContext;
import dev.sluice.pool.operation.OperationReport;
import dev.sluice.pool.store.Target;
import dev.sluice.testing.PasswordCatcher;
import io.agroal.api.configuration.supplier.AgroalConnectionPoolConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The permitted name is localhost, which the driver could reach, so that the server counts a connection that the policy
 * has not agreed to.
 */
@Timeout(60)
@DisplayName("A database that a request names")
@Tag("fast")
class RequestedTargetTest {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final PasswordCatcher server = new PasswordCatcher();
    private final String url = "jdbc:postgresql://localhost:" + server.port() + "/orders";
    private final Deque<String> answers = new ArrayDeque<>();
    private final TargetPolicy policy = new TargetPolicy(List.of(), List.of(url), this::resolve, false);
    private final PoolThreads threads = new PoolThreads("requested", 2, failure -> {
        throw new AssertionError(failure);
    });
    private final PoolManager manager = new PoolManager();

    private synchronized List<InetAddress> resolve(String host) throws UnknownHostException {
        assertThat(host).isEqualTo("localhost");
        String answer = answers.size() > 1 ? answers.remove() : answers.element();
        return List.of(InetAddress.getByName(answer));
    }

    private JdbcPool open(String own) {
        AgroalConnectionPoolConfigurationSupplier sessions = new AgroalConnectionPoolConfigurationSupplier().maxSize(2);
        sessions.connectionFactoryConfiguration()
                .jdbcUrl(own)
                .principal(new NamePrincipal("app"))
                .credential(new SimplePassword("stored"));
        PoolConfig rules = PoolConfig.builder()
                .minSize(1)
                .maxSize(2)
                .acquisitionTimeout(PATIENCE)
                .build();
        JdbcPool pool =
                JdbcPool.create("requested", rules, sessions.get(), DatabaseKind.Timeouts.NONE, threads.runtime());
        manager.register(pool.pool());
        return pool;
    }

    @AfterEach
    void end() {
        manager.close(Duration.ZERO);
        threads.close();
        server.close();
    }

    private OperationReport move(String... resolved) {
        answers.addAll(Arrays.asList(resolved));
        return manager.perform(Order.of(
                "requested", Commands.switchEndpoint(new Target(url, "app", "brought", false), PATIENCE), "test"));
    }

    @Test
    @DisplayName("gets no connection if its name resolves to the metadata of a cloud")
    void refusedAtOnce() {
        open("jdbc:postgresql://192.0.2.7/orders").nameTargets(List.of(), () -> policy);
        assertThatThrownBy(() -> move("169.254.169.254"))
                .isInstanceOf(TargetNotAllowed.class)
                .hasMessage("url has the host localhost, which is a link-local address, 169.254.169.254; name"
                        + " the address in the configuration to permit it");
        assertThat(server.connections()).isZero();
    }

    @Test
    @DisplayName("gets no connection if its name has another address by the time of the session")
    void rebinding() {
        open("jdbc:postgresql://192.0.2.7/orders").nameTargets(List.of(), () -> policy);
        OperationReport report = move("127.0.0.1", "169.254.169.254");
        assertThat(report.complete()).isFalse();
        assertThat(report.message()).contains("which is a link-local address", "nothing has changed");
        assertThat(server.connections()).isZero();
    }

    @Test
    @DisplayName("gets its connections if its addresses are permitted each time")
    void permitted() {
        open("jdbc:postgresql://192.0.2.7/orders").nameTargets(List.of(), () -> policy);
        assertThat(move("127.0.0.1").complete()).isFalse();
        assertThat(server.passwords()).containsOnly("brought");
    }

    @Test
    @DisplayName("has its addresses checked before each session of the pool that a request has created for it")
    void createdPool() {
        answers.add("169.254.169.254");
        JdbcPool pool = open(url);
        pool.nameTargetsOfRequest(List.of(), () -> policy);
        OperationReport report = pool.pool().launch(OperationContext.plain());
        assertThat(report.created()).isZero();
        assertThat(report.message()).contains("link-local");
        assertThat(server.connections()).isZero();
    }
}
