package dev.sluice.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.jdbc.DatabaseKind.Timeouts;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("The differences between databases")
@Tag("fast")
class DatabaseKindTest {

    private static final Timeouts TIMEOUTS =
            new Timeouts(Duration.ofSeconds(2), Duration.ofSeconds(3), Duration.ofMillis(4500));

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "jdbc:postgresql://db/orders, POSTGRESQL",
        "JDBC:PostgreSQL://db/orders, POSTGRESQL",
        "jdbc:h2:mem:orders, H2",
        "jdbc:mariadb://db/orders, MARIADB",
        "jdbc:mysql://db/orders, MYSQL",
        "jdbc:oracle:thin:@db:1521/orders, ORACLE",
        "jdbc:sqlserver://db;databaseName=orders, MSSQL",
        "jdbc:db2://db:50000/orders, DB2",
        "jdbc:derby:orders, OTHER",
        ", OTHER"
    })
    void isNamedByTheUrl(String url, DatabaseKind kind) {
        assertThat(DatabaseKind.ofUrl(url)).isEqualTo(kind);
    }

    @Test
    @DisplayName("PostgreSQL's timeouts are in seconds")
    void postgres() {
        assertThat(properties("jdbc:postgresql://db/orders"))
                .isEqualTo(Map.of(
                        "connectTimeout",
                        "2",
                        "loginTimeout",
                        "3",
                        "socketTimeout",
                        "4",
                        "tcpKeepAlive",
                        "true",
                        "cancelSignalTimeout",
                        "1"));
    }

    @ParameterizedTest
    @CsvSource({"jdbc:mysql://db/orders", "jdbc:mariadb://db/orders"})
    @DisplayName("the timeouts of MySQL and MariaDB are in milliseconds")
    void mysql(String url) {
        assertThat(properties(url)).isEqualTo(Map.of("connectTimeout", "2000", "socketTimeout", "4500"));
    }

    @Test
    @DisplayName("Oracle has names of its own for them")
    void oracle() {
        assertThat(properties("jdbc:oracle:thin:@db:1521/orders"))
                .isEqualTo(Map.of("oracle.net.CONNECT_TIMEOUT", "2000", "oracle.jdbc.ReadTimeout", "4500"));
    }

    @Test
    @DisplayName("SQL Server logs in in seconds and reads in milliseconds")
    void sqlServer() {
        assertThat(properties("jdbc:sqlserver://db")).isEqualTo(Map.of("loginTimeout", "3", "socketTimeout", "4500"));
    }

    @ParameterizedTest
    @CsvSource({"jdbc:h2:mem:orders", "jdbc:db2://db:50000/orders", "jdbc:derby:orders"})
    @DisplayName("other databases have no known timeouts")
    void others(String url) {
        assertThat(properties(url)).isEmpty();
    }

    @Test
    @DisplayName("a timeout in the URL stays unchanged")
    void urlWins() {
        assertThat(properties("jdbc:postgresql://db/orders?socketTimeout=60&connectTimeout=1"))
                .isEqualTo(Map.of("loginTimeout", "3", "tcpKeepAlive", "true", "cancelSignalTimeout", "1"));
        assertThat(properties("jdbc:sqlserver://db;loginTimeout=30")).isEqualTo(Map.of("socketTimeout", "4500"));
    }

    @Test
    @DisplayName("zero leaves it to the driver; less than a second is one second, because zero would mean no limit")
    void zeroAndShort() {
        String url = "jdbc:postgresql://db/orders";
        assertThat(JdbcPool.driverProperties(Timeouts.NONE, url))
                .isEqualTo(Map.of("tcpKeepAlive", "true", "cancelSignalTimeout", "1"));
        Timeouts shortest = new Timeouts(Duration.ofMillis(1), Duration.ZERO, Duration.ofMillis(999));
        assertThat(JdbcPool.driverProperties(shortest, url))
                .isEqualTo(Map.of(
                        "connectTimeout",
                        "1",
                        "socketTimeout",
                        "1",
                        "tcpKeepAlive",
                        "true",
                        "cancelSignalTimeout",
                        "1"));
    }

    @ParameterizedTest
    @EnumSource(
            value = DatabaseKind.class,
            names = {"POSTGRESQL", "H2", "OTHER", "MYSQL", "MARIADB"})
    @DisplayName("a lost connection is fatal, a failed statement is not")
    void sorters(DatabaseKind kind) {
        assertThat(kind.exceptionSorter().isFatal(new SQLException("lost", "08006")))
                .isTrue();
        assertThat(kind.exceptionSorter().isFatal(new SQLException("duplicate key", "23505")))
                .isFalse();
        assertThat(kind.exceptionSorter().isFatal(new SQLException("no state at all")))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource(DatabaseKind.class)
    @DisplayName(
            "only PostgreSQL has a statement that discards all of a session's state; of others, a new one is opened")
    void discarding(DatabaseKind kind) {
        assertThat(kind.discardStatement()).isEqualTo(kind == DatabaseKind.POSTGRESQL ? "DISCARD ALL" : null);
    }

    private static Map<String, String> properties(String url) {
        return JdbcPool.driverProperties(TIMEOUTS, url);
    }
}
