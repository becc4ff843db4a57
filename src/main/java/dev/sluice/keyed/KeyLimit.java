package dev.sluice.keyed;

import dev.sluice.admission.Admission;
import dev.sluice.admission.AdmissionPolicy;
import dev.sluice.admission.Gate;
import dev.sluice.admission.PermitSource;
import dev.sluice.admission.Priority;
import dev.sluice.admission.Ticket;
import dev.sluice.time.Deadline;
import dev.sluice.time.Ticker;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the concurrent leases of one key. Each resource has its own gate, with the lanes, deadlines and interrupts of
 * the pool's gate. A permit stands for one lease. Thread-safe.
 */
final class KeyLimit {

    private final KeyPermits permits;
    private final Gate<KeyPermits> gate;

    KeyLimit(int most, Ticker ticker) {
        permits = new KeyPermits(most);
        gate = new Gate<>(permits, AdmissionPolicy.DEFAULT, ticker);
    }

    /** Takes a permit if one is free and no caller waits. Returns whether the caller has the permit. */
    boolean tryEnter(Priority lane, Object note) {
        return gate.tryEnter(lane, Thread.currentThread(), note) != null;
    }

    /** Blocks until a permit is free, the deadline has passed, or the limit is closed. */
    Admission.Outcome enter(Priority lane, Deadline deadline, Object note) throws InterruptedException {
        Ticket ticket = new Ticket(lane, deadline, null, Thread.currentThread(), false, note);
        return gate.enter(ticket, queued -> {}).outcome();
    }

    /** Releases a permit. */
    void leave(Priority lane) {
        permits.free.incrementAndGet();
        gate.supplied(lane, permits);
    }

    /** Refuses present waiters and later callers. */
    void close() {
        gate.close();
    }

    int most() {
        return permits.most;
    }

    /** The supply of permits. Permits are interchangeable, so a count is sufficient. */
    private static final class KeyPermits implements PermitSource<KeyPermits> {

        private final int most;
        private final AtomicInteger free;

        KeyPermits(int most) {
            this.most = most;
            this.free = new AtomicInteger(most);
        }

        @Override
        public @Nullable KeyPermits poll(int reserved, Thread taker, Object note, long waitedNanos) {
            int now = free.get();
            while (now > reserved) {
                if (free.compareAndSet(now, now - 1)) {
                    return this;
                }
                now = free.get();
            }
            return null;
        }

        @Override
        public boolean take(KeyPermits permit, Thread taker, Object note, long waitedNanos) {
            return poll(0, taker, note, waitedNanos) != null;
        }

        @Override
        public boolean isAnyFree(int reserved) {
            return free.get() > reserved;
        }

        @Override
        public int capacity() {
            return most;
        }

        @Override
        public Map<String, Integer> heldByTenant() {
            return Map.of();
        }
    }
}
