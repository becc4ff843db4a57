package dev.sluice.pool.policy;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Counts leases by the values of tags. The first {@value #MOST} values are counted by themselves, all others together
 * as {@value #OTHER}, so that no number of values uses up the memory. Thread-safe.
 */
public final class TagCounter {

    /** Maximum number of values that are counted by themselves, of all keys together. */
    public static final int MOST = 1_000;

    /** The value that stands for all values beyond the maximum. */
    public static final String OTHER = "other";

    private final TagKeys keys;
    private final Map<Tag, LongAdder> counts = new ConcurrentHashMap<>();

    /**
     * A tag.
     *
     * @param key the key
     * @param value the value
     */
    public record Tag(String key, String value) implements Comparable<Tag> {

        @Override
        public int compareTo(Tag other) {
            int byKey = key.compareTo(other.key);
            return byKey == 0 ? value.compareTo(other.value) : byKey;
        }
    }

    /** Creates a counter for the values of these keys. */
    public TagCounter(TagKeys keys) {
        this.keys = keys;
    }

    /** Counts a lease with these tags. */
    public void count(Map<String, String> tags) {
        tags.forEach((key, value) -> {
            if (keys.contain(key)) {
                add(new Tag(key, value));
            }
        });
    }

    private void add(Tag tag) {
        LongAdder known = counts.get(tag);
        if (known == null) {
            // RACE: threads that come at the same time may exceed the maximum by one value each
            Tag counted = counts.size() < MOST ? tag : new Tag(OTHER, OTHER);
            known = counts.computeIfAbsent(counted, key -> new LongAdder());
        }
        known.increment();
    }

    /** Returns the number of leases so far with this tag. */
    public long count(Tag tag) {
        LongAdder count = counts.get(tag);
        return count == null ? 0 : count.sum();
    }

    /** Returns the tag under which a tag is counted: itself, or the one of all others; null if its key is not counted. */
    public @Nullable Tag counted(String key, String value) {
        if (!keys.contain(key)) {
            return null;
        }
        Tag tag = new Tag(key, value);
        return counts.containsKey(tag) ? tag : new Tag(OTHER, OTHER);
    }

    /** Returns the leases so far by tag, in the order of keys and values. */
    public Map<Tag, Long> counts() {
        Map<Tag, Long> all = new TreeMap<>();
        counts.forEach((tag, count) -> all.put(tag, count.sum()));
        return all;
    }
}
