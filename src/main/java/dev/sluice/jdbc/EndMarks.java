package dev.sluice.jdbc;

import io.agroal.api.AgroalDataSource.FlushMode;
import java.sql.Connection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Records which events of a connection's end listeners have received, so that each is sent once. Thread-safe. */
final class EndMarks {

    /** The source of the remaining events of a connection's end. */
    enum Source {
        /** Agroal, because it has told of the flush. */
        AGROAL,
        /** The pool, because it has broken a lease that Agroal still counts as in use. */
        POOL
    }

    /** The event that listeners receive before the destruction of a connection. */
    enum Way {
        /** A flush. */
        FLUSH,
        /** A reap: the connection was idle for too long. */
        REAP,
        /** None. */
        NONE
    }

    private final Map<Connection, FlushMode> announced = Collections.synchronizedMap(new IdentityHashMap<>());
    private final Map<Connection, Source> begun = Collections.synchronizedMap(new IdentityHashMap<>());

    private final IdentityHashMap<Connection, Way> ending = new IdentityHashMap<>(); // Guarded by this
    private final Set<Connection> early = Collections.newSetFromMap(new IdentityHashMap<>()); // Guarded by this

    /** Marks that a flush of this mode was announced for the connection. */
    void announce(Connection raw, FlushMode mode) {
        announced.put(raw, mode);
    }

    /** Returns the mode of the last flush that was announced for the connection. */
    @Nullable
    FlushMode announced(Connection raw) {
        return announced.get(raw);
    }

    /** Withdraws the announcement of a flush of this mode, which leaves the connection alone. */
    void withdraw(Connection raw, FlushMode mode) {
        announced.remove(raw, mode);
    }

    /** Returns whether the events of the end come from this source: the first that asks sends them. */
    boolean begin(Connection raw, Source source) {
        Source first = begun.putIfAbsent(raw, source);
        return first == null || first == source;
    }

    /** Returns whether the pool has sent the events of the end. */
    boolean isByPool(Connection raw) {
        return begun.get(raw) == Source.POOL;
    }

    /** Marks that the pool ends a connection, and how. */
    synchronized void ending(Connection raw, Way way) {
        ending.put(raw, way);
    }

    /**
     * Returns the event that comes before the destruction of the connection. RACE: Agroal destroys a connection on
     * another thread, and may tell of that first. Returns null if that event was sent, or is Agroal's.
     */
    synchronized @Nullable Way beforeDestroy(Connection raw) {
        Way way = ending.remove(raw);
        if (way != null) {
            early.add(raw);
        }
        return way;
    }

    /** Returns how the connection ends when Agroal tells of a flush; null if {@link #beforeDestroy} was first. */
    synchronized @Nullable Way onFlush(Connection raw) {
        if (early.remove(raw)) {
            return null;
        }
        Way way = ending.remove(raw);
        return way == null ? Way.FLUSH : way;
    }

    /** Forgets a connection whose end is over. */
    void forget(Connection raw) {
        announced.remove(raw);
        begun.remove(raw);
    }
}
