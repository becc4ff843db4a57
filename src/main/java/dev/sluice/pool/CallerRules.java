package dev.sluice.pool;

import dev.sluice.pool.store.Slot;
import dev.sluice.time.Deadline;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The rules of all policies for callers at one moment, in the order of the policies. Never changed. */
final class CallerRules {

    static final CallerRules NONE = new CallerRules(List.of());

    private final AcquireRule[] beforeGate;
    private final LeaseRule[] withLease;

    CallerRules(List<PolicyPart> parts) {
        beforeGate = parts.stream()
                .map(PolicyPart::acquireRule)
                .filter(Objects::nonNull)
                .toArray(AcquireRule[]::new);
        withLease = parts.stream()
                .map(PolicyPart::leaseRule)
                .filter(Objects::nonNull)
                .toArray(LeaseRule[]::new);
    }

    /** Returns whether there is no rule. */
    boolean isEmpty() {
        return beforeGate.length + withLease.length == 0;
    }

    /** Lets a caller pass all rules before the gate. */
    void admit(AcquireRequest request, @Nullable Deadline deadline) throws InterruptedException {
        for (AcquireRule rule : beforeGate) {
            rule.admit(request, deadline);
        }
    }

    /** Records the lease of a caller that was admitted. */
    void leased(AcquireRequest request, Slot<?> slot) {
        for (LeaseRule rule : withLease) {
            rule.leased(request, slot);
        }
    }
}
