package dev.sluice.admission;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** The share of a tenant, computed anew from the holders and the waiters; callers without a tenant count together. */
final class ScheduleShares {

    private final Schedule schedule;

    /** The actor that is being served; it may be arriving, and the gate counts it among the waiters already. */
    private ScheduleActor served;

    ScheduleShares(Schedule schedule) {
        this.schedule = schedule;
    }

    /** Checks that an actor may get a permit that the other actors could reach, too. */
    void check(AdmissionPolicy policy, ScheduleActor actor, Predicate<ScheduleActor> reach) {
        served = actor;
        try {
            checkServed(policy, actor, reach);
        } finally {
            served = null;
        }
    }

    private void checkServed(AdmissionPolicy policy, ScheduleActor actor, Predicate<ScheduleActor> reach) {
        TenantShare share = policy.shareOf(actor.tenant());
        if (share == null) {
            throw schedule.violation(actor + " has no share");
        }
        int held = heldBy(actor.tenant());
        if (held >= share.cap()) {
            throw schedule.violation(actor + " holds " + held + ", and may have " + share.cap());
        }
        if (held < share.floor()) {
            return;
        }
        if (!leavesTheFloors(policy, actor.tenant())) {
            throw schedule.violation(actor + " takes what is kept for other tenants");
        }
        if (!isWithinItsPart(policy, actor)) {
            for (ScheduleActor other : schedule.actors()) {
                if (other.isQueued() && reach.test(other) && isWithinItsPart(policy, other)) {
                    throw schedule.violation(
                            actor + " holds " + held + ", more than its part, and " + other + " waits");
                }
            }
        }
    }

    private boolean isWithinItsPart(AdmissionPolicy policy, ScheduleActor actor) {
        TenantShare share = policy.shareOf(actor.tenant());
        return isOwed(policy, actor)
                || (isEntitled(policy, actor)
                        && share != null
                        && (!isWantedByOthers(policy, actor) || heldBy(actor.tenant()) < part(policy, actor, share)));
    }

    /** Returns whether other callers cannot delay the actor: its tenant holds less than its reserved share. */
    boolean isOwed(AdmissionPolicy policy, ScheduleActor actor) {
        TenantShare share = policy.shareOf(actor.tenant());
        return share != null && heldBy(actor.tenant()) < share.floor();
    }

    /**
     * Returns whether a caller like the actor has to be served if a permit is free; weights decide between several
     * callers.
     */
    boolean isEntitled(AdmissionPolicy policy, ScheduleActor actor) {
        TenantShare share = policy.shareOf(actor.tenant());
        return share != null
                && heldBy(actor.tenant()) < share.cap()
                && (isOwed(policy, actor) || leavesTheFloors(policy, actor.tenant()));
    }

    private int heldBy(String tenant) {
        return schedule.supply().heldBy(tenant);
    }

    private boolean leavesTheFloors(AdmissionPolicy policy, String tenant) {
        int owed = 0;
        for (Map.Entry<String, TenantShare> other : policy.tenants().entrySet()) {
            if (!other.getKey().equals(tenant)) {
                owed += Math.max(0, other.getValue().floor() - heldBy(other.getKey()));
            }
        }
        return schedule.supply().capacity() - schedule.supply().held() - 1 >= owed;
    }

    private boolean isWantedByOthers(AdmissionPolicy policy, ScheduleActor actor) {
        for (ScheduleActor other : schedule.actors()) {
            TenantShare share = policy.shareOf(other.tenant());
            if (wants(other)
                    && !Objects.equals(other.tenant(), actor.tenant())
                    && share != null
                    && heldBy(other.tenant()) < share.cap()) {
                return true;
            }
        }
        return false;
    }

    private boolean wants(ScheduleActor actor) {
        return actor == served || actor.isQueued();
    }

    private int part(AdmissionPolicy policy, ScheduleActor actor, TenantShare share) {
        Set<String> active = new TreeSet<>();
        for (ScheduleActor other : schedule.actors()) {
            if (wants(other) || !other.held().isEmpty() || other.granted != null) {
                active.add(String.valueOf(other.tenant()));
            }
        }
        active.remove(String.valueOf(actor.tenant()));
        int weights = share.weight();
        for (String other : active) {
            TenantShare theirs = policy.shareOf(other.equals("null") ? null : other);
            weights += theirs == null ? 0 : theirs.weight();
        }
        double part = (double) schedule.supply().capacity() * share.weight() / weights;
        return (int) Math.ceil(part) + share.burst();
    }
}
