package dev.sluice.jdbc;

import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.leak.LeakStacks;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration.ExceptionSorter;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration.MultipleAcquisitionAction;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration.TransactionRequirement;
import io.agroal.api.configuration.AgroalDataSourceConfiguration;
import io.agroal.api.configuration.supplier.AgroalConnectionPoolConfigurationSupplier;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Translates between an Agroal configuration and a pool's configuration. Separates the tasks that stay with Agroal from
 * the tasks of the pool.
 */
final class AgroalSettings {

    /** More than the size of any pool; the maximum of {@code int} means "not set" for Agroal. */
    private static final int UNBOUNDED = Integer.MAX_VALUE - 1;

    /** The time for the initial statement and the attributes of a new session. */
    private static final Duration SETUP_LIMIT = Duration.ofSeconds(10);

    private AgroalSettings() {}

    /**
     * Returns the limit for a creation with this login timeout, including some seconds for the steps after the login.
     */
    static Duration creationTimeoutFor(Duration login) {
        return login.plus(SETUP_LIMIT);
    }

    /**
     * Returns the settings of a pool that replaces one of Agroal: the rules of an Agroal configuration, over the
     * pool's defaults where Agroal has none.
     */
    static PoolConfig poolConfig(AgroalConnectionPoolConfiguration agroal, PoolConfig defaults) {
        PoolConfig.Builder builder = defaults.toBuilder()
                .minSize(agroal.minSize())
                .acquisitionTimeout(agroal.acquisitionTimeout())
                .maxLifetime(agroal.maxLifetime())
                .idleTimeout(agroal.reapTimeout())
                .backgroundValidation(agroal.validationTimeout())
                .leakThreshold(agroal.leakTimeout())
                .timelyMaintenance();
        Duration login = agroal.connectionFactoryConfiguration().loginTimeout();
        if (!login.isZero()) {
            builder.creationTimeout(creationTimeoutFor(login));
        }
        if (agroal.enhancedLeakReport()) {
            builder.leakStacks(LeakStacks.ALL);
        }
        if (agroal.maxSize() < UNBOUNDED) {
            builder.maxSize(agroal.maxSize());
        }
        if (agroal.validateOnBorrow()) {
            builder.validateAfterIdle(Duration.ZERO);
        } else if (!agroal.idleValidationTimeout().isZero()) {
            builder.validateAfterIdle(agroal.idleValidationTimeout());
        }
        return builder.build();
    }

    /**
     * Returns the configuration of an Agroal that only obeys the pool. Everything that concerns sessions comes from
     * {@code original}; nothing that concerns the pool does.
     *
     * @param provider the class from which Agroal takes its sessions, already open and with their initial statement run
     */
    @SuppressWarnings("deprecation") // Agroal 3.2 replaces OFF by LENIENT; 3.0 has no LENIENT
    static AgroalDataSourceConfiguration obedient(
            AgroalConnectionPoolConfiguration original,
            AgroalStore store,
            TransactionBridge bridge,
            ExceptionSorter sorter,
            Class<?> provider) {
        AgroalConnectionPoolConfigurationSupplier pool = new AgroalConnectionPoolConfigurationSupplier(original)
                .minSize(0)
                .initialSize(0)
                .maxSize(UNBOUNDED)
                .acquisitionTimeout(Duration.ZERO)
                .connectionCache(store.leases())
                .connectionValidator(store::introduce)
                .validateOnBorrow(false)
                .idleValidationTimeout(Duration.ZERO)
                .validationTimeout(Duration.ZERO)
                .reapTimeout(Duration.ZERO)
                .leakTimeout(Duration.ZERO)
                .enhancedLeakReport(false)
                .maxLifetime(Duration.ZERO)
                .transactionRequirement(TransactionRequirement.OFF)
                .multipleAcquisition(MultipleAcquisitionAction.OFF)
                .transactionIntegration(bridge)
                .exceptionSorter(sorter)
                .connectionFactoryConfiguration(
                        () -> HandOverConfiguration.of(original.connectionFactoryConfiguration(), provider));
        return new AgroalDataSourceConfigurationSupplier()
                .metricsEnabled(false)
                .connectionPoolConfiguration(pool)
                .get();
    }

    /**
     * Returns a sorter that decides like {@code sorter}, and runs {@code onFatal} for each dead connection that it
     * finds.
     */
    static ExceptionSorter watched(ExceptionSorter sorter, Runnable onFatal) {
        return new ExceptionSorter() {
            @Override
            public boolean isFatal(SQLException e) {
                boolean fatal = sorter.isFatal(e);
                if (fatal) {
                    onFatal.run();
                }
                return fatal;
            }
        };
    }

    /**
     * Returns a sorter that combines the configured sorter with the rules of this kind of database. An exception is
     * fatal if either calls it fatal, or calls an exception fatal that is chained to it or has caused it.
     */
    static ExceptionSorter sorterOf(AgroalConnectionPoolConfiguration original, DatabaseKind kind) {
        ExceptionSorter configured = original.exceptionSorter();
        ExceptionSorter known = kind.exceptionSorter();
        return e -> ExceptionChain.sqlOf(e).stream()
                .filter(each -> !PostgresError.isOfAnotherConnection(each))
                .anyMatch(each -> configured.isFatal(each) || known.isFatal(each));
    }
}
