package dev.sluice.jdbc;

import dev.sluice.time.GrowingInterval;
import dev.sluice.time.Ticker;
import io.agroal.api.AgroalDataSourceListener;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.util.List;

/** Writes the warnings of Agroal, for example about statements that were not closed, to the pool's log. */
final class AgroalWarnings implements AgroalDataSourceListener {

    private final GrowingInterval failures = new GrowingInterval();
    private final String pool;
    private final System.Logger log;
    private volatile List<KnownSecrets> secrets = List.of();

    AgroalWarnings(String pool) {
        this.pool = "pool '" + pool + "': ";
        log = System.getLogger("dev.sluice.pool." + pool);
    }

    @Override
    public void onWarning(String message) {
        log.log(Level.WARNING, pool + clean(message));
    }

    @Override
    public void onWarning(Throwable failure) {
        if (failure instanceof SQLException sql && isOfDeadSession(sql)) {
            // the pool reports dead connections itself; the death of a server would cause a line for each connection
            log.log(Level.DEBUG, pool + "the driver, of a dead connection: " + clean(failure.toString()));
            return;
        }
        long unsaid = failures.pass(Ticker.system().instant());
        if (unsaid != GrowingInterval.HELD_BACK) {
            String more = unsaid == 0 ? "" : " (" + unsaid + " more since the last such line)";
            log.log(Level.WARNING, pool + clean(failure.toString()) + more);
        }
    }

    /** Adds the secrets of a new source of sessions; those of the source before stay known. */
    synchronized void know(KnownSecrets more) {
        List<KnownSecrets> known = secrets;
        secrets = known.isEmpty() ? List.of(more) : List.of(known.get(known.size() - 1), more);
    }

    private String clean(String text) {
        String clean = text;
        for (KnownSecrets known : secrets) {
            clean = known.shown(clean);
        }
        return clean;
    }

    private static boolean isOfDeadSession(SQLException failure) {
        String state = failure.getSQLState();
        return state != null && (state.startsWith("08") || state.equals("57P01"));
    }

    /** Logs an acquire without a transaction, like Agroal with the stack trace of the acquire, which must be found. */
    void withoutTransaction(SQLException acquiredHere) {
        log.log(Level.WARNING, "Connection acquired without transaction.", acquiredHere);
    }

    @Override
    public void onInfo(String message) {
        log.log(Level.DEBUG, clean(message));
    }
}
