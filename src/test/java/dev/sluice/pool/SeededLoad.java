package dev.sluice.pool;

import dev.sluice.admission.Priority;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.testing.TestPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * Callers with random arrivals, lanes and holds, the same for the same seed, at a pool on fake time. The test's thread
 * moves time from one arrival or release to the next, and lets the pool settle in between.
 */
final class SeededLoad {

    private final TestPool test;
    private final List<Caller<Lease<Thing>>> waiting = new ArrayList<>();
    private final List<Visit> visits = new ArrayList<>();
    private final PriorityQueue<Held> held = new PriorityQueue<>(Comparator.comparingLong(Held::endNanos));
    private final long start;

    private record Visit(long arrivalNanos, AcquireRequest request, long holdNanos) {}

    private record Held(long endNanos, Lease<Thing> lease) {}

    private SeededLoad(TestPool test, long seed, int callers, Duration meanGap, Duration meanHold) {
        this.test = test;
        this.start = test.time.nanos();
        SplittableRandom random = new SplittableRandom(seed);
        long arrival = 0;
        for (int i = 0; i < callers; i++) {
            arrival += exponential(random, meanGap);
            Priority lane = random.nextInt(4) == 0 ? Priority.HIGH : Priority.BACKGROUND;
            AcquireRequest request = AcquireRequest.DEFAULT.withPriority(lane).withTag("visit", String.valueOf(i));
            visits.add(new Visit(start + arrival, request, exponential(random, meanHold)));
        }
    }

    /** Lets callers acquire, hold and release, until all have ended. */
    static void run(TestPool test, long seed, int callers, Duration meanGap, Duration meanHold) throws Exception {
        new SeededLoad(test, seed, callers, meanGap, meanHold).run();
    }

    private static long exponential(SplittableRandom random, Duration mean) {
        return (long) (-Math.log(1 - random.nextDouble()) * mean.toNanos());
    }

    private void run() throws Exception {
        int next = 0;
        while (next < visits.size() || !held.isEmpty()) {
            Held first = held.peek();
            if (first != null
                    && (next == visits.size()
                            || first.endNanos() <= visits.get(next).arrivalNanos())) {
                moveTo(held.remove().endNanos());
                first.lease().close();
                settle();
            } else {
                moveTo(visits.get(next).arrivalNanos());
                arrive(visits.get(next++));
            }
        }
    }

    private void moveTo(long moment) {
        test.advance(Duration.ofNanos(moment - test.time.nanos()));
    }

    /** A caller that need not wait is served on this thread, which is faster. */
    private void arrive(Visit visit) throws Exception {
        PoolStats stats = test.pool.stats();
        if (waiting.isEmpty() && stats.inUse() < stats.maxConnections() - reserved()) {
            hold(test.pool.acquire(visit.request()));
        } else {
            waiting.add(test.queue(visit.request()));
            settle();
        }
    }

    private void hold(Lease<Thing> lease) {
        Visit visit = visits.get(Integer.parseInt(lease.request().tags().get("visit")));
        held.add(new Held(test.time.nanos() + visit.holdNanos(), lease));
    }

    private int reserved() {
        return test.pool.policy().reserved().values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    /** Waits until each caller has its lease, or waits for one of the leases. */
    private void settle() throws Exception {
        if (waiting.isEmpty()) {
            return;
        }
        Await.until("the callers are served", () -> {
            long queued = waiting.stream().filter(caller -> !caller.isDone()).count();
            PoolStats stats = test.pool.stats();
            return stats.waiting() == queued && (queued == 0 || isKept(stats));
        });
        for (Caller<Lease<Thing>> caller : List.copyOf(waiting)) {
            if (caller.isDone()) {
                waiting.remove(caller);
                hold(caller.result());
            }
        }
    }

    /** Returns whether no permit is free for a waiter: one may be reserved for a higher lane. */
    private boolean isKept(PoolStats stats) {
        return stats.inUse() >= stats.maxConnections() - reserved();
    }
}
