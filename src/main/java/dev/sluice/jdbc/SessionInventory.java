package dev.sluice.jdbc;

import io.agroal.api.cache.Acquirable;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Finds a physical connection by the objects in Agroal's callbacks. Objects are compared by identity, because drivers
 * may define equality in any way. Thread-safe: a hash table of immutable chains, which are read without a lock and
 * replaced under a lock. The time of a change does not depend on the number of connections.
 */
final class SessionInventory {

    private static final int SMALLEST = 16;

    private volatile AtomicReferenceArray<@Nullable Link> table =
            new AtomicReferenceArray<>(SMALLEST); // Written under this

    private int size; // Guarded by this

    /** An entry in the chain of one bucket. */
    private record Link(
            Object key,
            PhysicalConnection connection,
            @Nullable Link next) {}

    synchronized void add(PhysicalConnection connection) {
        if (size >= table.length()) {
            grow();
        }
        put(table, connection.raw(), connection);
        put(table, connection.handler(), connection);
        size += 2;
    }

    private void grow() {
        AtomicReferenceArray<@Nullable Link> larger = new AtomicReferenceArray<>(table.length() * 2);
        for (int i = 0; i < table.length(); i++) {
            for (Link link = table.get(i); link != null; link = link.next()) {
                put(larger, link.key(), link.connection());
            }
        }
        table = larger;
    }

    private static void put(AtomicReferenceArray<@Nullable Link> links, Object key, PhysicalConnection connection) {
        int index = indexOf(key, links.length());
        links.set(index, new Link(key, connection, links.get(index)));
    }

    /** Removes the connection. Returns false if it was not in the inventory. */
    synchronized boolean remove(PhysicalConnection connection) {
        if (find(connection.raw()) != connection) {
            return false;
        }
        take(connection.raw());
        take(connection.handler());
        size -= 2;
        return true;
    }

    private void take(Object key) {
        int index = indexOf(key, table.length());
        Link kept = null;
        for (Link link = table.get(index); link != null; link = link.next()) {
            if (link.key() != key) {
                kept = new Link(link.key(), link.connection(), kept);
            }
        }
        table.set(index, kept);
    }

    private static int indexOf(Object key, int length) {
        int hash = System.identityHashCode(key);
        return (hash ^ (hash >>> 16)) & (length - 1);
    }

    private @Nullable PhysicalConnection find(Object key) {
        AtomicReferenceArray<@Nullable Link> now = table;
        for (Link link = now.get(indexOf(key, now.length())); link != null; link = link.next()) {
            if (link.key() == key) {
                return link.connection();
            }
        }
        return null;
    }

    @Nullable
    PhysicalConnection of(Connection raw) {
        return find(raw);
    }

    @Nullable
    PhysicalConnection of(Acquirable handler) {
        return find(handler);
    }

    /** Returns whether the connection of this handler is in the pool and not leased. */
    boolean isUnused(Acquirable handler) {
        PhysicalConnection connection = find(handler);
        return connection != null && connection.lease() == null;
    }

    /** Returns the connection of that name in the pool, or null. */
    @Nullable
    PhysicalConnection named(String name) {
        return all().stream()
                .filter(connection -> name.equals(connection.name()))
                .findAny()
                .orElse(null);
    }

    /** Returns whether the thread holds a lease. */
    boolean isAnyHeldBy(Thread thread) {
        return all().stream().anyMatch(connection -> connection.holder() == thread);
    }

    /** Returns all current connections. */
    List<PhysicalConnection> all() {
        AtomicReferenceArray<@Nullable Link> now = table;
        List<PhysicalConnection> all = new ArrayList<>();
        for (int i = 0; i < now.length(); i++) {
            for (Link link = now.get(i); link != null; link = link.next()) {
                if (link.key() == link.connection().raw()) {
                    all.add(link.connection());
                }
            }
        }
        return all;
    }
}
