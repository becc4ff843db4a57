package dev.sluice.control;

import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.failure.UnknownPool;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The pools by name, in the order of their registration, and the watchers of their registrations. Thread-safe: the lock
 * guards the map only; no pool and no watcher is called under it.
 */
final class PoolRegistry {

    private final Map<String, ManagedPool<?>> pools = new LinkedHashMap<>(); // Guarded by itself
    private final List<Audience> audiences = new CopyOnWriteArrayList<>();
    private boolean closed; // Guarded by pools

    /**
     * A watcher and the pools that it has received, so that a pool registered during the call of watch is received
     * once.
     */
    private record Audience(PoolWatcher watcher, Set<ManagedPool<?>> received) {

        void added(ManagedPool<?> pool) {
            if (received.add(pool)) {
                watcher.added(pool);
            }
        }

        void removed(ManagedPool<?> pool) {
            if (received.remove(pool)) {
                watcher.removed(pool);
            }
        }
    }

    void watch(PoolWatcher watcher) {
        Audience audience = new Audience(watcher, ConcurrentHashMap.newKeySet());
        audiences.add(audience);
        all().forEach(audience::added);
    }

    void unwatch(PoolWatcher watcher) {
        audiences.removeIf(audience -> audience.watcher() == watcher);
    }

    /** Registers a pool; see {@link PoolManager#register}. */
    void register(ManagedPool<?> pool) {
        String name = PoolName.check(pool.name());
        synchronized (pools) {
            if (closed) {
                throw new IllegalStateException("the manager is closed");
            }
            refuseTaken(name);
            pools.put(name, pool);
        }
        audiences.forEach(audience -> audience.added(pool));
    }

    /**
     * Refuses a name that is taken. Names that differ only in case count as equal, because MBean patterns, environment
     * variables and people confuse them.
     */
    private void refuseTaken(String name) {
        for (String taken : pools.keySet()) {
            if (taken.equals(name)) {
                throw new IllegalArgumentException("duplicate pool name: '" + name + "'");
            }
            if (taken.equalsIgnoreCase(name)) {
                throw new IllegalArgumentException(
                        "duplicate pool name: '" + taken + "' and '" + name + "' differ by case only");
            }
        }
    }

    void unregister(ManagedPool<?> pool) {
        boolean removed;
        synchronized (pools) {
            removed = pools.remove(pool.name(), pool);
        }
        if (removed) {
            audiences.forEach(audience -> audience.removed(pool));
        }
    }

    /** Refuses further pools. */
    void close() {
        synchronized (pools) {
            closed = true;
        }
    }

    List<ManagedPool<?>> all() {
        synchronized (pools) {
            return List.copyOf(pools.values());
        }
    }

    List<String> names() {
        synchronized (pools) {
            return new ArrayList<>(pools.keySet());
        }
    }

    /**
     * Returns the pool of that name.
     *
     * @throws UnknownPool if there is no such pool
     */
    ManagedPool<?> pool(String name) {
        ManagedPool<?> pool;
        synchronized (pools) {
            pool = pools.get(name);
        }
        if (pool == null) {
            throw new UnknownPool(name);
        }
        return pool;
    }

    /** Returns the pools of these names, without names that no pool has. */
    List<ManagedPool<?>> present(List<String> names) {
        List<ManagedPool<?>> present = new ArrayList<>();
        synchronized (pools) {
            names.stream().map(pools::get).filter(Objects::nonNull).forEach(present::add);
        }
        return present;
    }
}
