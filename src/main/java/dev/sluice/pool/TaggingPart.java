package dev.sluice.pool;

import dev.sluice.admission.QueuedCaller;
import dev.sluice.pool.policy.PoolPolicies;
import dev.sluice.pool.policy.TagCounter;
import dev.sluice.pool.policy.TagCounter.Tag;
import dev.sluice.pool.policy.Tagging;
import dev.sluice.pool.store.Holding;
import dev.sluice.pool.store.Slot;
import dev.sluice.pool.store.TagReceiver;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Carries out {@link Tagging}. Other keys to count start the counts again. Thread-safe. */
final class TaggingPart<R> implements PolicyPart {

    private final PoolCore<R> core;
    private volatile @Nullable TagsInForce inForce;

    private record TagsInForce(Tagging policy, TagCounter counter) {}

    TaggingPart(PoolCore<R> core) {
        this.core = core;
    }

    @Override
    public String name() {
        return Tagging.DECLARATION.name();
    }

    @Override
    public void apply(PoolPolicies policies) {
        Tagging wanted = policies.tagging();
        TagsInForce now = inForce;
        if (Objects.equals(wanted, now == null ? null : now.policy())) {
            return;
        }
        if (wanted == null) {
            inForce = null;
        } else if (now != null && now.policy().count().equals(wanted.count())) {
            inForce = new TagsInForce(wanted, now.counter());
        } else {
            inForce = new TagsInForce(wanted, new TagCounter(wanted.count()));
        }
        if (core.store instanceof TagReceiver receiver) {
            receiver.passTags(wanted != null && wanted.database() == Tagging.Destination.APPLICATION_NAME);
        }
    }

    @Override
    public @Nullable String state() {
        TagsInForce now = inForce;
        return now == null
                ? null
                : "counts " + now.policy().count() + "; "
                        + now.counter().counts().size() + " tags; database "
                        + now.policy().database();
    }

    @Override
    public @Nullable LeaseRule leaseRule() {
        TagsInForce now = inForce;
        if (now == null) {
            return null;
        }
        TagCounter counter = now.counter();
        return (request, slot) -> TagTally.count(counter, request.tags(), slot);
    }

    /** Returns the use of the pool by each counted tag; empty while tags are not counted. */
    List<TagUse> uses() {
        TagsInForce now = inForce;
        if (now == null) {
            return List.of();
        }
        Map<Tag, Integer> held = new HashMap<>();
        for (Slot<R> slot : core.slots.snapshot()) {
            Holding holding = slot.holding();
            if (holding != null) {
                add(AcquireRequest.of(holding.note()), now.counter(), held);
            }
        }
        Map<Tag, Integer> waiting = new HashMap<>();
        for (QueuedCaller caller : core.gate.waiters()) {
            add(AcquireRequest.of(caller.ticket().note()), now.counter(), waiting);
        }
        Map<Tag, Long> leases = now.counter().counts();
        return leases.entrySet().stream()
                .map(each -> new TagUse(
                        each.getKey().key(),
                        each.getKey().value(),
                        each.getValue(),
                        held.getOrDefault(each.getKey(), 0),
                        waiting.getOrDefault(each.getKey(), 0)))
                .toList();
    }

    /** Returns the number of leases with this tag since the tags are counted. */
    long leases(Tag tag) {
        TagsInForce now = inForce;
        return now == null ? 0 : now.counter().count(tag);
    }

    private static void add(AcquireRequest request, TagCounter counter, Map<Tag, Integer> numbers) {
        request.tags().forEach((key, value) -> {
            Tag tag = counter.counted(key, value);
            if (tag != null) {
                numbers.merge(tag, 1, Integer::sum);
            }
        });
    }
}
