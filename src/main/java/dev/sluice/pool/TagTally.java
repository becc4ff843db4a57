package dev.sluice.pool;

import dev.sluice.pool.policy.TagCounter;
import dev.sluice.pool.policy.TagSet;
import dev.sluice.pool.store.Slot;
import dev.sluice.pool.store.Tally;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts the leases of one slot that have the same tags. The holder of the slot counts in the slot itself, where no
 * other thread writes: that costs a fraction of an atomic addition. Used by the owner of the slot, except for
 * {@link #getAsLong}, which is thread-safe.
 */
final class TagTally implements Tally, LongSupplier {

    /** After so many leases with other tags in a row, the slot counts leases with those tags. */
    static final int MOST_OTHERS = 16;

    private final TagCounter counter;
    private final Map<String, String> tags;
    private final TagSet set;
    private final Slot<?> slot;
    private final long before;
    private int others; // leases with other tags in a row

    private TagTally(TagCounter counter, Map<String, String> tags, TagSet set, Slot<?> slot) {
        this.counter = counter;
        this.tags = tags;
        this.set = set;
        this.slot = slot;
        this.before = slot.tallied();
    }

    /** Counts a lease of the slot with these tags. Called by its holder. */
    static void count(TagCounter counter, Map<String, String> tags, Slot<?> slot) {
        TagTally mine = slot.tally() instanceof TagTally tally ? tally : null;
        if (mine == null || mine.tags != tags || mine.counter != counter) {
            countOther(counter, tags, slot, mine);
            return;
        }
        if (mine.others != 0) {
            mine.others = 0;
        }
        slot.addTallied();
    }

    private static void countOther(
            TagCounter counter, Map<String, String> tags, Slot<?> slot, @Nullable TagTally mine) {
        TagSet set = counter.count(tags);
        if (set == null || (mine != null && mine.counter == counter && ++mine.others < MOST_OTHERS)) {
            return;
        }
        if (mine != null) {
            mine.end();
        }
        TagTally next = new TagTally(counter, tags, set, slot);
        set.include(next);
        slot.talliedBy(next);
    }

    @Override
    public long getAsLong() {
        return slot.tallied() - before;
    }

    // RACE: a lease that is broken between its begin and its count may be counted after the end, and is lost.
    @Override
    public void end() {
        set.keep(this);
    }
}
