package dev.sluice.jdbc;

import io.agroal.api.cache.Acquirable;
import java.sql.Connection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Finds a physical connection by what Agroal's callbacks tell of it. Thread-safe. */
final class Inventory {

    private final Map<Identity, PhysicalConnection> byRaw = new ConcurrentHashMap<>();
    private final Map<Identity, PhysicalConnection> byHandler = new ConcurrentHashMap<>();

    void add(PhysicalConnection connection) {
        byRaw.put(new Identity(connection.raw()), connection);
        byHandler.put(new Identity(connection.handler()), connection);
    }

    void remove(PhysicalConnection connection) {
        byRaw.remove(new Identity(connection.raw()));
        byHandler.remove(new Identity(connection.handler()));
    }

    @Nullable
    PhysicalConnection of(Connection raw) {
        return byRaw.get(new Identity(raw));
    }

    @Nullable
    PhysicalConnection of(Acquirable handler) {
        return byHandler.get(new Identity(handler));
    }

    /** Drivers may define equality as they like; here only the very same object counts. */
    private static final class Identity {

        private final Object object;

        Identity(Object object) {
            this.object = object;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Identity identity && identity.object == object;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(object);
        }
    }
}
