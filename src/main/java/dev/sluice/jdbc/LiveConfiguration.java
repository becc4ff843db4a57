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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * The configuration of a managed data source, as Agroal's interface shows it. Settings of the pool are its current
 * settings, and setting a size or the timeout changes the pool. The original configuration answers for settings of
 * later versions of Agroal, which this class does not know.
 */
final class LiveConfiguration implements AgroalDataSourceConfiguration, AgroalConnectionPoolConfiguration {

    private final ManagedPool<?> pool;
    private final Supplier<AgroalConnectionPoolConfiguration> description;
    private final AgroalConnectionPoolConfiguration answers;
    private final Supplier<List<AgroalPoolInterceptor>> interceptors;
    private final List<MetricsEnabledListener> metricsListeners = new CopyOnWriteArrayList<>();
    private volatile boolean metricsEnabled = true;

    /**
     * @param description returns the current configuration of the sessions
     */
    LiveConfiguration(
            ManagedPool<?> pool,
            Supplier<AgroalConnectionPoolConfiguration> description,
            Supplier<List<AgroalPoolInterceptor>> interceptors) {
        this.pool = pool;
        this.description = description;
        this.answers = OverridingProxy.of(AgroalConnectionPoolConfiguration.class, this, description);
        this.interceptors = interceptors;
    }

    private PoolConfig live() {
        return pool.config();
    }

    @Override
    public AgroalConnectionPoolConfiguration connectionPoolConfiguration() {
        return answers;
    }

    @Override
    public DataSourceImplementation dataSourceImplementation() {
        return DataSourceImplementation.AGROAL;
    }

    /** Returns the latest setting, initially true. The pool counts in any case. */
    @Override
    public boolean metricsEnabled() {
        return metricsEnabled;
    }

    @Override
    public void setMetricsEnabled(boolean newMetricsEnabled) {
        metricsEnabled = newMetricsEnabled;
        metricsListeners.forEach(listener -> listener.onMetricsEnabled(newMetricsEnabled));
    }

    @Override
    public void registerMetricsEnabledListener(MetricsEnabledListener listener) {
        metricsListeners.add(listener);
    }

    @Override
    public AgroalConnectionFactoryConfiguration connectionFactoryConfiguration() {
        return description.get().connectionFactoryConfiguration();
    }

    @Override
    public ConnectionValidator connectionValidator() {
        return description.get().connectionValidator();
    }

    @Override
    public ExceptionSorter exceptionSorter() {
        return description.get().exceptionSorter();
    }

    @Override
    public ConnectionCache connectionCache() {
        return description.get().connectionCache();
    }

    @Override
    public TransactionIntegration transactionIntegration() {
        return description.get().transactionIntegration();
    }

    @Override
    public TransactionRequirement transactionRequirement() {
        return description.get().transactionRequirement();
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
        return description.get().recoveryEnable();
    }

    /** Returns the interceptors. Part of the interface since Agroal 3.2. */
    @SuppressWarnings("MissingOverride")
    public Collection<AgroalPoolInterceptor> interceptors() {
        return interceptors.get();
    }

    /** Returns zero, because the pool itself retries while a caller waits. Part of the interface since Agroal 3.2. */
    @SuppressWarnings("MissingOverride")
    public int establishmentRetryAttempts() {
        return 0;
    }

    /** Returns zero. Part of the interface since Agroal 3.2. */
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
        return description.get().flushOnClose();
    }

    @Override
    public MultipleAcquisitionAction multipleAcquisition() {
        return description.get().multipleAcquisition();
    }

    @Override
    public int initialSize() {
        return description.get().initialSize();
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
