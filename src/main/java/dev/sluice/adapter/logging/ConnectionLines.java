package dev.sluice.adapter.logging;

import dev.sluice.pool.CreationPurpose;
import dev.sluice.pool.EventDetail;
import dev.sluice.pool.PoolEvent;
import dev.sluice.pool.operation.OperationName;
import dev.sluice.pool.store.RetirementReason;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jboss.logging.Logger.Level;

/**
 * The lines about single connections, at level DEBUG, or at INFO while the pool is verbose. Because there are many, a
 * line is composed only if its level is enabled.
 */
final class ConnectionLines {

    private final PoolMessages log;
    private final BooleanSupplier verbose;
    private final BooleanSupplier expiring;

    /**
     * Creates lines; the suppliers return whether the pool is verbose, and whether an expire operation runs on this
     * thread.
     */
    ConnectionLines(PoolMessages log, BooleanSupplier verbose, BooleanSupplier expiring) {
        this.log = log;
        this.verbose = verbose;
        this.expiring = expiring;
    }

    /** Writes a line that is not about one connection, but is as frequent. */
    void write(Supplier<String> line) {
        Level level = level();
        if (log.isEnabled(level)) {
            log.log(level, line.get());
        }
    }

    /** Returns whether lines about single connections are logged at present. */
    boolean areRead() {
        return log.isEnabled(level());
    }

    private Level level() {
        return verbose.getAsBoolean() ? Level.INFO : Level.DEBUG;
    }

    void write(PoolEvent event) {
        Level level = level();
        String connection = event.connection();
        if (connection != null && log.isEnabled(level)) {
            write(level, event, connection);
        }
    }

    private void write(Level level, PoolEvent event, String connection) {
        switch (event.type()) {
            case LENT -> log.log(level, log.obtained(connection));
            case LENT_AFTER_WAIT -> log.log(level, log.obtainedAfterWaiting(connection));
            case RETURNED -> log.log(level, log.released(connection));
            case CREATED -> log.log(level, created(event, connection));
            case VALIDATED -> log.log(level, log.validated(connection));
            case INVALID -> log.log(level, log.failedPing(connection, words(event)));
            case EXPIRED -> log.log(level, expired(connection));
            case IDLE_TIMEOUT -> log.log(level, log.idleTooLong(connection));
            case CLOSED -> closed(level, event, connection);
            default -> {}
        }
    }

    private String created(PoolEvent event, String connection) {
        if (event.detail() instanceof EventDetail.CreationResult creation) {
            CreationPurpose purpose = creation.purpose();
            if (purpose.kind() == CreationPurpose.Kind.DEMAND) {
                return log.createdOnDemand(connection, event.total(), event.max());
            }
            if (purpose.kind() == CreationPurpose.Kind.MINIMUM || OperationName.EXPIRE.equals(purpose.operation())) {
                return log.addedToPool(connection);
            }
            if (OperationName.FILL.equals(purpose.operation())) {
                return log.additional(connection);
            }
        }
        return log.created(connection, words(event));
    }

    private String expired(String connection) {
        return expiring.getAsBoolean() ? log.forciblyExpired(connection) : log.expired(connection);
    }

    private void closed(Level level, PoolEvent event, String connection) {
        if (event.detail() instanceof EventDetail.Retired retired
                && retired.reason().equals(RetirementReason.EXPIRED)) {
            log.log(level, log.forciblyExpired(connection)); // for the end of the lifetime, EXPIRED has a line
        }
        log.log(level, log.connectionClosed(connection, words(event)));
    }

    private static String words(PoolEvent event) {
        return Objects.requireNonNullElse(event.words(), "");
    }
}
