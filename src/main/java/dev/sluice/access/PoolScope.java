package dev.sluice.access;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The pools that a principal may read or operate. Immutable.
 *
 * @param all whether it covers every pool, also pools that are created later
 * @param names names of the covered pools; empty if {@code all} is set
 */
public record PoolScope(boolean all, Set<String> names) {

    /** Every pool, and what belongs to no pool. */
    public static final PoolScope ALL = new PoolScope(true, Set.of());

    /** Copies the names. */
    public PoolScope {
        names = Set.copyOf(names);
        if (all && !names.isEmpty()) {
            throw new IllegalArgumentException("a scope of all pools has no names");
        }
    }

    /** Returns the scope of these pools. */
    public static PoolScope of(Collection<String> names) {
        return new PoolScope(false, Set.copyOf(names));
    }

    /** Returns whether the pool is covered. As in the registry, upper and lower case are the same. */
    public boolean covers(String pool) {
        return all || names.stream().anyMatch(pool::equalsIgnoreCase);
    }

    /** Returns whether the pool is covered; null is what belongs to no single pool, and needs the scope of all. */
    boolean includes(@Nullable String pool) {
        return pool == null ? all : covers(pool);
    }

    @Override
    public String toString() {
        return all ? "all pools" : String.join(", ", new TreeSet<>(names));
    }
}
