package dev.sluice.jdbc;

import java.sql.SQLException;

/** Decides before each new session whether it may be opened. Thread-safe. */
@FunctionalInterface
interface SessionGuard {

    /** Permits every session. */
    SessionGuard NONE = url -> {};

    /**
     * Returns normally if a session may be opened.
     *
     * @throws SQLException with the reason if not
     */
    void check(String url) throws SQLException;
}
