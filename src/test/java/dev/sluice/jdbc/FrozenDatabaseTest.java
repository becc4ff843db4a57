package dev.sluice.jdbc;

import static dev.sluice.jdbc.PostgresPool.ask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.pool.failure.AcquireTimeout;
import dev.sluice.pool.failure.CreationFailed;
import dev.sluice.testing.PostgresServer;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration.ConnectionValidator;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("Fact of Agroal: a frozen database holds callers beyond their timeout")
@Timeout(120)
@Tag("service")
class FrozenDatabaseTest {

    private static final Duration ACQUISITION_TIMEOUT = Duration.ofMillis(500);
    private static final long SLACK_SECONDS = 30;

    private static PostgresServer server;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @BeforeAll
    static void start() {
        server = PostgresServer.start();
    }

    @AfterAll
    static void end() {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void quiet() {
        server.awaitQuiet();
    }

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    @Test
    @DisplayName("Agroal alone, with its default validator, holds a caller as long as the database is frozen")
    void agroalHoldsTheCaller() throws Exception {
        try (AgroalDataSource agroal = PostgresPool.bareAgroal(
                server,
                pool -> pool.maxSize(1)
                        .acquisitionTimeout(Duration.ofSeconds(SLACK_SECONDS))
                        .validateOnBorrow(true)
                        .connectionValidator(ConnectionValidator.defaultValidator()))) {
            assertThat(use(agroal).call()).isEqualTo("1");
            agroal.getConfiguration().connectionPoolConfiguration().setAcquisitionTimeout(ACQUISITION_TIMEOUT);
            server.freeze();
            Future<String> caller = threads.submit(use(agroal));
            try {
                assertThatThrownBy(() -> caller.get(2, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
            } finally {
                server.resume();
            }
            assertThat(caller.get(SLACK_SECONDS, TimeUnit.SECONDS)).isEqualTo("1");
        }
    }

    @Test
    @DisplayName("Sluice answers within the caller's timeout while the connection is being validated")
    void sluiceAnswersInTime() throws Exception {
        try (PostgresPool pool = PostgresPool.open(server, settings -> {
            settings.rules
                    .minSize(1)
                    .maxSize(1)
                    .validateAfterIdle(Duration.ZERO)
                    .validationTimeout(Duration.ofSeconds(1));
            settings.sessions.connectionValidator(ConnectionValidator.defaultValidator());
        })) {
            assertThat(use(pool.dataSource()).call())
                    .as("used, it is validated from now on")
                    .isEqualTo("1");
            pool.configuration().setAcquisitionTimeout(ACQUISITION_TIMEOUT);
            server.freeze();
            try {
                Future<String> caller = threads.submit(use(pool.dataSource()));
                assertThatThrownBy(() -> caller.get(SLACK_SECONDS, TimeUnit.SECONDS))
                        .cause()
                        .isInstanceOf(SQLTransientConnectionException.class)
                        .cause()
                        .isInstanceOf(AcquireTimeout.class);
                pool.await(
                        "the validation has ended, too, and said no",
                        stats -> stats.counters().validationFailures() == 1);
            } finally {
                server.resume();
            }
            awaitService(pool);
        }
    }

    @Test
    @DisplayName(
            "Sluice gives up a connection that cannot be created, and reports the reason; the caller waits no longer")
    void creationIsGivenUp() throws Exception {
        try (PostgresPool pool = PostgresPool.open(server, settings -> {
            settings.rules.maxSize(1).acquisitionTimeout(Duration.ofSeconds(5));
            settings.timeouts =
                    new DatabaseKind.Timeouts(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1));
        })) {
            server.freeze();
            try {
                Future<String> caller = threads.submit(use(pool.dataSource()));
                assertThatThrownBy(() -> caller.get(SLACK_SECONDS, TimeUnit.SECONDS))
                        .cause()
                        .isInstanceOf(SQLTransientConnectionException.class)
                        .cause()
                        .isInstanceOf(CreationFailed.class);
                assertThat(pool.pool().lastCreationFailure()).isNotBlank();
            } finally {
                server.resume();
            }
            awaitService(pool);
        }
    }

    @Test
    @DisplayName("Sluice bounds a statement by the driver's socket timeout, of each pool its own")
    void statementsAreBounded() throws Exception {
        try (PostgresPool pool = PostgresPool.open(server, settings -> {
            settings.rules.maxSize(1);
            settings.timeouts = new DatabaseKind.Timeouts(Duration.ZERO, Duration.ZERO, Duration.ofSeconds(1));
        })) {
            Connection connection = pool.connection();
            assertThat(connection.getNetworkTimeout()).isEqualTo(1000);
            server.freeze();
            try {
                Future<String> statement = threads.submit(() -> ask(connection, "select 1"));
                assertThatThrownBy(() -> statement.get(SLACK_SECONDS, TimeUnit.SECONDS))
                        .cause()
                        .isInstanceOf(SQLException.class);
                Future<Void> close = threads.submit(() -> {
                    connection.close();
                    return null;
                });
                close.get(SLACK_SECONDS, TimeUnit.SECONDS);
            } finally {
                server.resume();
            }
            awaitService(pool);
        }
    }

    private static Callable<String> use(DataSource dataSource) {
        return () -> {
            try (Connection connection = dataSource.getConnection()) {
                return ask(connection, "select 1");
            }
        };
    }

    /** Waits until the pool serves again, with the number of sessions that it reports. */
    private static void awaitService(PostgresPool pool) {
        pool.awaitService();
        pool.awaitRest();
        server.awaitSessions(pool.stats().total());
    }
}
