package dev.sluice.adapter.logging;

import dev.sluice.pool.CreationPurpose;
import dev.sluice.pool.EventDetail;
import dev.sluice.pool.PoolEvent;
import dev.sluice.pool.PoolListener;
import dev.sluice.pool.operation.OperationName;
import dev.sluice.pool.store.RetirementReason;
import dev.sluice.time.GrowingInterval;
import dev.sluice.value.Plural;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger.Level;
import org.jspecify.annotations.Nullable;

/** Writes the events of one pool to its log. */
final class PoolLog implements PoolListener {

    /** Frequent events whose only lines are those about single connections. */
    private static final Set<PoolEvent.Type> OF_CONNECTIONS = EnumSet.of(
            PoolEvent.Type.LENT,
            PoolEvent.Type.LENT_AFTER_WAIT,
            PoolEvent.Type.RETURNED,
            PoolEvent.Type.VALIDATED,
            PoolEvent.Type.EXPIRED,
            PoolEvent.Type.IDLE_TIMEOUT);

    private final PoolMessages log;
    private final OperationLines operations;
    private final ConnectionLines connections;
    private final GrowingInterval saturation = new GrowingInterval();
    private final GrowingInterval failures = new GrowingInterval();
    private final GrowingInterval orderedFailures = new GrowingInterval();
    private final GrowingInterval deaths = new GrowingInterval();
    private final GrowingInterval refills = new GrowingInterval();
    private final GrowingInterval closeFailures = new GrowingInterval();

    PoolLog(PoolMessages log, BooleanSupplier verbose) {
        this.log = log;
        this.operations = new OperationLines(log);
        this.connections = new ConnectionLines(log, verbose, operations::isExpiring);
    }

    @Override
    public boolean wantsLeases() {
        return connections.areRead();
    }

    @Override
    public void on(PoolEvent event) {
        if (!OF_CONNECTIONS.contains(event.type()) || connections.areRead()) {
            LogFields.during(event, () -> write(event));
        }
    }

    private void write(PoolEvent event) {
        switch (event.type()) {
            case INITIALIZED -> initialized(event);
            case INITIAL_CREATION_FAILED -> log.initialCreationFailed(event.count(), detailOf(event));
            case CREATED -> created(event);
            case CREATION_FAILED -> creationFailed(event);
            case PASSWORD_REJECTED ->
                log.passwordRejected(event.pool(), event.count(), Plural.ending(event.count()), detailOf(event));
            case SERVER_FULL -> log.serverFull(event.pool(), detailOf(event));
            case RECOVERED -> recovered(event);
            case INVALID -> invalid(event);
            case CLOSE_FAILED -> closeFailed(event);
            case SATURATED -> saturated(event);
            case LEAK -> leak(event, null);
            case LEAK_ENDED -> leakEnded(event);
            case REFILL -> refill(event);
            case OPERATION_REQUESTED -> requested(event);
            case OPERATION_REFUSED, OPERATION_COMPLETED, OPERATION_INCOMPLETE -> operations.write(event);
            case STATUS -> status(event);
            case POLICY -> policy(event);
            case FAULT_INJECTION ->
                log.faultInjection(event.pool(), detailOf(event), more(Math.max(0, event.count() - 1)));
            case RECONFIGURED -> log.reconfigured(detailOf(event));
            case CLOSED -> closed(event);
            case PAUSED -> log.paused();
            case RESUMED -> log.resumed();
            case DISABLED -> log.disabled(event.detail() == null ? "" : " (" + detailOf(event) + ")");
            case ENABLED -> log.enabled();
            case MOVED -> log.moved(detailOf(event));
            case CLOSING -> closing();
            case POOL_CLOSED -> log.closed();
            default -> connections.write(event);
        }
    }

    private void policy(PoolEvent event) {
        if (event.detail() instanceof EventDetail.PolicyNote note && note.isEffect()) {
            log.policyEffect(note.text() + more(event.count() - 1));
        } else {
            log.policy(detailOf(event));
        }
    }

    /** Begins an operation, which has a line for the first connection that it fails to create. */
    private void requested(PoolEvent event) {
        orderedFailures.startAfresh();
        operations.write(event);
    }

    private void initialized(PoolEvent event) {
        if (event.detail() == null) {
            log.initialized(event.count(), Plural.ending(event.count()));
        } else {
            log.initializedWithFewer(event.count(), Plural.ending(event.count()), detailOf(event));
        }
    }

    private void created(PoolEvent event) {
        if (event.detail() instanceof EventDetail.CreationResult creation
                && OperationName.RESET.equals(creation.purpose().operation())) {
            operations.recreation();
        }
        connections.write(event);
    }

    private void creationFailed(PoolEvent event) {
        if (event.detail() instanceof EventDetail.CreationResult creation) {
            creationFailed(event, creation.purpose(), Objects.requireNonNullElse(creation.failure(), ""));
        } else {
            long unsaid = failures.pass(event.at());
            if (unsaid != GrowingInterval.HELD_BACK) {
                log.demandedCreationFailed(detailOf(event) + more(unsaid));
            }
        }
    }

    private void creationFailed(PoolEvent event, CreationPurpose purpose, String failure) {
        boolean ordered = purpose.isOrdered();
        int recreation = OperationName.RESET.equals(purpose.operation()) ? operations.recreation() : 0;
        if (ordered) {
            operations.creationFailed();
        }
        long unsaid = (ordered ? orderedFailures : failures).pass(event.at());
        if (unsaid == GrowingInterval.HELD_BACK) {
            return;
        }
        String error = failure + more(unsaid);
        OperationName operation = purpose.operation();
        if (operation != null) {
            orderedCreationFailed(operation, recreation, error);
            return;
        }
        switch (purpose.kind()) {
            case DEMAND -> log.demandedCreationFailed(error);
            case MINIMUM, RENEW, REPLACEMENT -> log.replacementFailed(error);
            default -> log.creationFailed(purpose.text(), error);
        }
    }

    private void orderedCreationFailed(OperationName operation, int recreation, String error) {
        if (operation.equals(OperationName.EXPIRE)) {
            log.replacementFailed(error);
        } else if (operation.equals(OperationName.FILL) || operation.equals(OperationName.WARM_UP)) {
            log.additionalCreationFailed(error);
        } else if (operation.equals(OperationName.RESET)) {
            log.recreationFailed(recreation, error);
        } else {
            log.creationFailed(operation.text(), error);
        }
    }

    private void recovered(PoolEvent event) {
        failures.startAfresh();
        long attempts = event.count();
        log.recovered(event.pool(), detailOf(event), Plural.of(attempts, "attempt"));
    }

    /** Logs the first connection found dead: a server that dies takes all connections with it. */
    private void invalid(PoolEvent event) {
        connections.write(event);
        long unsaid = deaths.pass(event.at());
        if (unsaid != GrowingInterval.HELD_BACK && event.connection() != null) {
            log.foundDead(event.pool(), event.connection(), more(unsaid));
        }
    }

    private static String more(long unsaid) {
        return unsaid == 0 ? "" : " (" + unsaid + " more since the last such line)";
    }

    private void closeFailed(PoolEvent event) {
        String connection = event.connection();
        if (connection == null) {
            log.storeCloseFailed(detailOf(event));
        } else {
            long unsaid = closeFailures.pass(event.at());
            if (unsaid != GrowingInterval.HELD_BACK) {
                log.closeFailed(connection, detailOf(event), more(unsaid));
            }
        }
    }

    private void saturated(PoolEvent event) {
        long unsaid = saturation.pass(event.at());
        if (unsaid == GrowingInterval.HELD_BACK) {
            connections.write(() -> log.waiting((int) event.count(), event.max()));
        } else if (unsaid == 0) {
            log.saturated((int) event.count(), event.max());
        } else {
            log.saturatedAgain((int) event.count(), event.max(), unsaid, Plural.ending(unsaid));
        }
    }

    @Override
    public void onLeak(PoolEvent event, @Nullable Throwable stack) {
        LogFields.during(event, () -> leak(event, stack));
    }

    private void leak(PoolEvent event, @Nullable Throwable stack) {
        String line = log.leaked(
                connectionOf(event),
                event.pool(),
                secondsOf(event),
                detailOf(event),
                Objects.requireNonNullElse(event.tenant(), "-"),
                String.valueOf(new TreeMap<>(event.tags())));
        log.log(Level.WARN, line, stack);
    }

    private void leakEnded(PoolEvent event) {
        if (event.detail() == null) {
            log.leakReleased(connectionOf(event), secondsOf(event));
        } else {
            log.leakEnded(connectionOf(event), secondsOf(event), detailOf(event));
        }
    }

    private static long secondsOf(PoolEvent event) {
        return Duration.ofNanos(event.count()).toSeconds();
    }

    private void refill(PoolEvent event) {
        OperationName operation = event.operation();
        if (OperationName.FILL.equals(operation) || OperationName.WARM_UP.equals(operation)) {
            log.creatingAdditional(event.count(), Plural.ending(event.count()));
            return;
        }
        long unsaid = operation != null ? 0 : refills.pass(event.at());
        if (unsaid != GrowingInterval.HELD_BACK) {
            log.creatingToReachMinimum(event.count(), Plural.ending(event.count()), more(unsaid));
        }
    }

    /**
     * Writes the numbers of a regular check, at INFO only if connections expired: quiet checks repeat every few seconds.
     */
    private void status(PoolEvent event) {
        String numbers = detailOf(event);
        if (event.detail() instanceof EventDetail.CheckNumbers check && check.expired() > 0) {
            log.log(Level.INFO, log.status(numbers));
        } else {
            connections.write(() -> log.status(numbers));
        }
    }

    private void closed(PoolEvent event) {
        if (event.detail() instanceof EventDetail.Retired retired
                && retired.reason().equals(RetirementReason.RELEASE)) {
            log.takenFromHolder(connectionOf(event));
        }
        connections.write(event);
    }

    private void closing() {
        log.stoppingMaintenance();
        log.closing();
    }

    private static String connectionOf(PoolEvent event) {
        return Objects.requireNonNullElse(event.connection(), "-");
    }

    private static String detailOf(PoolEvent event) {
        return Objects.requireNonNullElse(event.words(), "");
    }
}
