package dev.sluice.adapter.agroal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.jdbc.FakeDatabase;
import dev.sluice.jdbc.FakeDatabase.FakeDriver;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalConnectionPoolConfigurationSupplier;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The login of new sessions, by Agroal alone and behind the gate. */
@Timeout(60)
@DisplayName("A login for a data source that was made with AgroalDataSource.from")
@Tag("fast")
class AgroalLoginTest {

    private final FakeDatabase database = new FakeDatabase();
    private final Heard heard = new Heard(database);
    private final CountDownLatch answer = new CountDownLatch(1);
    private AgroalDataSource dataSource;

    private AgroalDataSource make(Maker maker, UnaryOperator<AgroalConnectionPoolConfigurationSupplier> settings)
            throws SQLException {
        dataSource = maker.make(database, settings, heard);
        return dataSource;
    }

    /** A data source over the driver's data source instead of its driver. */
    private AgroalDataSource over(Class<? extends DriverDataSource> type, Maker maker) throws SQLException {
        AgroalConnectionPoolConfigurationSupplier pool =
                new AgroalConnectionPoolConfigurationSupplier().maxSize(1).acquisitionTimeout(Duration.ofSeconds(20));
        pool.connectionFactoryConfiguration()
                .jdbcUrl(database.url())
                .connectionProviderClass(type)
                .loginTimeout(Duration.ofSeconds(7));
        dataSource = maker.make(new AgroalDataSourceConfigurationSupplier().connectionPoolConfiguration(pool), heard);
        return dataSource;
    }

    @AfterEach
    void close() {
        answer.countDown();
        dataSource.close();
    }

    @ParameterizedTest
    @EnumSource(Maker.class)
    @DisplayName("requests the credentials from a security provider once, so a password that is valid once is not lost")
    void asksOnce(Maker maker) throws SQLException {
        AtomicInteger asked = new AtomicInteger();
        make(
                maker,
                settings -> settings.maxSize(2)
                        .connectionFactoryConfiguration(factory -> factory.credential(new OneTimePassword())
                                .addSecurityProvider(secret -> {
                                    if (!(secret instanceof OneTimePassword)) {
                                        return null;
                                    }
                                    asked.incrementAndGet();
                                    return new Properties();
                                })));
        Connection first = dataSource.getConnection();
        assertThat(asked).hasValue(1);
        Connection second = dataSource.getConnection();
        assertThat(asked).hasValue(2);
        first.close();
        second.close();
    }

    /** A secret that only the test's provider knows. */
    private static final class OneTimePassword {}

    @ParameterizedTest
    @EnumSource(Maker.class)
    @DisplayName("gives a driver's data source the login timeout, as JDBC names it")
    void limitsDataSource(Maker maker) throws SQLException {
        over(DriverDataSource.class, maker).getConnection().close();
        assertThat(DriverDataSource.loginTimeout).isEqualTo(7);
        assertThat(heard.lines()).noneMatch(line -> line.startsWith("warning"));
    }

    @ParameterizedTest
    @EnumSource(Maker.class)
    @DisplayName("is opened with a warning, if the driver's data source has no login timeout")
    void warnsOfUnlimitedDataSource(Maker maker) throws SQLException {
        over(UnlimitedDataSource.class, maker).getConnection().close();
        assertThat(heard.lines()).anyMatch(line -> line.startsWith("warning") && line.contains("login timeout"));
    }

    @ParameterizedTest
    @EnumSource(Maker.class)
    @DisplayName("is announced before it begins, so a login that never ends is seen")
    void announced(Maker maker) throws Exception {
        CountDownLatch begun = hang();
        make(maker, settings -> settings.maxSize(1).acquisitionTimeout(Duration.ofSeconds(20)));
        Caller<Connection> caller = Caller.start(dataSource::getConnection);
        Await.open(begun);
        assertThat(heard.lines()).filteredOn(line -> line.contains("creation")).containsExactly("before creation");
        answer.countDown();
        caller.result().close();
        assertThat(heard.lines()).containsOnlyOnce("before creation");
    }

    @ParameterizedTest
    @EnumSource(Maker.class)
    @DisplayName("is logged as a warning if it exceeds the acquisition timeout")
    void warnsOfLateLogin(Maker maker) throws SQLException {
        make(
                maker,
                settings -> settings.maxSize(1)
                        .acquisitionTimeout(Duration.ofSeconds(2))
                        .connectionFactoryConfiguration(factory -> factory.loginTimeout(Duration.ofSeconds(4))));
        assertThat(heard.lines())
                .anyMatch(line -> line.toLowerCase(Locale.ROOT).contains("login timeout")
                        && line.contains("acquisition timeout"));
    }

    /** Agroal alone is not asked: from 3.2 its check waits for the login without a limit. */
    @Test
    @DisplayName("delays a health check with a new connection behind the gate no longer than an acquire")
    void healthCheckEnds() throws Exception {
        hang();
        make(Maker.GATED, settings -> settings.maxSize(1).acquisitionTimeout(Duration.ofMillis(300)));
        assertThatThrownBy(() -> dataSource.isHealthy(true))
                .isInstanceOf(SQLException.class)
                .hasMessageMatching("(?i).*acquisition timeout.*");
        answer.countDown();
        Await.until("the late session is closed", () -> database.alive() == 0);
    }

    private CountDownLatch hang() {
        CountDownLatch begun = new CountDownLatch(1);
        database.onConnect = () -> {
            begun.countDown();
            boolean open = false;
            while (!open) { // a driver that ignores interrupts
                try {
                    answer.await();
                    open = true;
                } catch (InterruptedException e) {
                    // goes on
                }
            }
        };
        return begun;
    }

    /** A data source of the fake driver. Public with a public constructor, as Agroal creates it. */
    public static class DriverDataSource implements DataSource {

        private static volatile int loginTimeout;

        private String url;

        public void setUrl(String newUrl) {
            url = newUrl;
        }

        @Override
        public Connection getConnection() throws SQLException {
            return new FakeDriver().connect(url, new Properties());
        }

        @Override
        public Connection getConnection(String username, String password) throws SQLException {
            return getConnection();
        }

        @Override
        public void setLoginTimeout(int seconds) throws SQLException {
            loginTimeout = seconds;
        }

        @Override
        public int getLoginTimeout() {
            return loginTimeout;
        }

        @Override
        public PrintWriter getLogWriter() {
            return null;
        }

        @Override
        public void setLogWriter(PrintWriter out) {}

        @Override
        public Logger getParentLogger() throws SQLFeatureNotSupportedException {
            throw new SQLFeatureNotSupportedException();
        }

        @Override
        public <T> T unwrap(Class<T> type) {
            return type.cast(this);
        }

        @Override
        public boolean isWrapperFor(Class<?> type) {
            return type.isInstance(this);
        }
    }

    /** A data source without the optional feature. */
    public static final class UnlimitedDataSource extends DriverDataSource {

        @Override
        public void setLoginTimeout(int seconds) throws SQLException {
            throw new SQLFeatureNotSupportedException("no such thing");
        }
    }
}
