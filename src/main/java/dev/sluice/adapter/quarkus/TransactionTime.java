package dev.sluice.adapter.quarkus;

import com.arjuna.ats.arjuna.coordinator.ActionStatus;
import com.arjuna.ats.arjuna.coordinator.BasicAction;
import com.arjuna.ats.arjuna.coordinator.TransactionReaper;
import dev.sluice.pool.DeadlineSource;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The remaining time of the JTA transaction of the current thread. JTA has no method for it, so Narayana is asked: its
 * reaper knows the moment at which it will roll the transaction back. At that moment the wait ends, too.
 */
final class TransactionTime implements DeadlineSource {

    private static final String REMAINING = "the remaining time of the transaction";
    private static final String OVER = "as the transaction is over or marked for rollback";

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
}
