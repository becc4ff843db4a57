package dev.sluice.pool.policy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
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
    private final Map<String, Map<String, TagCount>> counts = new ConcurrentHashMap<>(); // by key, then by value
    private final AtomicInteger size = new AtomicInteger();
    private final TagCount others = new TagCount();

    /** The uses of the first sets of tags, at most {@value #MOST}. */
    private final Map<Map<String, String>, LongAdder> sets = new ConcurrentHashMap<>();

    private final @Nullable Counted[] recent = new Counted[STRIPES];

    /** The adders of a set of tags, of a request that its thread has probably repeated. */
    private record Counted(Map<String, String> tags, List<LongAdder> adders) {}

    /**
     * The leases with one tag: those whose set of tags has its own adder, and the others.
     *
     * @param sets the adders of sets with this tag; a set may be there twice, with two tags that count as others
     */
    private record TagCount(LongAdder alone, List<LongAdder> sets) {

        TagCount() {
            this(new LongAdder(), new CopyOnWriteArrayList<>());
        }

        long sum() {
            long sum = alone.sum();
            for (LongAdder set : sets) {
                sum += set.sum();
            }
            return sum;
        }
    }

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

    /** Returns the one adder of a set of tags, or those of each tag once there are too many sets. */
    private List<LongAdder> adders(Map<String, String> tags) {
        LongAdder known = sets.get(tags);
        if (known != null) {
            return List.of(known);
        }
        List<TagCount> counted = tags.entrySet().stream()
                .filter(tag -> isCounted(tag.getKey()))
                .map(tag -> counter(tag.getKey(), tag.getValue()))
                .toList();
        // RACE: threads that come at the same time may exceed the maximum by one set each
        if (counted.isEmpty() || sets.size() >= MOST) {
            return counted.stream().map(TagCount::alone).toList();
        }
        return List.of(sets.computeIfAbsent(tags, first -> adderOf(counted)));
    }

    private static LongAdder adderOf(List<TagCount> counted) {
        LongAdder adder = new LongAdder();
        counted.forEach(count -> count.sets().add(adder));
        return adder;
    }

    private boolean isCounted(String key) {
        return countsAll || keys.contain(key);
    }

    private TagCount counter(String key, String value) {
        TagCount known = known(key, value);
        if (known != null) {
            return known;
        }
        // RACE: threads that come at the same time may exceed the maximum by one value each
        if (size.get() >= MOST || (key.equals(OTHER) && value.equals(OTHER))) {
            return others;
        }
        return counts.computeIfAbsent(key, first -> new ConcurrentHashMap<>()).computeIfAbsent(value, first -> {
            size.incrementAndGet();
            return new TagCount();
        });
    }

    private @Nullable TagCount known(String key, String value) {
        Map<String, TagCount> values = counts.get(key);
        return values == null ? null : values.get(value);
    }

    /** Returns the number of leases so far with this tag. */
    public long count(Tag tag) {
        TagCount count = tag.equals(OTHERS) ? others : known(tag.key(), tag.value());
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
