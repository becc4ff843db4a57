package dev.sluice.adapter.quarkus;

import dev.sluice.control.PoolName;
import dev.sluice.pool.AcquireRequest;
import dev.sluice.pool.FallbackSupplier;
import dev.sluice.pool.failure.PoolSaturated;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.sql.Connection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The suppliers of substitutes: each bean of the type {@code FallbackSupplier<Connection>}, for the pool that its {@link
 * SluicePool} names, or for the default pool.
 */
@Singleton
public class FallbackBeans {

    private static final Logger LOG = Logger.getLogger(FallbackBeans.class);

    private final Map<String, FallbackSupplier<?>> byPool = new TreeMap<>();

    /**
     * Finds the beans.
     *
     * @throws BadConfiguration if two beans are of the same pool
     */
    FallbackBeans(@Any Instance<FallbackSupplier<?>> beans) {
        for (Instance.Handle<FallbackSupplier<?>> handle : beans.handles()) {
            String pool = handle.getBean().getQualifiers().stream()
                    .filter(SluicePool.class::isInstance)
                    .map(qualifier -> ((SluicePool) qualifier).value())
                    .findFirst()
                    .orElse(PoolName.DEFAULT);
            if (byPool.put(pool, handle.get()) != null) {
                throw new BadConfiguration("there is more than one FallbackSupplier for pool '" + pool + "'");
            }
        }
    }

    /** Warns of beans whose pool is not among these; it may be created later. */
    void compareWith(Set<String> pools) {
        byPool.keySet().stream()
                .filter(name -> !pools.contains(name))
                .forEach(name -> LOG.warnf("there is a FallbackSupplier for pool '%s', but no such pool", name));
    }

    /**
     * Returns the supplier for a pool, or null. With transactions, it offers nothing within one: the work on a
     * substitute would be no part of the transaction.
     *
     * @param transactions the transactions that the connections of the pool join, or null
     */
    @Nullable
    FallbackSupplier<Connection> of(String pool, @Nullable TransactionSynchronizationRegistry transactions) {
        FallbackSupplier<?> bean = byPool.get(pool);
        return bean == null ? null : new OutsideTransactions(bean, transactions);
    }

    private record OutsideTransactions(
            FallbackSupplier<?> bean, @Nullable TransactionSynchronizationRegistry transactions)
            implements FallbackSupplier<Connection> {

        @Override
        public boolean offers(AcquireRequest request) {
            return (transactions == null || transactions.getTransactionStatus() == Status.STATUS_NO_TRANSACTION)
                    && bean.offers(request);
        }

        @Override
        public @Nullable Connection supply(AcquireRequest request, PoolSaturated refusal) throws Exception {
            return (Connection) bean.supply(request, refusal);
        }
    }
}
