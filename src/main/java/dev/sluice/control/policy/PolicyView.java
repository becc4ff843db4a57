package dev.sluice.control.policy;

import dev.sluice.admission.AdmissionPolicy;
import dev.sluice.admission.Fairness;
import dev.sluice.admission.Priority;
import dev.sluice.admission.Shedding;
import dev.sluice.admission.TenantShare;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a gate, to look at: what {@link AdmissionPolicy} says, with null where it has no limit. The names of
 * the components are the names of the rules.
 *
 * @param fairness BOUNDED lets running callers overtake waiters of their own lane, STRICT does not
 * @param overtaking how often a waiter may be overtaken where BOUNDED lets it
 * @param aging the wait that counts as one lane higher, as PT1S
 * @param maxWaiters callers that may wait at once, or null if there is no cap
 * @param maxWaitersByLane the same for single lanes
 * @param enforceCaps whether the caps refuse; otherwise it is only counted what they would have refused
 * @param reserved connections that are kept for a lane and those above it
 * @param reservedForNested connections that are kept for threads that hold one already
 * @param refuseNested whether a caller is refused if everybody who holds one, itself included, waits for another
 * @param failFast whether a caller that will not be served in time, by the waits of late, is refused at once
 * @param shedding when waiters are refused under standing overload, or null for never
 * @param tenants the shares of tenants; empty if tenants are not told apart
 * @param otherTenants the share of each tenant that is not named, or null to refuse them
 */
public record PolicyView(
        Fairness fairness,
        int overtaking,
        String aging,
        @Nullable Integer maxWaiters,
        Map<Priority, Integer> maxWaitersByLane,
        boolean enforceCaps,
        Map<Priority, Integer> reserved,
        int reservedForNested,
        boolean refuseNested,
        boolean failFast,
        @Nullable SheddingView shedding,
        Map<String, ShareView> tenants,
        @Nullable ShareView otherTenants) {

    /**
     * When waiters are refused under standing overload.
     *
     * @param target a wait that is acceptable all the time, as PT0.05S
     * @param interval how long waits may be longer
     */
    public record SheddingView(String target, String interval) {

        static @Nullable SheddingView of(@Nullable Shedding shedding) {
            return shedding == null
                    ? null
                    : new SheddingView(
                            shedding.target().toString(), shedding.interval().toString());
        }
    }

    /**
     * The share of one tenant.
     *
     * @param floor number of connections that are kept for it
     * @param cap maximum number of its connections; null if there is no cap
     * @param weight its part while others want connections, in proportion to theirs
     * @param burst number of connections that it may have above that part meanwhile
     */
    public record ShareView(int floor, @Nullable Integer cap, int weight, int burst) {

        static @Nullable ShareView of(@Nullable TenantShare share) {
            return share == null ? null : ofNamed(share);
        }

        private static ShareView ofNamed(TenantShare share) {
            return new ShareView(share.floor(), limit(share.cap()), share.weight(), share.burst());
        }
    }

    /** Returns the view of a policy. */
    public static PolicyView of(AdmissionPolicy policy) {
        Map<String, ShareView> tenants = new TreeMap<>();
        policy.tenants().forEach((tenant, share) -> tenants.put(tenant, ShareView.ofNamed(share)));
        return new PolicyView(
                policy.fairness(),
                policy.overtaking(),
                policy.aging().toString(),
                limit(policy.maxWaiters()),
                policy.maxWaitersByLane(),
                policy.enforceCaps(),
                policy.reserved(),
                policy.reservedForNested(),
                policy.refuseNested(),
                policy.failFast(),
                SheddingView.of(policy.shedding()),
                tenants,
                ShareView.of(policy.otherTenants()));
    }

    private static @Nullable Integer limit(int value) {
        return value == Integer.MAX_VALUE ? null : value;
    }
}
