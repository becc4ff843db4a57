package dev.sluice.admission;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The queues of a gate: one FIFO per priority, with aging. Not thread-safe: the gate's lock guards it.
 *
 * <p>The rule: a waiter's rank is its lane minus one for every full aging interval it has waited, never
 * below zero. The lowest rank is next; among equals the one that came first. So a waiter of lane <i>n</i>
 * reaches rank zero after <i>n</i> intervals, and from then on nobody who came later goes before it.
 * Within a lane the order is that of arrival, always.
 */
final class Lanes<P> {

    private static final Priority[] PRIORITIES = Priority.values();

    private final Map<Priority, Set<Waiter<P>>> lanes = new EnumMap<>(Priority.class);
    private final long agingNanos;
    private int size;

    Lanes(long agingNanos) {
        this.agingNanos = agingNanos;
        for (Priority priority : PRIORITIES) {
            lanes.put(priority, new LinkedHashSet<>());
        }
    }

    int size() {
        return size;
    }

    int size(Priority priority) {
        return lane(priority).size();
    }

    void add(Waiter<P> waiter) {
        lane(waiter.lane).add(waiter);
        size++;
    }

    /** Constant time: ten thousand waiters that time out together must not cost their square. */
    boolean remove(Waiter<P> waiter) {
        boolean removed = lane(waiter.lane).remove(waiter);
        if (removed) {
            size--;
        }
        return removed;
    }

    /** The waiter whose turn it is at {@code now}; it stays queued. */
    @Nullable
    Waiter<P> next(long now) {
        Waiter<P> best = null;
        long bestRank = Long.MAX_VALUE;
        for (Priority priority : PRIORITIES) {
            Waiter<P> head = head(priority);
            if (head == null) {
                continue;
            }
            long rank = rank(head, now);
            if (best == null || rank < bestRank || (rank == bestRank && head.since - best.since < 0)) {
                best = head;
                bestRank = rank;
            }
        }
        return best;
    }

    List<Waiter<P>> drain() {
        List<Waiter<P>> all = new ArrayList<>(size);
        lanes.values().forEach(lane -> {
            all.addAll(lane);
            lane.clear();
        });
        size = 0;
        return all;
    }

    private long rank(Waiter<P> waiter, long now) {
        return Math.max(0, waiter.lane.lane() - (now - waiter.since) / agingNanos);
    }

    private @Nullable Waiter<P> head(Priority priority) {
        Set<Waiter<P>> lane = lane(priority);
        return lane.isEmpty() ? null : lane.iterator().next();
    }

    private Set<Waiter<P>> lane(Priority priority) {
        Set<Waiter<P>> lane = lanes.get(priority);
        if (lane == null) {
            throw new IllegalStateException("no lane " + priority);
        }
        return lane;
    }
}
