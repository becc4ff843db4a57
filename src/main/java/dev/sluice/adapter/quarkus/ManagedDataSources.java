package dev.sluice.adapter.quarkus;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalPoolInterceptor;
import io.quarkus.agroal.runtime.AgroalDataSourceSupport;
import io.quarkus.agroal.runtime.AgroalOpenTelemetryWrapper;
import io.quarkus.agroal.runtime.DataSources;
import io.quarkus.agroal.runtime.DataSourcesJdbcBuildTimeConfig;
import io.quarkus.agroal.runtime.DataSourcesJdbcRuntimeConfig;
import io.quarkus.arc.Unremovable;
import io.quarkus.datasource.runtime.DataSourcesBuildTimeConfig;
import io.quarkus.datasource.runtime.DataSourcesRuntimeConfig;
import io.quarkus.narayana.jta.runtime.TransactionManagerConfiguration;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.Map;
import org.jboss.tm.XAResourceRecoveryRegistry;

/**
 * Replaces the data sources of Quarkus by managed data sources. This bean replaces the bean that creates each data
 * source for Quarkus. So the injected beans remain those of Quarkus, with its qualifiers and names. They are inactive
 * if {@code quarkus.datasource.….active} or a missing URL makes them so.
 */
@Singleton
@Alternative
@Priority(1)
@Unremovable
@SuppressWarnings("removal") // no other way makes Quarkus apply all of its settings
public class ManagedDataSources extends DataSources implements OriginalDataSources {

    private final SluiceConfig config;
    private final Instance<Pools> pools;
    private final AdoptedDataSources adopted;

    ManagedDataSources(
            DataSourcesBuildTimeConfig buildConfig,
            DataSourcesRuntimeConfig runtimeConfig,
            DataSourcesJdbcBuildTimeConfig jdbcBuildConfig,
            DataSourcesJdbcRuntimeConfig jdbcRuntimeConfig,
            TransactionManagerConfiguration transactionConfig,
            TransactionManager transactionManager,
            XAResourceRecoveryRegistry recovery,
            TransactionSynchronizationRegistry transactionRegistry,
            Instance<AgroalDataSourceSupport> support,
            @Any Instance<AgroalPoolInterceptor> interceptors,
            Instance<AgroalOpenTelemetryWrapper> tracing,
            SluiceConfig config,
            Instance<Pools> pools,
            AdoptedDataSources adopted) {
        super(
                buildConfig,
                runtimeConfig,
                jdbcBuildConfig,
                jdbcRuntimeConfig,
                transactionConfig,
                transactionManager,
                recovery,
                transactionRegistry,
                support.get(),
                interceptors,
                tracing);
        this.config = config;
        this.pools = pools;
        this.adopted = adopted;
    }

    /** Returns the data source for a name; Quarkus calls this method once for each active data source. */
    @Override
    public AgroalDataSource createDataSource(String name, boolean traced, Map<String, String> properties) {
        String pool = AdoptedDataSources.poolName(name);
        if (pools.get().isOwn(pool)) {
            return pools.get().dataSource(pool);
        }
        if (!config.adoptDatasources() || !adopted.names().contains(pool)) {
            return super.createDataSource(name, traced, properties);
        }
        AgroalDataSource managed = pools.get().dataSource(pool);
        return traced ? adopted.traced(pool, managed) : managed;
    }

    @Override
    public AgroalDataSource original(String name) {
        return super.createDataSource(name, false, Map.of());
    }
}
