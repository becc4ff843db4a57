package dev.sluice.jdbc;

import dev.sluice.pool.Secrets;
import io.agroal.api.AgroalDataSourceListener;
import java.lang.System.Logger.Level;
import java.sql.SQLException;

/** Writes what Agroal finds worth a warning, such as statements that were not closed, to the pool's log. */
final class AgroalWarnings implements AgroalDataSourceListener {

    private final System.Logger log;

    AgroalWarnings(String pool) {
        log = System.getLogger("dev.sluice.pool." + pool);
    }

    @Override
    public void onWarning(String message) {
        log.log(Level.WARNING, Secrets.mask(message));
    }

    @Override
    public void onWarning(Throwable failure) {
        log.log(Level.WARNING, Secrets.mask(failure.toString()));
    }

    /** With a trace of who acquired it, as Agroal does: that is what has to be found. */
    void withoutTransaction(SQLException acquiredHere) {
        log.log(Level.WARNING, "Connection acquired without transaction.", acquiredHere);
    }

    @Override
    public void onInfo(String message) {
        log.log(Level.DEBUG, Secrets.mask(message));
    }
}
