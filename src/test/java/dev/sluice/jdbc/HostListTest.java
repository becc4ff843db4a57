package dev.sluice.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.jdbc.DatabaseKind.Timeouts;
import dev.sluice.tcp.FullServer;
import dev.sluice.testing.PostgresServer;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A10 A JDBC URL with several hosts")
@Timeout(60)
@Tag("service")
class HostListTest {

    private static final Timeouts DEFAULT = new Timeouts(null, Duration.ofSeconds(5), Duration.ZERO);

    @ParameterizedTest(name = "{0} has {1}")
    @CsvSource(
            delimiter = ' ',
            value = {
                "jdbc:postgresql://db/orders 1",
                "jdbc:postgresql:orders 1",
                "jdbc:postgresql://a:5432,b:5433/orders?options=x,y 2",
                "jdbc:postgresql://a,b,[::1]:5432/ 3",
                "jdbc:mariadb://a,b/orders 2",
                "jdbc:mariadb:sequential:address=(host=a) 1",
                "jdbc:mysql://(host=a,port=1),(host=b,port=2)/orders 2",
                "jdbc:h2:mem:a,b 1",
            })
    @DisplayName("names its hosts between the slashes")
    void counted(String url, int hosts) {
        assertThat(HostList.of(url).count()).isEqualTo(hosts);
    }

    @ParameterizedTest(name = "{0}: {1} = {2}")
    @CsvSource(
            delimiter = ' ',
            value = {
                "jdbc:postgresql://a/x connectTimeout 5",
                "jdbc:postgresql://a,b/x connectTimeout 2",
                "jdbc:postgresql://a,b,c,d,e,f/x connectTimeout 1",
                "jdbc:mariadb://a/x connectTimeout 5000",
                "jdbc:mariadb://a,b/x connectTimeout 2500",
                "jdbc:mysql://a,b,c/x connectTimeout 1666",
                "jdbc:oracle:thin:@//a/x oracle.net.CONNECT_TIMEOUT 5000",
            })
    @DisplayName("has a connect timeout by default in which each of them is tried before the login times out")
    void shared(String url, String key, String value) {
        assertThat(JdbcPool.driverProperties(DEFAULT, url)).containsEntry(key, value);
    }

    @Test
    @DisplayName("keeps a connect timeout that is set, and lets a long login timeout count no more than 5 s for a host")
    void explicit() {
        String url = "jdbc:postgresql://a,b/x";
        Timeouts set = new Timeouts(Duration.ofSeconds(4), Duration.ofSeconds(5), Duration.ZERO);
        assertThat(JdbcPool.driverProperties(set, url)).containsEntry("connectTimeout", "4");
        assertThat(JdbcPool.driverProperties(DEFAULT, url + "?connectTimeout=7"))
                .doesNotContainKey("connectTimeout");
        Timeouts patient = new Timeouts(null, Duration.ofMinutes(1), Duration.ZERO);
        assertThat(JdbcPool.driverProperties(patient, url)).containsEntry("connectTimeout", "5");
    }

    @Test
    @DisplayName("gives a session of the second host at the first attempt while the first one is silent")
    void secondHost() throws SQLException, IOException {
        PostgresServer server = PostgresServer.shared();
        try (FullServer silent = new FullServer()) {
            String url = server.url().replaceFirst("//", "//" + silent.address() + ",");
            Properties properties = new Properties();
            properties.setProperty("user", server.user());
            properties.setProperty("password", server.password());
            properties.setProperty("hostRecheckSeconds", "0"); // other tests have let the driver see this host fail
            properties.putAll(JdbcPool.driverProperties(DEFAULT, url));
            try (Connection connection = DriverManager.getConnection(url, properties)) {
                assertThat(connection.isValid(5)).isTrue();
            }
        }
    }
}
