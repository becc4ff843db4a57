package dev.sluice.faults;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.postgresql.PGConnection;

/** The owner of each session. A session with two owners is the worst fault of a pool. */
final class Owners {

    private final Findings findings;
    private final Map<PGConnection, String> owners = new ConcurrentHashMap<>();

    Owners(Findings findings) {
        this.findings = findings;
    }

    /** The session behind a connection, from now on the caller's until {@link Claim#close}. */
    Claim claim(Connection connection) throws SQLException {
        PGConnection session = connection.unwrap(PGConnection.class);
        String me = Thread.currentThread().getName();
        String other = owners.putIfAbsent(session, me);
        if (other != null) {
            findings.violation("session " + session.getBackendPID() + " belongs to " + other + " and to " + me);
        }
        return new Claim(session, me);
    }

    /** The ownership of a session. */
    final class Claim implements AutoCloseable {

        private final PGConnection session;
        private final String owner;

        private Claim(PGConnection session, String owner) {
            this.session = session;
            this.owner = owner;
        }

        int pid() {
            return session.getBackendPID();
        }

        @Override
        public void close() {
            if (!owners.remove(session, owner)) {
                findings.violation("session " + session.getBackendPID() + " was taken from " + owner);
            }
        }
    }
}
