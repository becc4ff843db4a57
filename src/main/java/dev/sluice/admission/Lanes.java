package dev.sluice.admission;

import dev.sluice.value.Values;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The queues of a gate: one FIFO queue for each priority, with aging, and for each tenant where tenants have shares.
 * Callers that hold a permit have queues of their own. Reserves may keep a permit for them, and other callers may wait
 * for the permits that they hold. Not thread-safe: the gate's lock guards this class.
 *
 * <p>The rule: the rank of a waiter is its lane, minus one for each full aging interval of its wait, and at least zero.
 * The waiter of the lowest rank is next. Among equal ranks, the tenant with the least load for its weight is next, and
 * then the earliest waiter. So a waiter of lane <i>n</i> has rank zero after <i>n</i> intervals. From then on it is
 * served before all later waiters of its tenant. The order within a queue is that of arrival.
 */
final class Lanes<P> {

    private static final Priority[] PRIORITIES = Priority.values();
    private static final String ALL_TENANTS = "";
    private static final long LONGEST_NANOS = Values.LONGEST.toNanos();

    private final List<Map<String, Fifo<P>>> lanes = new ArrayList<>();
    private final int[] sizes = new int[2 * PRIORITIES.length];
    private long lastNumber;
    private long agingNanos;
    private boolean byTenant;
    private int size;
    private int virtual; // number of waiters on virtual threads

    Lanes(AdmissionPolicy policy) {
        for (int i = 0; i < sizes.length; i++) {
            lanes.add(new LinkedHashMap<>());
        }
        use(policy);
    }

    /** Puts other rules in force, also for waiters that are queued already. */
    void use(AdmissionPolicy policy) {
        agingNanos = policy.aging().toNanos();
        if (byTenant != policy.hasTenants()) {
            List<QueuedWaiter<P>> all = drain();
            all.sort(Comparator.comparingLong(waiter -> waiter.number));
            byTenant = policy.hasTenants();
            all.forEach(this::insert);
        }
    }

    int size() {
        return size;
    }

    boolean areAllVirtual() {
        return virtual == size;
    }

    int size(Priority priority) {
        int first = 2 * priority.lane();
        return sizes[first] + sizes[first + 1];
    }

    void add(QueuedWaiter<P> waiter) {
        waiter.number = ++lastNumber;
        waiter.ahead = size;
        insert(waiter);
    }

    private void insert(QueuedWaiter<P> waiter) {
        int index = indexOf(waiter);
        lanes.get(index).computeIfAbsent(keyOf(waiter), key -> new Fifo<>()).add(waiter);
        sizes[index]++;
        size++;
        virtual += waiter.onVirtualThread ? 1 : 0;
    }

    /** Removes a waiter that is queued. */
    void remove(QueuedWaiter<P> waiter) {
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
        virtual -= waiter.onVirtualThread ? 1 : 0;
    }

    private int indexOf(QueuedWaiter<P> waiter) {
        return 2 * waiter.ticket.lane().lane() + (waiter.ticket.nested() ? 1 : 0);
    }

    private String keyOf(QueuedWaiter<P> waiter) {
        return byTenant ? Objects.requireNonNullElse(waiter.ticket.tenant(), ALL_TENANTS) : ALL_TENANTS;
    }

    long agingNanos() {
        return agingNanos;
    }

    int rank(QueuedWaiter<P> waiter, long now) {
        return waiter.rank(now, agingNanos);
    }

    /** Returns the head of each queue, in the order of their turns at {@code now}. */
    List<QueuedWaiter<P>> heads(long now, ToDoubleFunction<QueuedWaiter<P>> load) {
        List<QueuedWaiter<P>> heads = new ArrayList<>(PRIORITIES.length);
        for (int i = 0; i < sizes.length; i++) {
            if (sizes[i] > 0) {
                for (Fifo<P> queue : lanes.get(i).values()) {
                    QueuedWaiter<P> head = queue.head();
                    if (head != null) {
                        heads.add(head);
                    }
                }
            }
        }
        if (heads.size() > 1) {
            heads.sort(Comparator.<QueuedWaiter<P>>comparingInt(waiter -> rank(waiter, now))
                    .thenComparingDouble(load)
                    .thenComparingLong(waiter -> waiter.number));
        }
        return heads;
    }

    /** Returns the next waiter at {@code now}, without regard to shares of tenants. The waiter stays queued. */
    @Nullable
    QueuedWaiter<P> next(long now) {
        QueuedWaiter<P> best = null;
        for (int i = 0; i < sizes.length; i++) {
            if (sizes[i] > 0) {
                for (Fifo<P> queue : lanes.get(i).values()) {
                    best = better(best, queue.head(), now);
                }
            }
        }
        return best;
    }

    private @Nullable QueuedWaiter<P> better(@Nullable QueuedWaiter<P> one, @Nullable QueuedWaiter<P> other, long now) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        int difference = rank(one, now) - rank(other, now);
        return difference < 0 || (difference == 0 && one.number < other.number) ? one : other;
    }

    /** Returns the time until which aging changes no rank. */
    long steadyUntil(long now) {
        long until = now + LONGEST_NANOS;
        for (int i = 0; i < sizes.length; i++) {
            if (sizes[i] > 0) {
                for (Fifo<P> queue : lanes.get(i).values()) {
                    QueuedWaiter<P> head = queue.head();
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
    List<QueuedWaiter<P>> all() {
        List<QueuedWaiter<P>> all = new ArrayList<>(size); // no growth: the lock is held
        for (Map<String, Fifo<P>> lane : lanes) {
            for (Fifo<P> queue : lane.values()) {
                for (QueuedWaiter<P> waiter = queue.head(); waiter != null; waiter = waiter.behind) {
                    all.add(waiter);
                }
            }
        }
        return all;
    }

    /** Passes all waiters to the action, in no particular order. */
    void forEach(Consumer<QueuedWaiter<P>> action) {
        lanes.forEach(lane -> lane.values().forEach(queue -> queue.forEach(action)));
    }

    /** Returns the waiters that match, in no particular order. */
    List<QueuedWaiter<P>> matching(Predicate<QueuedWaiter<P>> condition) {
        List<QueuedWaiter<P>> found = new ArrayList<>();
        lanes.forEach(lane -> lane.values()
                .forEach(queue -> queue.forEach(waiter -> {
                    if (condition.test(waiter)) {
                        found.add(waiter);
                    }
                })));
        return found;
    }

    /** Removes and returns all waiters. */
    List<QueuedWaiter<P>> drain() {
        List<QueuedWaiter<P>> all = all();
        all.forEach(this::remove);
        return all;
    }
}
