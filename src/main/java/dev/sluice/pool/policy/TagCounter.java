package dev.sluice.pool.policy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
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

    private static final int STRIPES = 64;
    private static final Tag OTHERS = new Tag(OTHER, OTHER);

    private final TagKeys keys;
    private final boolean countsAll;
    private final Map<String, Map<String, LongAdder>> counts = new ConcurrentHashMap<>(); // by key, then by value
    private final AtomicInteger size = new AtomicInteger();
    private final LongAdder others = new LongAdder();
    private final @Nullable Counted[] recent = new Counted[STRIPES];

    /** The adders of the same tags, of a request that its thread has probably repeated. */
    private record Counted(Map<String, String> tags, List<LongAdder> adders) {}

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
        this.countsAll = keys.equals(TagKeys.ALL);
    }

    /**
     * Counts a lease with these tags.
     *
     * @param tags never changed; repeated requests have the same map, and are counted faster
     */
    public void count(Map<String, String> tags) {
        int stripe = (int) Thread.currentThread().getId() & (STRIPES - 1);
        Counted last = recent[stripe]; // RACE: any thread's last tags; a wrong entry only costs a look-up
        if (last == null || last.tags() != tags) {
            last = new Counted(tags, adders(tags));
            recent[stripe] = last;
        }
        for (LongAdder adder : last.adders()) {
            adder.increment();
        }
    }

    private List<LongAdder> adders(Map<String, String> tags) {
        return tags.entrySet().stream()
                .filter(tag -> isCounted(tag.getKey()))
                .map(tag -> adder(tag.getKey(), tag.getValue()))
                .toList();
    }

    private boolean isCounted(String key) {
        return countsAll || keys.contain(key);
    }

    private LongAdder adder(String key, String value) {
        LongAdder known = known(key, value);
        if (known != null) {
            return known;
        }
        // RACE: threads that come at the same time may exceed the maximum by one value each
        if (size.get() >= MOST || (key.equals(OTHER) && value.equals(OTHER))) {
            return others;
        }
        return counts.computeIfAbsent(key, first -> new ConcurrentHashMap<>()).computeIfAbsent(value, first -> {
            size.incrementAndGet();
            return new LongAdder();
        });
    }

    private @Nullable LongAdder known(String key, String value) {
        Map<String, LongAdder> values = counts.get(key);
        return values == null ? null : values.get(value);
    }

    /** Returns the number of leases so far with this tag. */
    public long count(Tag tag) {
        LongAdder count = tag.equals(OTHERS) ? others : known(tag.key(), tag.value());
        return count == null ? 0 : count.sum();
    }

    /** Returns the tag under which a tag is counted: itself, or the one of all others; null if its key is not counted. */
    public @Nullable Tag counted(String key, String value) {
        if (!isCounted(key)) {
            return null;
        }
        return known(key, value) == null ? OTHERS : new Tag(key, value);
    }

    /** Returns the leases so far by tag, in the order of keys and values. */
    public Map<Tag, Long> counts() {
        Map<Tag, Long> all = new TreeMap<>();
        counts.forEach((key, values) -> values.forEach((value, count) -> all.put(new Tag(key, value), count.sum())));
        if (others.sum() > 0) {
            all.put(OTHERS, others.sum());
        }
        return all;
    }
}
