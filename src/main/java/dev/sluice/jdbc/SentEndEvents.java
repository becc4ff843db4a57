package dev.sluice.jdbc;

import io.agroal.api.AgroalDataSource.FlushMode;
import java.sql.Connection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Records which events of a connection's end listeners have received, so that each is sent once. Thread-safe. */
final class SentEndEvents {

    /** The source of the remaining events of a connection's end. */
    enum Source {
        /** Agroal, because it has reported the flush. */
        AGROAL,
        /** The pool, because it has broken a lease that Agroal still counts as in use. */
        POOL
    }

    private final Map<Connection, FlushMode> announced = Collections.synchronizedMap(new IdentityHashMap<>());
    private final Map<Connection, Source> begun = Collections.synchronizedMap(new IdentityHashMap<>());

    private final Set<Connection> told =
            Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));

    /** Marks that a flush of this mode was announced for the connection. */
    void announce(Connection raw, FlushMode mode) {
        announced.put(raw, mode);
    }

    /** Returns the mode of the last flush that was announced for the connection. */
    @Nullable
    FlushMode announced(Connection raw) {
        return announced.get(raw);
    }

    /** Withdraws the announcement of a flush of this mode, because the flush spares the connection. */
    void withdraw(Connection raw, FlushMode mode) {
        announced.remove(raw, mode);
    }

    /** Returns whether this source sends the events of the end. The first source that calls this method sends them. */
    boolean begin(Connection raw, Source source) {
        Source first = begun.putIfAbsent(raw, source);
        return first == null || first == source;
    }

    /** Returns whether the pool has sent the events of the end. */
    boolean isByPool(Connection raw) {
        return begun.get(raw) == Source.POOL;
    }

    /** Marks that the flush or the reap of a connection was sent, before Agroal reports it. */
    void told(Connection raw) {
        told.add(raw);
    }

    /** Returns whether the flush or the reap was sent, and removes the mark. */
    boolean wasTold(Connection raw) {
        return told.remove(raw);
    }

    /** Removes all marks of a connection that has ended. */
    void forget(Connection raw) {
        announced.remove(raw);
        begun.remove(raw);
    }
}
