package dev.sluice.admission;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What tenants have at one moment, and whether one of them may have one permit more. Made anew whenever somebody
 * might be served, from what is held then: nothing is counted along, so nothing can be miscounted. Guarded by
 * the gate's lock.
 */
final class Shares {

    private final AdmissionPolicy policy;
    private final Map<String, Integer> held;
    private final Set<String> wanting;
    private final int capacity;

    /** @param wanting the tenants that wait for a permit */
    Shares(AdmissionPolicy policy, Supply<?> supply, Set<String> wanting) {
        this.policy = policy;
        this.held = supply.heldByTenant();
        this.wanting = wanting;
        this.capacity = supply.capacity();
    }

    /** What it has for its weight: the less, the sooner it is its turn. */
    double load(@Nullable String tenant) {
        TenantShare share = policy.shareOf(tenant);
        return tenant == null || share == null ? 0 : (double) held(tenant) / share.weight();
    }

    boolean mayHaveOneMore(@Nullable String tenant) {
        TenantShare share = policy.shareOf(tenant);
        if (share == null) {
            return false;
        }
        int has = tenant == null ? 0 : held(tenant);
        if (has >= share.cap()) {
            return false;
        }
        return has < share.floor()
                || (leavesTheFloors(tenant) && (!isWantedByOthers(tenant) || has < most(tenant, share)));
    }

    /** Whether what others are still short of their floors would be there after one more. */
    private boolean leavesTheFloors(@Nullable String tenant) {
        int free = capacity - held.values().stream().mapToInt(Integer::intValue).sum() - 1;
        int owed = 0;
        for (Map.Entry<String, TenantShare> other : policy.tenants().entrySet()) {
            if (!other.getKey().equals(tenant)) {
                owed += Math.max(0, other.getValue().floor() - held(other.getKey()));
            }
        }
        return free >= owed;
    }

    private boolean isWantedByOthers(@Nullable String tenant) {
        return wanting.stream().anyMatch(other -> !other.equals(tenant) && held(other) < capOf(other));
    }

    private int capOf(String tenant) {
        TenantShare share = policy.shareOf(tenant);
        return share == null ? 0 : share.cap();
    }

    /** Its part by weight among those who have or want permits, and its burst. */
    private int most(@Nullable String tenant, TenantShare share) {
        Set<String> active = new HashSet<>(held.keySet());
        active.addAll(wanting);
        active.remove(tenant);
        int weights = share.weight();
        for (String other : active) {
            TenantShare theirs = policy.shareOf(other);
            weights += theirs == null ? 0 : theirs.weight();
        }
        int part = (capacity * share.weight() + weights - 1) / weights;
        return part + share.burst();
    }

    private int held(String tenant) {
        return held.getOrDefault(tenant, 0);
    }
}
