package dev.sluice.batch.distributed;

import java.sql.SQLException;

/** What is behind the unchecked exceptions of db-scheduler. */
final class Causes {

    private Causes() {}

    /** What the database or the pool has said; throws the exception itself if it was neither. */
    static SQLException sqlOf(RuntimeException e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return sql;
            }
        }
        throw e;
    }
}
