package dev.sluice.generic;

import dev.sluice.pool.PoolEvent;
import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.pool.PoolListener;
import java.lang.System.Logger.Level;

/** Logs failures that no caller receives. */
final class WarningLog implements PoolListener {

    private final System.Logger log;

    WarningLog(String pool) {
        log = System.getLogger("dev.sluice.pool." + pool);
    }

    @Override
    public boolean wantsLeases() {
        return false;
    }

    @Override
    public void on(PoolEvent event) {
        if (event.type() == Type.CLOSE_FAILED) {
            log.log(Level.WARNING, "could not close " + event.connection() + ": " + event.words());
        } else if (event.type() == Type.LEAK) {
            log.log(Level.WARNING, event.connection() + " is out for too long: " + event.words());
        }
    }

    /** Logs a failure of maintenance, which continues with its next run. */
    void housekeepingFailed(Throwable failure) {
        log.log(Level.WARNING, "housekeeping failed", failure);
    }
}
