package dev.sluice.adapter.metrics;

import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.PoolEvent;
import dev.sluice.pool.PoolListener;
import dev.sluice.pool.TagUse;
import dev.sluice.pool.policy.TagCounter.Tag;
import io.micrometer.core.instrument.FunctionCounter;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Leases by tag, while the policy of the pool counts tags. The policy bounds the number of tags. A new tag has a meter
 * after the next maintenance of the pool.
 */
final class TagMeters implements PoolListener {

    static final String LEASES = "sluice.pool.tag.leases";

    private final Meters meters;
    private final ManagedPool<?> pool;
    private final Map<Tag, FunctionCounter> counters = new HashMap<>(); // Guarded by this

    TagMeters(Meters meters, ManagedPool<?> pool) {
        this.meters = meters;
        this.pool = pool;
    }

    @Override
    public boolean wantsLeases() {
        return false;
    }

    @Override
    public void on(PoolEvent event) {
        if (event.type() == PoolEvent.Type.RECONFIGURED || event.type() == PoolEvent.Type.STATUS) {
            follow();
        }
    }

    /** Registers meters for the tags that are counted now, and removes all others. */
    synchronized void follow() {
        Set<Tag> wanted = pool.tags().stream().map(TagMeters::tag).collect(Collectors.toSet());
        counters.entrySet().removeIf(known -> {
            boolean gone = !wanted.contains(known.getKey());
            if (gone) {
                meters.remove(known.getValue());
            }
            return gone;
        });
        wanted.stream().filter(tag -> !counters.containsKey(tag)).forEach(this::register);
    }

    private static Tag tag(TagUse use) {
        return new Tag(use.key(), use.value());
    }

    // Guarded by this
    private void register(Tag tag) {
        FunctionCounter counter =
                meters.register(registry -> FunctionCounter.builder(LEASES, pool, of -> of.leases(tag))
                        .description("Leases with a tag, since the policy tagging counts it")
                        .tag("pool", pool.name())
                        .tag("key", tag.key())
                        .tag("value", tag.value())
                        .register(registry));
        if (counter != null) {
            counters.put(tag, counter);
        }
    }
}
