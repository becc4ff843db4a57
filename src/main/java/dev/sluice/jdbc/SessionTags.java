package dev.sluice.jdbc;

import dev.sluice.pool.AcquireRequest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Passes the tags of a lease to the session as its application name, if a policy requests it. The end of the lease
 * restores the name of a new session, as it restores every other attribute. Thread-safe.
 */
final class SessionTags {

    /** The longest name that PostgreSQL keeps. */
    private static final int LONGEST = 63;

    private volatile boolean on;

    void pass(boolean tags) {
        on = tags;
    }

    /**
     * Gives a session of PostgreSQL its name for this lease, before its first use. Other databases are left alone: a
     * driver may put the name into the text of each statement. A session that refuses the name works without it, and a
     * dead session is found at its use.
     */
    void name(Connection raw, DatabaseKind kind, SessionAttributes attributes, AcquireRequest request) {
        boolean wanted =
                on && kind == DatabaseKind.POSTGRESQL && !request.tags().isEmpty();
        if (wanted && attributes.canRestore(SessionAttribute.CLIENT_INFO)) {
            attributes.changes(SessionAttribute.CLIENT_INFO);
            try {
                name(raw, text(request.tags()));
            } catch (SQLException | RuntimeException | AbstractMethodError e) {
                // see above
            }
        }
    }

    /** Names the session outside of the lease's work, whose rollback must not restore the name. */
    private static void name(Connection raw, String name) throws SQLException {
        boolean inTransaction = !raw.getAutoCommit();
        try {
            raw.setClientInfo("ApplicationName", name);
        } catch (SQLException | RuntimeException | AbstractMethodError e) {
            if (inTransaction) {
                raw.rollback();
            }
            throw e;
        }
        if (inTransaction) {
            raw.commit();
        }
    }

    /**
     * Returns the tags as {@code client=web feature=billing}, without characters that have a meaning in SQL. A tag may
     * come from outside.
     */
    static String text(Map<String, String> tags) {
        String all = new TreeMap<>(tags)
                .entrySet().stream()
                        .map(tag -> tag.getKey() + "=" + tag.getValue())
                        .collect(Collectors.joining(" "));
        String plain = all.replaceAll("[^A-Za-z0-9 =._:@/-]", "?");
        return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST);
    }
}
