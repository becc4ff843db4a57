package dev.sluice.bench;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalConnectionPoolConfigurationSupplier;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.exceptionsorter.PostgreSQLExceptionSorter;
import io.agroal.api.security.NamePrincipal;
import java.sql.Connection;
import java.sql.SQLException;

/** Agroal alone, at its fastest: without metrics, with the cache for each thread that is its own default. */
final class AgroalPeer implements JdbcPeer {

    private final AgroalDataSource dataSource;

    private AgroalPeer(AgroalDataSource dataSource) {
        this.dataSource = dataSource;
    }

    static AgroalPeer open(PeerSettings settings) throws SQLException {
        AgroalConnectionPoolConfigurationSupplier pool = new AgroalConnectionPoolConfigurationSupplier()
                .initialSize(settings.min())
                .minSize(settings.min())
                .acquisitionTimeout(settings.timeout())
                .exceptionSorter(new PostgreSQLExceptionSorter()); // without one it keeps dead sessions for ever
        describe(pool, settings);
        return new AgroalPeer(AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                .metricsEnabled(false)
                .connectionPoolConfiguration(pool)
                .get()));
    }

    /** Configures how sessions are opened, and the maximum number of sessions. */
    static void describe(AgroalConnectionPoolConfigurationSupplier pool, PeerSettings settings) {
        pool.maxSize(settings.max());
        pool.connectionFactoryConfiguration()
                .jdbcUrl(settings.url())
                .principal(new NamePrincipal(settings.user()))
                .autoCommit(true);
    }

    @Override
    public Connection acquire() throws SQLException {
        return dataSource.getConnection();
    }

    @Override
    public void close() {
        dataSource.close();
    }
}
