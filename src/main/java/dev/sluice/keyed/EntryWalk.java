package dev.sluice.keyed;

import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Iterates over the resources that were open when the walk began, in the order of opening. Not thread-safe.
 *
 * <pre>{@code
 * for (EntryWalk<String, Session> walk = pool.walk(); walk.next(); ) {
 *     inspect(walk.key(), walk.resource());
 * }
 * }</pre>
 *
 * @param <K> the keys
 * @param <R> the resources
 */
public final class EntryWalk<K, R> {

    private final Iterator<Map.Entry<K, R>> rest;
    private Map.@Nullable Entry<K, R> current;
    private boolean stopped;

    EntryWalk(Map<K, R> all) {
        rest = all.entrySet().iterator();
    }

    /** Moves to the next resource. Returns false if none is left, or if the walk was stopped. */
    public boolean next() {
        current = !stopped && rest.hasNext() ? rest.next() : null;
        return current != null;
    }

    /**
     * Returns the current key.
     *
     * @throws NoSuchElementException before the first and after the last
     */
    public K key() {
        return here().getKey();
    }

    /**
     * Returns the current resource.
     *
     * @throws NoSuchElementException before the first and after the last
     */
    public R resource() {
        return here().getValue();
    }

    private Map.Entry<K, R> here() {
        Map.Entry<K, R> entry = current;
        if (entry == null) {
            throw new NoSuchElementException("the walk is not at a resource");
        }
        return entry;
    }

    /** Ends the walk; further calls have no effect. */
    public void stop() {
        stopped = true;
        current = null;
    }
}
