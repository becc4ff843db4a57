package dev.sluice.adapter.quarkus;

import com.arjuna.ats.arjuna.coordinator.ActionStatus;
import com.arjuna.ats.arjuna.coordinator.BasicAction;
import com.arjuna.ats.arjuna.coordinator.TransactionReaper;
import dev.sluice.pool.DeadlineSource;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The remaining time of the JTA transaction of the current thread. JTA has no method for it, so Narayana is asked: its
 * reaper knows the moment at which it will roll the transaction back. At that moment the wait ends, too. The wait also
 * ends with the transaction, if another thread rolls it back earlier.
 */
final class TransactionTime implements DeadlineSource {

    private static final String REMAINING = "the remaining time of the transaction";
    private static final String OVER = "as the transaction is over or marked for rollback";

    private final TransactionSynchronizationRegistry registry;

    TransactionTime(TransactionSynchronizationRegistry registry) {
        this.registry = registry;
    }

    @Override
    public @Nullable OuterLimit limit() {
        BasicAction current = BasicAction.Current();
        if (current == null) {
            return null;
        }
        if (current.status() != ActionStatus.RUNNING) {
            return new OuterLimit(Duration.ZERO, OVER);
        }
        TransactionReaper reaper = TransactionReaper.transactionReaper();
        if (reaper.getTimeout(current) == 0) {
            return null; // a transaction without a timeout
        }
        return new OuterLimit(Duration.ofMillis(reaper.getRemainingTimeoutMills(current)), REMAINING);
    }

    @Override
    public Runnable onEarlyEnd(Consumer<String> end) {
        if (BasicAction.Current() == null) {
            return () -> {};
        }
        try {
            return waits().add(end);
        } catch (RuntimeException e) { // RACE: the transaction has ended, or was marked, since the limit was read
            if (registry.getTransactionStatus() != Status.STATUS_ACTIVE) {
                end.accept(OVER);
            }
            return () -> {};
        }
    }

    /** Returns the waits of the current transaction, which has one registration for all of them. */
    private TransactionWaits waits() {
        if (registry.getResource(TransactionWaits.class) instanceof TransactionWaits known) {
            return known;
        }
        TransactionWaits waits = new TransactionWaits();
        registry.registerInterposedSynchronization(waits);
        registry.putResource(TransactionWaits.class, waits);
        return waits;
    }
}
