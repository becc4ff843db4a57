package dev.sluice.adapter.logging;

import dev.sluice.pool.PoolEvent;
import dev.sluice.pool.Secrets;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jboss.logging.Logger.Level;

/**
 * The lines about single connections: many, so nobody pays for their words unless they are read. At level
 * DEBUG, or at INFO while the pool is verbose.
 */
final class ConnectionLines {

    private final PoolMessages log;
    private final BooleanSupplier verbose;
    private final BooleanSupplier expiring;

    /** The suppliers tell whether the pool is verbose, and whether an expire operation is at work here and now. */
    ConnectionLines(PoolMessages log, BooleanSupplier verbose, BooleanSupplier expiring) {
        this.log = log;
        this.verbose = verbose;
        this.expiring = expiring;
    }

    /** A line that is not about one connection, but comes as often. */
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
            case INVALID -> log.log(level, log.failedPing(connection, Secrets.mask(event.detail())));
            case EXPIRED -> log.log(level, expired(connection));
            case IDLE_TIMEOUT -> log.log(level, log.idleTooLong(connection));
            case CLOSED -> closed(level, event, connection);
            default -> {}
        }
    }

    private String created(PoolEvent event, String connection) {
        String purpose = Secrets.mask(event.detail());
        return switch (purpose) {
            case "demand" -> log.createdOnDemand(connection, event.total(), event.max());
            case "minimum", "expire" -> log.addedToPool(connection);
            case "fill" -> log.additional(connection);
            default -> log.created(connection, purpose);
        };
    }

    private String expired(String connection) {
        return expiring.getAsBoolean() ? log.forciblyExpired(connection) : log.expired(connection);
    }

    private void closed(Level level, PoolEvent event, String connection) {
        String reason = Secrets.mask(event.detail());
        if (reason.equals("expired")) { // by a selector of the operator's; of its age alone, EXPIRED has told
            log.log(level, log.forciblyExpired(connection));
        }
        log.log(level, log.connectionClosed(connection, reason));
    }
}
