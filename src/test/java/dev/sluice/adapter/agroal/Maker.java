package dev.sluice.adapter.agroal;

import dev.sluice.jdbc.FakeDatabase;
import dev.sluice.jdbc.FakeDatabase.FakeDriver;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSourceListener;
import io.agroal.api.configuration.supplier.AgroalConnectionPoolConfigurationSupplier;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import java.sql.SQLException;
import java.util.function.UnaryOperator;

/** The maker of the data sources under test. */
enum Maker {
    /** Agroal alone. */
    ALONE,
    /** Agroal behind the gate. */
    GATED;

    /** Made as other code makes it, with the switch set accordingly. */
    AgroalDataSource make(AgroalDataSourceConfigurationSupplier configuration, AgroalDataSourceListener... listeners)
            throws SQLException {
        System.setProperty(GatedProvider.SWITCH, String.valueOf(this == GATED));
        try {
            return AgroalDataSource.from(configuration, listeners);
        } finally {
            System.clearProperty(GatedProvider.SWITCH);
        }
    }

    AgroalDataSource make(
            FakeDatabase database,
            UnaryOperator<AgroalConnectionPoolConfigurationSupplier> settings,
            AgroalDataSourceListener... listeners)
            throws SQLException {
        AgroalConnectionPoolConfigurationSupplier pool =
                settings.apply(new AgroalConnectionPoolConfigurationSupplier());
        pool.connectionFactoryConfiguration().jdbcUrl(database.url()).connectionProviderClass(FakeDriver.class);
        return make(
                new AgroalDataSourceConfigurationSupplier().metricsEnabled().connectionPoolConfiguration(pool),
                listeners);
    }
}
