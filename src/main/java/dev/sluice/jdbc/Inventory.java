package dev.sluice.jdbc;

import io.agroal.api.cache.Acquirable;
import java.sql.Connection;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds a physical connection by what Agroal's callbacks tell of it. Drivers may define equality as they like; here
 * only the very same object counts. Thread-safe: connections come and go seldom and are looked up with every lease,
 * so the map is copied when it changes, and read without a lock.
 */
final class Inventory {

    private volatile IdentityHashMap<Object, PhysicalConnection> known =
            new IdentityHashMap<>(); // Written under this, never changed in place

    synchronized void add(PhysicalConnection connection) {
        IdentityHashMap<Object, PhysicalConnection> more = new IdentityHashMap<>(known);
        more.put(connection.raw(), connection);
        more.put(connection.handler(), connection);
        known = more;
    }

    /** False if it was not there. */
    synchronized boolean remove(PhysicalConnection connection) {
        if (known.get(connection.raw()) != connection) {
            return false;
        }
        IdentityHashMap<Object, PhysicalConnection> less = new IdentityHashMap<>(known);
        less.remove(connection.raw());
        less.remove(connection.handler());
        known = less;
        return true;
    }

    @Nullable
    PhysicalConnection of(Connection raw) {
        return known.get(raw);
    }

    /** The one of that name in the pool. */
    @Nullable
    PhysicalConnection named(String name) {
        return known.values().stream()
                .filter(connection -> name.equals(connection.name()))
                .findAny()
                .orElse(null);
    }

    /** Whether that thread has one. */
    boolean isAnyHeldBy(Thread thread) {
        return known.values().stream().anyMatch(connection -> connection.holder() == thread);
    }

    @Nullable
    PhysicalConnection of(Acquirable handler) {
        return known.get(handler);
    }
}
