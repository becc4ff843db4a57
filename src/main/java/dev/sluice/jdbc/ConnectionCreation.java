package dev.sluice.jdbc;

import io.agroal.pool.wrapper.ConnectionWrapper;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Creates the connections of one pool. Agroal wraps an opened session, and passes its handler to {@link #introduce} on
 * the creating thread. A connection that does not reach the pool is closed. Thread-safe.
 */
@SuppressWarnings("ThreadLocalUsage") // one for each pool, because a thread may use two pools
final class ConnectionCreation {

    private final ThreadLocal<CreationFacts> creation = new ThreadLocal<>();
    private final SessionInventory inventory;
    private final SessionSources sources;
    private final SessionEnding ending;
    private final DatabaseKind kind;
    private final SessionTags tags;

    /** Facts that the creating thread collects during a creation. */
    private static final class CreationFacts {
        final SessionSource source;

        @Nullable
        OpenedSession session;

        @Nullable
        PhysicalConnection connection;

        CreationFacts(SessionSource source) {
            this.source = source;
        }
    }

    ConnectionCreation(
            SessionInventory inventory,
            SessionSources sources,
            SessionEnding ending,
            DatabaseKind kind,
            SessionTags tags) {
        this.inventory = inventory;
        this.sources = sources;
        this.ending = ending;
        this.kind = kind;
        this.tags = tags;
    }

    /** Creates a connection over a source that is held for the new session. */
    PhysicalConnection create(SessionSource source, Listeners listeners) throws SQLException {
        CreationFacts mine = new CreationFacts(source);
        creation.set(mine);
        try {
            listeners.creating();
            source.open(session -> mine.session = session, () -> mine.connection != null, listeners::notCreated);
        } finally {
            creation.remove();
            if (mine.connection == null) {
                source.release();
                sources.closeUnheld();
            }
        }
        PhysicalConnection connection = mine.connection;
        if (connection == null) {
            throw new SQLException("the Agroal pool did not accept the new session", "08006");
        }
        try {
            if (!connection.repossess()) {
                throw new SQLException("the new connection is not registered in the Agroal pool", "08006");
            }
            SetupFailed.run("reading the session attributes", connection.attributes()::remember);
            return connection;
        } catch (Throwable t) {
            ending.discard(connection, t);
            throw t;
        }
    }

    /** Receives a new connection, and its handler, from Agroal. Returns false outside of {@link #create}. */
    boolean introduce(Connection wrapper) {
        CreationFacts mine = creation.get();
        if (mine == null || mine.session == null || !(wrapper instanceof ConnectionWrapper known)) {
            return false;
        }
        PhysicalConnection connection =
                new PhysicalConnection(known.getHandler(), mine.source, mine.session, kind, tags);
        inventory.add(connection);
        mine.connection = connection;
        return true;
    }
}
