package dev.sluice.admission;

import dev.sluice.admission.Admission.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Decides which callers must not queue. Before the poll, the state of the gate and the tenant decide. After a poll
 * without a free permit, the deadline, the caps on waiters and the estimated wait decide. Guarded by the gate's lock.
 */
final class QueueLimits {

    private final EntryWord entry;
    private final WaitEstimate estimate;
    private final WaitCounters counters;

    QueueLimits(EntryWord entry, WaitEstimate estimate, WaitCounters counters) {
        this.entry = entry;
        this.estimate = estimate;
        this.counters = counters;
    }

    /** Returns the outcome for a caller that the gate refuses at once, or null. */
    @Nullable
    Outcome refusal(Ticket ticket) {
        if (entry.isRestricted(EntryWord.CLOSED)) {
            return Outcome.CLOSED;
        }
        if (entry.isRestricted(EntryWord.DISABLED)) {
            return Outcome.DISABLED;
        }
        AdmissionPolicy policy = entry.policy();
        return policy.hasTenants() && policy.shareOf(ticket.tenant()) == null ? Outcome.UNKNOWN_TENANT : null;
    }

    /**
     * Returns the outcome for a waiter that may not wait, or null for a waiter within all limits.
     *
     * @param lanes the queues, with this waiter
     */
    @Nullable
    Outcome exceededBy(QueuedWaiter<?> waiter, Lanes<?> lanes) {
        Ticket ticket = waiter.ticket;
        if (waiter.isLate(waiter.since)) {
            return Outcome.TIMED_OUT;
        }
        AdmissionPolicy policy = entry.policy();
        Integer laneCap = policy.maxWaitersByLane().get(ticket.lane());
        if (lanes.size() > policy.maxWaiters() || (laneCap != null && lanes.size(ticket.lane()) > laneCap)) {
            if (policy.enforceCaps()) {
                counters.saturated();
                return Outcome.SATURATED;
            }
            counters.overCap();
        }
        if (policy.failFast()
                && estimate.nanos(waiter.ahead) > ticket.deadline().remainingNanos(waiter.since)) {
            counters.hopeless();
            return Outcome.HOPELESS;
        }
        return null;
    }
}
