package dev.sluice.pool;

import dev.sluice.pool.store.LeaseVisitor;
import dev.sluice.pool.store.Slot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The record of recent callers that leaves no gap: the last leases of each slot, which the slots keep for the events
 * anyway, the leases of removed slots, and lost callers. So an acquire records nothing for it. Thread-safe.
 */
final class RecordedCallers {

    /** Maximum number of leases of removed slots, and of lost callers. */
    static final int KEPT = 4096;

    private final KeptCallers departed = new KeptCallers();
    private final KeptCallers lost = new KeptCallers();

    /**
     * Callers of the past.
     *
     * @param callers all callers that ended after {@code sinceNanos}, and some earlier ones
     * @param sinceNanos the time from which the record is complete
     */
    record CallerHistory(List<RecordedCaller> callers, long sinceNanos) {}

    /** Adds a caller that ended without a lease. */
    void lost(RecordedCaller caller) {
        lost.add(caller);
    }

    /** Adds the leases of a slot that is about to be removed. */
    void departing(Slot<?> slot) {
        SlotReading reading = new SlotReading(slot);
        if (reading.isCut()) {
            departed.forgetBefore(reading.oldestNanos);
        }
        reading.callers.forEach(departed::add);
    }

    /** Returns the record. {@code Long.MIN_VALUE} as its begin means that no caller was forgotten yet. */
    CallerHistory read(List<? extends Slot<?>> slots) {
        List<RecordedCaller> all = new ArrayList<>();
        long since = Math.max(departed.copyTo(all), lost.copyTo(all));
        for (Slot<?> slot : slots) {
            SlotReading reading = new SlotReading(slot);
            all.addAll(reading.callers);
            if (reading.isCut()) {
                since = Math.max(since, reading.oldestNanos);
            }
        }
        return new CallerHistory(all, since);
    }

    /** The leases that one slot has kept. */
    private static final class SlotReading implements LeaseVisitor {

        private final List<RecordedCaller> callers = new ArrayList<>();
        private long oldestNanos = Long.MAX_VALUE;

        SlotReading(Slot<?> slot) {
            slot.eachLease(this);
        }

        @Override
        public void lease(long lentNanos, long backNanos, long waitedNanos, @Nullable Object note) {
            oldestNanos = Math.min(oldestNanos, lentNanos);
            callers.add(new RecordedCaller(AcquireRequest.of(note), lentNanos, waitedNanos, backNanos, null));
        }

        /** Returns whether the slot may have had earlier leases. */
        boolean isCut() {
            return callers.size() >= Slot.KEPT_LEASES;
        }
    }

    /** The latest callers, and the end of those that were dropped. Thread-safe. */
    private static final class KeptCallers {

        private final Deque<RecordedCaller> latest = new ArrayDeque<>(); // Guarded by this
        private long completeSince = Long.MIN_VALUE; // Guarded by this

        synchronized void add(RecordedCaller caller) {
            latest.addLast(caller);
            if (latest.size() > KEPT) {
                RecordedCaller dropped = latest.removeFirst();
                completeSince = Math.max(completeSince, Math.max(dropped.endNanos(), dropped.backNanos()));
            }
        }

        synchronized void forgetBefore(long nanos) {
            completeSince = Math.max(completeSince, nanos);
        }

        synchronized long copyTo(List<RecordedCaller> all) {
            all.addAll(latest);
            return completeSince;
        }
    }
}
