package dev.sluice.jdbc;

import java.sql.SQLException;

/** The warnings of a data source, for the log and for the application's listeners. Thread-safe. */
record Warnings(AgroalWarnings log, Listeners listeners) {

    /** Reports a warning. */
    void report(String text) {
        log.onWarning(text);
        listeners.onWarning(text);
    }

    /** Reports a connection without a transaction, with the stack of its acquire. */
    void reportWithoutTransaction(SQLException acquiredHere) {
        log.withoutTransaction(acquiredHere);
        listeners.onWarning(acquiredHere);
    }
}
