package dev.sluice.adapter.agroal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.admission.Priority;
import dev.sluice.control.operation.Commands;
import dev.sluice.control.operation.Order;
import dev.sluice.jdbc.FakeDatabase;
import dev.sluice.jdbc.FakeDatabase.FakeDriver;
import dev.sluice.jdbc.ManagedDataSource;
import dev.sluice.pool.AcquireRequest;
import dev.sluice.testing.Await;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSourceListener;
import io.agroal.api.configuration.AgroalDataSourceConfiguration.DataSourceImplementation;
import io.agroal.api.configuration.supplier.AgroalConnectionPoolConfigurationSupplier;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.UnaryOperator;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@DisplayName("The setting sluice.agroal.gate")
@Tag("fast")
class GatedProviderTest {

    private final FakeDatabase database = new FakeDatabase();

    private AgroalDataSource gated(UnaryOperator<AgroalConnectionPoolConfigurationSupplier> settings)
            throws SQLException {
        return Maker.GATED.make(database, settings);
    }

    @AfterEach
    void off() {
        System.clearProperty(GatedProvider.SWITCH);
    }

    @Test
    @DisplayName("makes AgroalDataSource.from return a managed data source, with priorities and everything else")
    void managed() throws SQLException {
        try (AgroalDataSource made = gated(settings -> settings.maxSize(2))) {
            assertThat(made).isInstanceOf(ManagedDataSource.class);
            ManagedDataSource managed = (ManagedDataSource) made;
            try (Connection connection = managed.acquire(
                    AcquireRequest.DEFAULT.withPriority(Priority.CRITICAL).withTag("for", "a test"))) {
                assertThat(managed.nameOf(connection)).startsWith("conn_1_");
            }
        }
    }

    @Test
    @DisplayName("lets AgroalDataSource.from return Agroal's own data source if it is missing or false")
    void switchedOff() throws SQLException {
        try (AgroalDataSource alone = Maker.ALONE.make(database, settings -> settings.maxSize(1))) {
            assertThat(alone).isNotInstanceOf(ManagedDataSource.class);
        }
        assertThat(GatedProvider.isOn()).isFalse();
        assertThatThrownBy(GatedProvider::check).isInstanceOf(IllegalStateException.class);
    }

    @Test
    @DisplayName("is refused with its name and value if it is misspelt, and never leaves the gate off silently")
    void misspelt() {
        System.setProperty(GatedProvider.SWITCH, "ture");
        assertThatThrownBy(GatedProvider::isOn)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("sluice.agroal.gate must be true or false: 'ture'");
        AgroalConnectionPoolConfigurationSupplier pool = new AgroalConnectionPoolConfigurationSupplier().maxSize(1);
        pool.connectionFactoryConfiguration().jdbcUrl(database.url()).connectionProviderClass(FakeDriver.class);
        assertThatThrownBy(() -> AgroalDataSource.from(
                        new AgroalDataSourceConfigurationSupplier().connectionPoolConfiguration(pool)))
                .hasMessage("sluice.agroal.gate must be true or false: 'ture'");
        assertThatThrownBy(() -> GatedProvider.isOn(null, "on"))
                .hasMessage("SLUICE_AGROAL_GATE must be true or false: 'on'");
        assertThat(GatedProvider.isOn(null, " true ")).isTrue();
        assertThat(GatedProvider.isOn("false", "true")).isFalse();
        assertThat(GatedProvider.isOn(null, null)).isFalse();
    }

    @Test
    @DisplayName("leaves a data source without a pool to Agroal")
    void poolless() throws SQLException {
        AgroalConnectionPoolConfigurationSupplier pool = new AgroalConnectionPoolConfigurationSupplier().maxSize(1);
        pool.connectionFactoryConfiguration().jdbcUrl(database.url()).connectionProviderClass(FakeDriver.class);
        try (AgroalDataSource made = Maker.GATED.make(new AgroalDataSourceConfigurationSupplier()
                .dataSourceImplementation(DataSourceImplementation.AGROAL_POOLLESS)
                .connectionPoolConfiguration(pool))) {
            assertThat(made).isNotInstanceOf(ManagedDataSource.class);
            made.getConnection().close();
        }
    }

    @Test
    @DisplayName("can be checked by an application: the check fails if Agroal does not ask Sluice first")
    void check() {
        System.setProperty(GatedProvider.SWITCH, "true");
        GatedProvider.check();
    }

    @Test
    @DisplayName(
            "names a pool by its database, manages it and shows it in JMX until it is closed; then no trace is left")
    void lifecycle() throws Exception {
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        AgroalDataSource first = gated(settings -> settings.minSize(1).maxSize(2));
        AgroalDataSource second = gated(settings -> settings.maxSize(2));
        String name = ((ManagedDataSource) first).name();
        String other = ((ManagedDataSource) second).name();
        assertThat(database.url()).endsWith(":" + name);
        assertThat(other).isEqualTo(name + "-2");
        assertThat(GatedPools.shared().manager().names()).contains(name, other);
        assertThat(beans.queryNames(new ObjectName("dev.sluice:type=Pool,name=" + name + ",*"), null))
                .hasSize(1);
        Await.until("it has its minimum", () -> database.alive() == 1);

        assertThat(GatedPools.shared()
                        .manager()
                        .perform(Order.of(name, Commands.reset(false), "test"))
                        .retired())
                .hasSize(1);
        first.close();
        second.close();

        assertThat(GatedPools.shared().manager().names()).doesNotContain(name, other);
        assertThat(beans.queryNames(new ObjectName("dev.sluice:type=Pool,name=" + name + ",*"), null))
                .isEmpty();
        assertThat(database.alive()).isZero();
        Await.until(
                "no thread is left",
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("sluice-timer-" + name)));
        try (AgroalDataSource again = gated(settings -> settings.maxSize(1))) {
            assertThat(((ManagedDataSource) again).name()).isEqualTo(name);
        }
    }

    @Test
    @DisplayName("a pool that cannot be is refused with the setting, and leaves nothing behind")
    void refused() {
        var before = GatedPools.shared().manager().names();
        assertThatThrownBy(() -> gated(settings -> settings.maxSize(1).maxLifetime(Duration.ofDays(1_000_000))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("sluice.agroal.gate: max-lifetime");
        assertThat(GatedPools.shared().manager().names()).isEqualTo(before);
    }

    @Test
    @DisplayName("a listener that throws breaks nothing")
    void throwingListener() throws SQLException {
        AgroalDataSourceListener broken = new AgroalDataSourceListener() {
            @Override
            public void beforeConnectionAcquire() {
                throw new IllegalStateException("from a listener");
            }

            @Override
            public void onConnectionCreation(Connection connection) {
                throw new IllegalStateException("from a listener");
            }

            @Override
            public void onConnectionReturn(Connection connection) {
                throw new AssertionError("from a listener");
            }
        };
        try (AgroalDataSource made = Maker.GATED.make(database, settings -> settings.maxSize(1), broken)) {
            for (int i = 0; i < 3; i++) {
                try (Connection connection = made.getConnection()) {
                    connection.createStatement();
                }
            }
            assertThat(made.getMetrics().creationCount()).isEqualTo(1);
            assertThat(made.getMetrics().activeCount()).isZero();
        }
    }
}
