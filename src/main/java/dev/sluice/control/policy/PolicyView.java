package dev.sluice.control.policy;

import dev.sluice.admission.AdmissionPolicy;
import dev.sluice.admission.Fairness;
import dev.sluice.admission.Priority;
import dev.sluice.admission.Shedding;
import dev.sluice.admission.TenantShare;
import dev.sluice.pool.policy.AdaptiveSize;
import dev.sluice.pool.policy.Breaker;
import dev.sluice.pool.policy.Checks;
import dev.sluice.pool.policy.CreationPace;
import dev.sluice.pool.policy.Degradation;
import dev.sluice.pool.policy.HoldLimit;
import dev.sluice.pool.policy.OutageWait;
import dev.sluice.pool.policy.PoolPolicies;
import dev.sluice.pool.policy.RateLimit;
import dev.sluice.pool.policy.Tagging;
import dev.sluice.pool.policy.TenantAffinity;
import dev.sluice.pool.policy.WarmUp;
import dev.sluice.pool.statistic.RecordShape;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a pool for display: the values of an {@link AdmissionPolicy}, with null for "no limit", and the {@link
 * PoolPolicies}, with null for "off". The names of the components are the names of the rules.
 *
 * @param fairness BOUNDED lets running callers overtake waiters of their own lane, STRICT does not
 * @param overtaking maximum number of times that a waiter is overtaken if fairness is BOUNDED
 * @param aging the wait that counts as one lane higher, as PT1S
 * @param maxWaiters maximum number of concurrent waiters, or null for no cap
 * @param maxWaitersByLane the same maximum for single lanes
 * @param enforceCaps whether callers beyond a cap are refused; otherwise they are only counted
 * @param reserved connections that are kept for a lane and the lanes above it
 * @param reservedForNested connections that are kept for threads that already hold a connection
 * @param refuseNested whether a caller is refused if all holders, including itself, wait for another connection
 * @param failFast whether a caller is refused at once if its estimated wait exceeds its deadline
 * @param shedding the limits for the refusal of waiters under sustained overload, or null for no refusal
 * @param tenants the shares of tenants; empty if the pool does not distinguish tenants
 * @param otherTenants the share of each tenant that is not named, or null to refuse such tenants
 * @param rateLimit the maximum rate of acquires, or null for no limit
 * @param tagging the counts by tag, and the tags in the database, or null for neither
 * @param breaker the circuit breaker on the creation of connections, or null if it is off
 * @param holdLimit the maximum time of leases, or null for no limit
 * @param warmUp the creation of connections ahead of demand, or null for none
 * @param outage the limit for waits while the database is down, or null for none
 * @param creationPace the maximum rate of creations, or null for no limit
 * @param checks the checks of the application, or null for none
 * @param tenantAffinity the sessions that are kept for their tenants, or null for none
 * @param adaptiveSize the search for the best maximum, or null if it is off
 * @param degradation the behaviour of a pool that is full, or nearly full, or null if callers wait
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
        @Nullable ShareView otherTenants,
        @Nullable RateLimit rateLimit,
        @Nullable Tagging tagging,
        @Nullable Breaker breaker,
        @Nullable HoldLimit holdLimit,
        @Nullable WarmUp warmUp,
        @Nullable OutageWait outage,
        @Nullable CreationPace creationPace,
        @Nullable Checks checks,
        @Nullable TenantAffinity tenantAffinity,
        @Nullable AdaptiveSize adaptiveSize,
        @Nullable Degradation degradation) {

    private static final RecordShape<PolicyView> SHAPE = new RecordShape<>(PolicyView.class);
    private static final RecordShape<AdmissionPolicy> GATE = new RecordShape<>(AdmissionPolicy.class);

    /**
     * The limits for the refusal of waiters under sustained overload.
     *
     * @param target a wait that is always acceptable, as PT0.05S
     * @param interval maximum period during which waits may exceed the target
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
     * @param cap maximum number of its connections, or null for no cap
     * @param weight its part while other tenants want connections, in proportion to their weights
     * @param burst number of connections that it may hold above that part
     */
    public record ShareView(int floor, @Nullable Integer cap, int weight, int burst) {

        static @Nullable ShareView of(@Nullable TenantShare share) {
            return share == null ? null : ofNamed(share);
        }

        private static ShareView ofNamed(TenantShare share) {
            return new ShareView(share.floor(), limit(share.cap()), share.weight(), share.burst());
        }
    }

    /** Returns the view of the rules of a pool. */
    public static PolicyView of(PoolRules rules) {
        AdmissionPolicy gate = rules.admission();
        Map<String, ShareView> tenants = new TreeMap<>();
        gate.tenants().forEach((tenant, share) -> tenants.put(tenant, ShareView.ofNamed(share)));
        Map<String, @Nullable Object> values = new HashMap<>(GATE.values(gate));
        values.put("aging", gate.aging().toString());
        values.put("maxWaiters", limit(gate.maxWaiters()));
        values.put("shedding", SheddingView.of(gate.shedding()));
        values.put("tenants", tenants);
        values.put("otherTenants", ShareView.of(gate.otherTenants()));
        values.putAll(rules.policies().values());
        return SHAPE.ofValues(values);
    }

    /** Returns the rules as a JSON object has them: durations and other values with a grammar as texts. */
    public Map<String, @Nullable Object> tree() {
        return RecordTree.of(this);
    }

    private static @Nullable Integer limit(int value) {
        return value == Integer.MAX_VALUE ? null : value;
    }
}
