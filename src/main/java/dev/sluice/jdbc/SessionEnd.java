package dev.sluice.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;

/** The end of one session: its number on the server, the cancel of its statement, and its completion. Thread-safe. */
final class SessionEnd {

    private final Connection raw;
    private final DatabaseKind kind;
    private final CompletableFuture<Void> destroyed = new CompletableFuture<>();
    private volatile int serverSession = DatabaseKind.UNKNOWN;

    SessionEnd(Connection raw, DatabaseKind kind) {
        this.raw = raw;
        this.kind = kind;
    }

    /** Stores the server's number of the session, which drivers return only for open connections. */
    void noteSession() {
        try {
            serverSession = kind.sessionOf(raw);
        } catch (SQLException | RuntimeException e) {
            serverSession = DatabaseKind.UNKNOWN; // the session has ended already
        }
    }

    /** Returns the server's number of an aborted session, or {@link DatabaseKind#UNKNOWN}. */
    int serverSession() {
        return serverSession;
    }

    /**
     * Cancels the running statement on the server, if any. Only for an aborted connection: such a connection has no
     * next owner whose statement the request could hit.
     */
    void cancel() {
        try {
            kind.cancel(raw);
        } catch (SQLException | RuntimeException e) {
            // usually the session has ended first; the server reports its state
        }
    }

    /** Completes when the session has ended. */
    CompletableFuture<Void> destroyed() {
        return destroyed;
    }
}
