package dev.sluice.batch.distributed;

import java.sql.SQLException;

/** Finds the causes of db-scheduler's unchecked exceptions. */
final class Causes {

    private Causes() {}

    /** Returns the failure of the database or of the pool; throws the exception itself if it has no such cause. */
    static SQLException sqlOf(RuntimeException e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return sql;
            }
        }
        throw e;
    }
}
