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
    private final Map<Map<String, String>, TagSet> sets = new ConcurrentHashMap<>();

    private final @Nullable Counted[] recent = new Counted[STRIPES];

    /**
     * The counters of a request that its thread has probably repeated.
     *
     * @param set the counter of exactly these tags, or null once there are too many sets
     * @param each the counter of each tag, if there is none of the set
     */
    private record Counted(
            Map<String, String> tags, @Nullable TagSet set, List<LongAdder> each) {}

    /**
     * The leases with one tag: those whose set of tags has its own counter, and the others.
     *
     * @param sets the sets with this tag; a set may be there twice, with two tags that count as others
     */
    private record TagCount(LongAdder alone, List<TagSet> sets) {

        TagCount() {
            this(new LongAdder(), new CopyOnWriteArrayList<>());
        }

        long sum() {
            long sum = alone.sum();
            for (TagSet set : sets) {
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
     * @return the counter of exactly these tags, or null if they have none
     */
    public @Nullable TagSet count(Map<String, String> tags) {
        int stripe = (int) Thread.currentThread().getId() & (STRIPES - 1);
        Counted last = recent[stripe]; // RACE: any thread's last tags; a wrong entry only costs a look-up
        if (last == null || last.tags() != tags) {
            last = counted(tags);
            recent[stripe] = last;
        }
        TagSet set = last.set();
        if (set == null) {
            last.each().forEach(LongAdder::increment);
        } else {
            set.increment();
        }
        return set;
    }

    private Counted counted(Map<String, String> tags) {
        TagSet known = sets.get(tags);
        if (known != null) {
            return new Counted(tags, known, List.of());
        }
        List<TagCount> counts = tags.entrySet().stream()
                .filter(tag -> isCounted(tag.getKey()))
                .map(tag -> counter(tag.getKey(), tag.getValue()))
                .toList();
        // RACE: threads that come at the same time may exceed the maximum by one set each
        if (counts.isEmpty() || sets.size() >= MOST) {
            return new Counted(tags, null, counts.stream().map(TagCount::alone).toList());
        }
        return new Counted(tags, sets.computeIfAbsent(tags, first -> setOf(counts)), List.of());
    }

    private static TagSet setOf(List<TagCount> counts) {
        TagSet set = new TagSet();
        counts.forEach(count -> count.sets().add(set));
        return set;
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
