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

    /** Callers without a tenant count as one, with an equal share. */
    static String nameOf(@Nullable String tenant) {
        return tenant == null ? Supply.NO_TENANT : tenant;
    }

    private @Nullable TenantShare shareOf(String name) {
        return policy.shareOf(name.equals(Supply.NO_TENANT) ? null : name);
    }

    /** What it has for its weight: the less, the sooner it is its turn. */
    double load(@Nullable String tenant) {
        String name = nameOf(tenant);
        TenantShare share = shareOf(name);
        return share == null ? 0 : (double) held(name) / share.weight();
    }

    /** Whether one more would break neither its cap nor what is kept for others. */
    boolean mayHaveOneMore(@Nullable String tenant) {
        String name = nameOf(tenant);
        TenantShare share = shareOf(name);
        return share != null && held(name) < share.cap() && (held(name) < share.floor() || leavesTheFloors(name));
    }

    /** Whether it may have one more though others want permits, too. */
    boolean isWithinItsPart(@Nullable String tenant) {
        String name = nameOf(tenant);
        TenantShare share = shareOf(name);
        return share != null
                && mayHaveOneMore(tenant)
                && (held(name) < share.floor() || !isWantedByOthers(name) || held(name) < most(name, share));
    }

    /** Whether what others are still short of their floors would be there after one more. */
    private boolean leavesTheFloors(String name) {
        int free = capacity - held.values().stream().mapToInt(Integer::intValue).sum() - 1;
        int owed = 0;
        for (Map.Entry<String, TenantShare> other : policy.tenants().entrySet()) {
            if (!other.getKey().equals(name)) {
                owed += Math.max(0, other.getValue().floor() - held(other.getKey()));
            }
        }
        return free >= owed;
    }

    private boolean isWantedByOthers(String name) {
        return wanting.stream().anyMatch(other -> !other.equals(name) && held(other) < capOf(other));
    }

    private int capOf(String name) {
        TenantShare share = shareOf(name);
        return share == null ? 0 : share.cap();
    }

    /** Its part by weight among those who have or want permits, and its burst. */
    private long most(String name, TenantShare share) {
        Set<String> active = new HashSet<>(held.keySet());
        active.addAll(wanting);
        active.remove(name);
        long weights = share.weight();
        for (String other : active) {
            TenantShare theirs = shareOf(other);
            weights += theirs == null ? 0 : theirs.weight();
        }
        long part = ((long) capacity * share.weight() + weights - 1) / weights;
        return part + share.burst();
    }

    private int held(String name) {
        return held.getOrDefault(name, 0);
    }
}
