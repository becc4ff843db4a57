package dev.sluice.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("Fact of Agroal: a pool sets the login timeout of the whole JVM")
@Timeout(60)
@Tag("service")
class LoginTimeoutTest {

    private static final int OF_THE_APPLICATION = 7;

    private final PostgresServer server = PostgresServer.shared();
    private final int before = DriverManager.getLoginTimeout();

    @BeforeEach
    void set() {
        DriverManager.setLoginTimeout(OF_THE_APPLICATION);
    }

    @AfterEach
    void restore() {
        DriverManager.setLoginTimeout(before);
    }

    @Test
    @DisplayName("Agroal alone sets it, even without a setting")
    void agroalSetsIt() throws SQLException {
        PostgresPool.bareAgroal(
                        server, pool -> pool.connectionFactoryConfiguration().loginTimeout(Duration.ofSeconds(3)))
                .close();
        assertThat(DriverManager.getLoginTimeout()).isEqualTo(3);
        PostgresPool.bareAgroal(server, pool -> {}).close();
        assertThat(DriverManager.getLoginTimeout()).isZero();
    }

    @Test
    @DisplayName("Sluice leaves it alone and gives each pool's driver its own timeouts")
    void sluiceLeavesItAlone() throws SQLException {
        try (PostgresPool patient = open(Duration.ofSeconds(29));
                PostgresPool hasty = open(Duration.ofSeconds(19))) {
            assertThat(DriverManager.getLoginTimeout()).isEqualTo(OF_THE_APPLICATION);
            patient.connection().close();
            assertThat(RecordingDriver.last)
                    .containsEntry("loginTimeout", "29")
                    .containsEntry("connectTimeout", "29")
                    .containsEntry("socketTimeout", "29");
            hasty.connection().close();
            assertThat(RecordingDriver.last).containsEntry("loginTimeout", "19");
            assertThat(DriverManager.getLoginTimeout()).isEqualTo(OF_THE_APPLICATION);
        }
    }

    private PostgresPool open(Duration timeout) {
        return PostgresPool.open(server, settings -> {
            settings.timeouts = new DatabaseKind.Timeouts(timeout, timeout, timeout);
            settings.sessions
                    .connectionFactoryConfiguration()
                    .loginTimeout(timeout)
                    .connectionProviderClass(RecordingDriver.class);
        });
    }

    /** PostgreSQL's driver, which remembers what it was told last. */
    public static final class RecordingDriver extends org.postgresql.Driver {

        private static volatile Properties last = new Properties();

        @Override
        public Connection connect(String url, Properties info) throws SQLException {
            last = info;
            return super.connect(url, info);
        }
    }
}
