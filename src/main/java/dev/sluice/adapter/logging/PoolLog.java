package dev.sluice.adapter.logging;

import dev.sluice.pool.PoolEvent;
import dev.sluice.pool.PoolListener;
import dev.sluice.pool.Secrets;
import dev.sluice.time.GrowingInterval;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger.Level;
import org.jspecify.annotations.Nullable;

/** Writes the events of one pool to its log. */
final class PoolLog implements PoolListener {

    private final PoolMessages log;
    private final OperationLines operations;
    private final ConnectionLines connections;
    private final GrowingInterval saturation = new GrowingInterval();
    private final GrowingInterval failures = new GrowingInterval();
    private final GrowingInterval deaths = new GrowingInterval();

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
        switch (event.type()) {
            case INITIALIZED -> log.initialized(event.count());
            case INITIAL_CREATION_FAILED -> log.initialCreationFailed(event.count(), detailOf(event));
            case CREATED -> created(event);
            case CREATION_FAILED -> creationFailed(event);
            case PASSWORD_REJECTED -> log.passwordRejected(event.pool(), event.count(), detailOf(event));
            case RECOVERED -> recovered(event);
            case INVALID -> invalid(event);
            case CLOSE_FAILED -> closeFailed(event);
            case SATURATED -> saturated(event);
            case LEAK -> onLeak(event, null);
            case LEAK_ENDED -> leakEnded(event);
            case REFILL -> refill(event);
            case OPERATION_REQUESTED -> operations.requested(event);
            case OPERATION_REFUSED -> operations.refused(event);
            case OPERATION_COMPLETED -> operations.completed(event);
            case OPERATION_INCOMPLETE -> operations.incomplete(event);
            case STATUS -> status(event);
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

    private void created(PoolEvent event) {
        if ("reset".equals(event.detail())) {
            operations.recreation();
        }
        connections.write(event);
    }

    /** The detail is what the connection was for, a colon, and the error. */
    private void creationFailed(PoolEvent event) {
        String[] parts = detailOf(event).split(": ", 2);
        String purpose = parts.length == 2 ? parts[0] : "";
        boolean ordered = Set.of("fill", "warmup", "reset", "expire", "renew").contains(purpose);
        long unsaid = ordered ? 0 : failures.pass(event.at());
        if (unsaid == GrowingInterval.HELD_BACK) {
            return;
        }
        String error = parts[parts.length - 1] + more(unsaid);
        switch (purpose) {
            case "minimum", "expire", "renew" -> log.replacementFailed(error);
            case "fill" -> log.additionalCreationFailed(error);
            case "reset" -> log.recreationFailed(operations.recreation(), error);
            default -> log.demandedCreationFailed(error);
        }
    }

    private void recovered(PoolEvent event) {
        failures.startAfresh();
        log.recovered(event.pool(), detailOf(event), event.count());
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
            log.closeFailed(connection, detailOf(event));
        }
    }

    private void saturated(PoolEvent event) {
        long unsaid = saturation.pass(event.at());
        if (unsaid == GrowingInterval.HELD_BACK) {
            connections.write(() -> log.waiting(event.total(), event.max()));
        } else if (unsaid == 0) {
            log.saturated(event.total(), event.max());
        } else {
            log.saturatedAgain(event.total(), event.max(), unsaid);
        }
    }

    @Override
    public void onLeak(PoolEvent event, @Nullable Throwable stack) {
        String line = log.leaked(
                connectionOf(event),
                event.pool(),
                secondsOf(event),
                detailOf(event),
                Objects.requireNonNullElse(event.tenant(), "-"),
                Secrets.mask(new TreeMap<>(event.tags()).toString()));
        log.log(Level.WARN, line, stack);
    }

    private void leakEnded(PoolEvent event) {
        if (event.detail() == null) {
            log.cameBack(connectionOf(event), secondsOf(event));
        } else {
            log.leakEnded(connectionOf(event), secondsOf(event), detailOf(event));
        }
    }

    private static long secondsOf(PoolEvent event) {
        return Duration.ofNanos(event.count()).toSeconds();
    }

    private void refill(PoolEvent event) {
        if ("fill".equals(event.detail())) {
            log.creatingAdditional(event.count());
        } else {
            log.creatingToReachMinimum(event.count());
        }
    }

    /** Every few seconds the same numbers: worth a line to everybody only when something expired. */
    private void status(PoolEvent event) {
        String numbers = detailOf(event);
        if (numbers.endsWith("Expired: 0")) {
            connections.write(() -> log.status(numbers));
        } else {
            log.log(Level.INFO, log.status(numbers));
        }
    }

    private void closed(PoolEvent event) {
        if ("release".equals(event.detail())) {
            log.takenAway(connectionOf(event));
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
        return Secrets.mask(event.detail());
    }
}
