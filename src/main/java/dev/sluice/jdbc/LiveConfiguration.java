package dev.sluice.jdbc;

import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.leak.LeakStacks;
import io.agroal.api.AgroalPoolInterceptor;
import io.agroal.api.cache.ConnectionCache;
import io.agroal.api.configuration.AgroalConnectionFactoryConfiguration;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration;
import io.agroal.api.configuration.AgroalDataSourceConfiguration;
import io.agroal.api.transaction.TransactionIntegration;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/**
 * The configuration of a managed data source as Agroal's interface shows it: what concerns the pool is the
 * pool's, live; setting a size or the timeout changes the pool.
 */
final class LiveConfiguration implements AgroalDataSourceConfiguration, AgroalConnectionPoolConfiguration {

    private final ManagedPool<?> pool;
    private final Supplier<AgroalDataSourceConfiguration> inner;
    private final Supplier<List<AgroalPoolInterceptor>> interceptors;

    LiveConfiguration(
            ManagedPool<?> pool,
            Supplier<AgroalDataSourceConfiguration> inner,
            Supplier<List<AgroalPoolInterceptor>> interceptors) {
        this.pool = pool;
        this.inner = inner;
        this.interceptors = interceptors;
    }

    private PoolConfig live() {
        return pool.config();
    }

    private AgroalConnectionPoolConfiguration innerPool() {
        return inner.get().connectionPoolConfiguration();
    }

    @Override
    public AgroalConnectionPoolConfiguration connectionPoolConfiguration() {
        return this;
    }

    @Override
    public DataSourceImplementation dataSourceImplementation() {
        return inner.get().dataSourceImplementation();
    }

    /** Always true: the pool counts whatever is set. */
    @Override
    public boolean metricsEnabled() {
        return true;
    }

    /** Does nothing: the pool's counters cannot be switched off. */
    @Override
    public void setMetricsEnabled(boolean metricsEnabled) {}

    @Override
    public void registerMetricsEnabledListener(MetricsEnabledListener listener) {}

    @Override
    public AgroalConnectionFactoryConfiguration connectionFactoryConfiguration() {
        return innerPool().connectionFactoryConfiguration();
    }

    @Override
    public ConnectionValidator connectionValidator() {
        return innerPool().connectionValidator();
    }

    @Override
    public ExceptionSorter exceptionSorter() {
        return innerPool().exceptionSorter();
    }

    @Override
    public ConnectionCache connectionCache() {
        return innerPool().connectionCache();
    }

    @Override
    public TransactionIntegration transactionIntegration() {
        return innerPool().transactionIntegration();
    }

    @Override
    public TransactionRequirement transactionRequirement() {
        return innerPool().transactionRequirement();
    }

    @Override
    public boolean validateOnBorrow() {
        return live().validateAfterIdle().isZero();
    }

    @Override
    public Duration idleValidationTimeout() {
        return live().validateAfterIdle();
    }

    @Override
    public Duration leakTimeout() {
        return live().leakThreshold();
    }

    @Override
    public Duration validationTimeout() {
        return live().backgroundValidation();
    }

    @Override
    public Duration reapTimeout() {
        return live().idleTimeout();
    }

    @Override
    public Duration maxLifetime() {
        return live().maxLifetime();
    }

    @Override
    public boolean recoveryEnable() {
        return innerPool().recoveryEnable();
    }

    /** Asked for since Agroal 3.2. */
    @SuppressWarnings("MissingOverride")
    public Collection<AgroalPoolInterceptor> interceptors() {
        return interceptors.get();
    }

    /** Asked for since Agroal 3.2. None: the pool tries again by itself, as long as somebody waits. */
    @SuppressWarnings("MissingOverride")
    public int establishmentRetryAttempts() {
        return 0;
    }

    /** Asked for since Agroal 3.2. */
    @SuppressWarnings("MissingOverride")
    public Duration establishmentRetryInterval() {
        return Duration.ZERO;
    }

    @Override
    public boolean enhancedLeakReport() {
        return live().leakStacks() == LeakStacks.ALL;
    }

    @Override
    public boolean flushOnClose() {
        return innerPool().flushOnClose();
    }

    @Override
    public MultipleAcquisitionAction multipleAcquisition() {
        return innerPool().multipleAcquisition();
    }

    @Override
    public int initialSize() {
        return live().minSize();
    }

    @Override
    public int minSize() {
        return live().minSize();
    }

    @Override
    public void setMinSize(int size) {
        pool.reconfigure(config -> config.minSize(size));
    }

    @Override
    public int maxSize() {
        return live().maxSize();
    }

    @Override
    public void setMaxSize(int size) {
        pool.reconfigure(config -> config.maxSize(size));
    }

    @Override
    public Duration acquisitionTimeout() {
        return live().acquisitionTimeout();
    }

    @Override
    public void setAcquisitionTimeout(Duration timeout) {
        pool.reconfigure(config -> config.acquisitionTimeout(timeout));
    }
}
