package dev.sluice.adapter.quarkus;

import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The waits under way in one transaction. They end with the transaction, whose end another thread may cause: one that
 * rolls it back, or the reaper at its timeout. Thread-safe.
 */
final class TransactionWaits implements Synchronization {

    private final Set<Wait> waits = ConcurrentHashMap.newKeySet();
    private volatile @Nullable String ended;

    /** Adds a wait, which ends at once if the transaction has ended. Returns its removal. */
    Runnable add(Consumer<String> end) {
        Wait wait = new Wait(end);
        waits.add(wait);
        String why = ended;
        if (why != null) { // RACE: the transaction may have ended before this wait was added
            end.accept(why);
        }
        return () -> waits.remove(wait);
    }

    @Override
    public void beforeCompletion() {
        // a commit waits for its own thread, which then does not wait for a lease
    }

    @Override
    public void afterCompletion(int status) {
        String why = status == Status.STATUS_COMMITTED
                ? "as the transaction was committed during the wait"
                : "as the transaction was rolled back during the wait";
        ended = why;
        waits.forEach(wait -> wait.end.accept(why));
    }

    /** A wait. Each is another one, also with an equal action. */
    private static final class Wait {

        private final Consumer<String> end;

        Wait(Consumer<String> end) {
            this.end = end;
        }
    }
}
