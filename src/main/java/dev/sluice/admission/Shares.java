package dev.sluice.admission;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The permits of tenants at one moment, and the decision whether a tenant may have one more. Computed from the held
 * permits for each decision, so that no counter can drift. Guarded by the gate's lock.
 */
final class Shares {

    private final AdmissionPolicy policy;
    private final Map<String, Integer> held;
    private final Set<String> wanting;
    private final int capacity;

    /** @param wanting the tenants that wait for a permit */
    Shares(AdmissionPolicy policy, PermitSource<?> supply, Set<String> wanting) {
        this.policy = policy;
        this.held = supply.heldByTenant();
        this.wanting = wanting;
        this.capacity = supply.capacity();
    }

    /** Callers without a tenant count as one, with an equal share. */
    static String nameOf(@Nullable String tenant) {
        return tenant == null ? PermitSource.NO_TENANT : tenant;
    }

    private @Nullable TenantShare shareOf(String name) {
        return policy.shareOf(name.equals(PermitSource.NO_TENANT) ? null : name);
    }

    /** Returns the held permits in proportion to the weight; the lowest load comes first. */
    double load(@Nullable String tenant) {
        String name = nameOf(tenant);
        TenantShare share = shareOf(name);
        return share == null ? 0 : (double) held(name) / share.weight();
    }

    /** Returns whether one more permit breaks neither the cap nor the floors of others. */
    boolean mayHaveOneMore(@Nullable String tenant) {
        String name = nameOf(tenant);
        TenantShare share = shareOf(name);
        return share != null && held(name) < share.cap() && (held(name) < share.floor() || leavesTheFloors(name));
    }

    /** Returns whether the tenant may have one more permit although others want permits, too. */
    boolean isWithinItsPart(@Nullable String tenant) {
        String name = nameOf(tenant);
        TenantShare share = shareOf(name);
        return share != null
                && mayHaveOneMore(tenant)
                && (held(name) < share.floor() || !isWantedByOthers(name) || held(name) < most(name, share));
    }

    /** Returns whether the permits that others lack to their floors remain after one more. */
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

    /** Returns the tenant's part by weight among the tenants that have or want permits, plus its burst. */
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
