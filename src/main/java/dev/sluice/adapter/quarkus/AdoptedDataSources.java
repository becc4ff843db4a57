package dev.sluice.adapter.quarkus;

import dev.sluice.control.PoolName;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalPoolInterceptor;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration;
import io.quarkus.agroal.runtime.AgroalDataSourceSupport;
import io.quarkus.agroal.runtime.AgroalDataSourceUtil;
import io.quarkus.agroal.runtime.AgroalOpenTelemetryWrapper;
import io.quarkus.agroal.runtime.DataSourceJdbcRuntimeConfig;
import io.quarkus.agroal.runtime.DataSourcesJdbcBuildTimeConfig;
import io.quarkus.agroal.runtime.DataSourcesJdbcRuntimeConfig;
import io.quarkus.datasource.common.runtime.DataSourceUtil;
import io.quarkus.datasource.runtime.DataSourcesBuildTimeConfig;
import io.quarkus.datasource.runtime.DataSourcesRuntimeConfig;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.ConfigProvider;

/** The data sources in the configuration of Quarkus. */
@Singleton
public class AdoptedDataSources {

    private final Instance<OriginalDataSources> originals;
    private final Instance<AgroalDataSourceSupport> support;
    private final Instance<AgroalPoolInterceptor> interceptors;
    private final Instance<AgroalOpenTelemetryWrapper> tracing;
    private final DataSourcesJdbcBuildTimeConfig buildConfig;
    private final DataSourcesJdbcRuntimeConfig jdbcConfig;
    private final DataSourcesRuntimeConfig config;
    private final DataSourcesBuildTimeConfig fixedConfig;

    AdoptedDataSources(
            Instance<OriginalDataSources> originals,
            Instance<AgroalDataSourceSupport> support,
            @Any Instance<AgroalPoolInterceptor> interceptors,
            Instance<AgroalOpenTelemetryWrapper> tracing,
            DataSourcesJdbcBuildTimeConfig buildConfig,
            DataSourcesJdbcRuntimeConfig jdbcConfig,
            DataSourcesRuntimeConfig config,
            DataSourcesBuildTimeConfig fixedConfig) {
        this.originals = originals;
        this.support = support;
        this.interceptors = interceptors;
        this.tracing = tracing;
        this.buildConfig = buildConfig;
        this.jdbcConfig = jdbcConfig;
        this.config = config;
        this.fixedConfig = fixedConfig;
    }

    /**
     * The parts from which Quarkus would have created a data source.
     *
     * @param configuration the configuration, with every Quarkus setting in it
     * @param interceptors the application's interceptors for this data source
     */
    record Original(AgroalConnectionPoolConfiguration configuration, List<AgroalPoolInterceptor> interceptors) {}

    /**
     * Returns the names of the active pooled data sources; the default data source has the name of the default pool.
     */
    Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        if (support.isResolvable()) {
            support.get().entries.keySet().stream()
                    .sorted()
                    .map(AdoptedDataSources::poolName)
                    .filter(name -> isActive(name) && jdbc(name).poolingEnabled())
                    .forEach(names::add);
        }
        return names;
    }

    /** Returns whether Quarkus has an active data source of that name with a URL. */
    boolean isActive(String pool) {
        String name = quarkusName(pool);
        return support.isResolvable()
                && support.get().entries.containsKey(name)
                && url(pool).isPresent()
                && Objects.requireNonNull(config.dataSources().get(name))
                        .active()
                        .orElse(true);
    }

    /** Returns the configured URL of a data source. */
    Optional<String> url(String pool) {
        return configured(pool, "jdbc.url", String.class);
    }

    /** Returns the names of the pools whose data sources have {@code health-exclude}. */
    Set<String> healthExcluded() {
        Set<String> names = new LinkedHashSet<>();
        fixedConfig.dataSources().forEach((name, settings) -> {
            if (settings.healthExclude()) {
                names.add(poolName(name));
            }
        });
        return names;
    }

    private DataSourceJdbcRuntimeConfig jdbc(String pool) {
        return Objects.requireNonNull(jdbcConfig.dataSources().get(quarkusName(pool)))
                .jdbc();
    }

    /** Wraps the data source for OpenTelemetry, if Quarkus would wrap its own. */
    AgroalDataSource traced(String pool, AgroalDataSource dataSource) {
        boolean wanted = tracing.isResolvable()
                && Objects.requireNonNull(buildConfig.dataSources().get(quarkusName(pool)))
                        .jdbc()
                        .telemetry()
                && jdbc(pool).telemetry().orElse(true);
        return wanted ? tracing.get().apply(dataSource) : dataSource;
    }

    /** Lets Quarkus create the data source, only to read its configuration; the data source is closed unused. */
    Original original(String pool) {
        try (AgroalDataSource made = originals.get().original(quarkusName(pool))) {
            return new Original(
                    made.getConfiguration().connectionPoolConfiguration(),
                    interceptors.select(AgroalDataSourceUtil.qualifier(quarkusName(pool))).stream()
                            .toList());
        }
    }

    /** Returns the initial number of connections, or zero if it is not configured. */
    int initialSize(String pool) {
        return configured(pool, "jdbc.initial-size", Integer.class).orElse(0);
    }

    /** Returns the configured setting of the data source, before {@link DataSourceInterceptor} has changed it. */
    private static <T> Optional<T> configured(String pool, String setting, Class<T> type) {
        List<String> keys = pool.equals(PoolName.DEFAULT) ? List.of("") : List.of('"' + pool + "\".", pool + ".");
        return keys.stream()
                .map(key -> DataSourceInterceptor.ORIGINAL + "quarkus.datasource." + key + setting)
                .flatMap(key -> ConfigProvider.getConfig().getOptionalValue(key, type).stream())
                .findFirst();
    }

    /** Returns the name of the pool behind a data source of Quarkus. */
    static String poolName(String dataSource) {
        return DataSourceUtil.isDefault(dataSource) ? PoolName.DEFAULT : dataSource;
    }

    private static String quarkusName(String pool) {
        return pool.equals(PoolName.DEFAULT) ? DataSourceUtil.DEFAULT_DATASOURCE_NAME : pool;
    }
}
