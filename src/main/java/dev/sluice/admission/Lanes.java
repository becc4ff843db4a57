package dev.sluice.admission;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The queues of a gate: one FIFO per priority, with aging, and within it one per tenant where tenants are told
 * apart. Callers that hold a permit already have queues of their own, as they may find one where others do not, and
 * those others may be waiting for them. Not thread-safe: the gate's lock guards it.
 *
 * <p>The rule: a waiter's rank is its lane minus one for every full aging interval it has waited, never
 * below zero. The lowest rank is next; among equals the tenant that has least for its weight, then the one that
 * came first. So a waiter of lane <i>n</i> reaches rank zero after <i>n</i> intervals, and from then on nobody
 * of its tenant who came later goes before it. Within a queue the order is that of arrival, always.
 */
final class Lanes<P> {

    private static final Priority[] PRIORITIES = Priority.values();
    private static final String EVERYBODY = "";
    private static final long LONGEST_NANOS = PolicyChecks.LONGEST.toNanos();

    private final List<Map<String, Fifo<P>>> lanes = new ArrayList<>();
    private final int[] sizes = new int[2 * PRIORITIES.length];
    private long lastNumber;
    private long agingNanos;
    private boolean byTenant;
    private int size;

    Lanes(AdmissionPolicy policy) {
        for (int i = 0; i < sizes.length; i++) {
            lanes.add(new LinkedHashMap<>());
        }
        use(policy);
    }

    /** From now on these rules hold, for those who wait already, too. */
    void use(AdmissionPolicy policy) {
        agingNanos = policy.aging().toNanos();
        if (byTenant != policy.hasTenants()) {
            List<Waiter<P>> all = drain();
            all.sort(Comparator.comparingLong(waiter -> waiter.number));
            byTenant = policy.hasTenants();
            all.forEach(this::insert);
        }
    }

    int size() {
        return size;
    }

    int size(Priority priority) {
        int first = 2 * priority.lane();
        return sizes[first] + sizes[first + 1];
    }

    void add(Waiter<P> waiter) {
        waiter.number = ++lastNumber;
        waiter.ahead = size;
        insert(waiter);
    }

    private void insert(Waiter<P> waiter) {
        int index = indexOf(waiter);
        lanes.get(index).computeIfAbsent(keyOf(waiter), key -> new Fifo<>()).add(waiter);
        sizes[index]++;
        size++;
    }

    /** Of a waiter that is queued. */
    void remove(Waiter<P> waiter) {
        int index = indexOf(waiter);
        Map<String, Fifo<P>> lane = lanes.get(index);
        Fifo<P> queue = lane.get(keyOf(waiter));
        if (queue == null) {
            throw new IllegalStateException("not queued");
        }
        queue.remove(waiter);
        if (queue.head() == null && byTenant) {
            lane.remove(keyOf(waiter));
        }
        sizes[index]--;
        size--;
    }

    private int indexOf(Waiter<P> waiter) {
        return 2 * waiter.ticket.lane().lane() + (waiter.ticket.nested() ? 1 : 0);
    }

    private String keyOf(Waiter<P> waiter) {
        return byTenant ? Objects.requireNonNullElse(waiter.ticket.tenant(), EVERYBODY) : EVERYBODY;
    }

    int rank(Waiter<P> waiter, long now) {
        return waiter.rank(now, agingNanos);
    }

    /** The first of every queue, in the order in which they are to be served at {@code now}. */
    List<Waiter<P>> heads(long now, ToDoubleFunction<Waiter<P>> load) {
        List<Waiter<P>> heads = new ArrayList<>(PRIORITIES.length);
        for (int i = 0; i < sizes.length; i++) {
            if (sizes[i] > 0) {
                for (Fifo<P> queue : lanes.get(i).values()) {
                    Waiter<P> head = queue.head();
                    if (head != null) {
                        heads.add(head);
                    }
                }
            }
        }
        if (heads.size() > 1) {
            heads.sort(Comparator.<Waiter<P>>comparingInt(waiter -> rank(waiter, now))
                    .thenComparingDouble(load)
                    .thenComparingLong(waiter -> waiter.number));
        }
        return heads;
    }

    /** The one whose turn it is at {@code now}, shares of tenants aside; it stays queued. */
    @Nullable
    Waiter<P> next(long now) {
        Waiter<P> best = null;
        for (int i = 0; i < sizes.length; i++) {
            if (sizes[i] > 0) {
                for (Fifo<P> queue : lanes.get(i).values()) {
                    best = better(best, queue.head(), now);
                }
            }
        }
        return best;
    }

    private @Nullable Waiter<P> better(@Nullable Waiter<P> one, @Nullable Waiter<P> other, long now) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        int difference = rank(one, now) - rank(other, now);
        return difference < 0 || (difference == 0 && one.number < other.number) ? one : other;
    }

    /** Until when nobody's rank changes by aging. */
    long steadyUntil(long now) {
        long until = now + LONGEST_NANOS;
        for (int i = 0; i < sizes.length; i++) {
            if (sizes[i] > 0) {
                for (Fifo<P> queue : lanes.get(i).values()) {
                    Waiter<P> head = queue.head();
                    if (head != null && rank(head, now) > 0) {
                        long next = now + agingNanos - (now - head.since) % agingNanos;
                        until = next - until < 0 ? next : until;
                    }
                }
            }
        }
        return until;
    }

    /** Returns all waiters, in no particular order. */
    List<Waiter<P>> all() {
        List<Waiter<P>> all = new ArrayList<>(size);
        lanes.forEach(lane -> lane.values().forEach(queue -> queue.forEach(all::add)));
        return all;
    }

    /** Returns the waiters that match, in no particular order. */
    List<Waiter<P>> matching(Predicate<Waiter<P>> condition) {
        List<Waiter<P>> found = new ArrayList<>();
        lanes.forEach(lane -> lane.values()
                .forEach(queue -> queue.forEach(waiter -> {
                    if (condition.test(waiter)) {
                        found.add(waiter);
                    }
                })));
        return found;
    }

    /** Takes out all who wait. */
    List<Waiter<P>> drain() {
        List<Waiter<P>> all = all();
        all.forEach(this::remove);
        return all;
    }
}
