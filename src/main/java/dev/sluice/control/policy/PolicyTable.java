package dev.sluice.control.policy;

import dev.sluice.admission.AdmissionPolicy;
import dev.sluice.admission.Fairness;
import dev.sluice.admission.Shedding;
import dev.sluice.admission.TenantShare;
import dev.sluice.value.BadValue;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The table of all rules. The names are those of {@link PolicyView}. */
final class PolicyTable {

    private static final RuleReaders<AdmissionPolicy.Builder> POLICY = new RuleReaders<AdmissionPolicy.Builder>()
            .rule("fairness", (policy, rule) -> policy.fairness(rule.oneOf(Fairness.class)))
            .rule("overtaking", (policy, rule) -> policy.overtaking(rule.number()))
            .rule("aging", (policy, rule) -> policy.aging(rule.duration()))
            .rule("maxWaiters", (policy, rule) -> policy.maxWaiters(rule.number()))
            .rule("maxWaitersByLane", (policy, rule) -> policy.maxWaitersByLane(rule.byLane()))
            .rule("enforceCaps", (policy, rule) -> policy.enforceCaps(rule.flag()))
            .rule("reserved", (policy, rule) -> policy.reserved(rule.byLane()))
            .rule("reservedForNested", (policy, rule) -> policy.reservedForNested(rule.number()))
            .rule("refuseNested", (policy, rule) -> policy.refuseNested(rule.flag()))
            .rule("failFast", (policy, rule) -> policy.failFast(rule.flag()))
            .rule("shedding", (policy, rule) -> policy.shedding(Times.of(rule)))
            .rule("tenants", (policy, rule) -> policy.tenants(rule.byTenant(ShareValues::of)))
            .rule("otherTenants", (policy, rule) -> policy.otherTenants(ShareValues.of(rule)));

    private PolicyTable() {}

    static AdmissionPolicy read(Rule root) {
        AdmissionPolicy.Builder policy = POLICY.readInto(AdmissionPolicy.builder(), root);
        try {
            return policy.build();
        } catch (BadValue e) {
            throw BadRule.of(e);
        }
    }

    /** The times of {@link Shedding}. */
    private static final class Times {

        private static final RuleReaders<Times> READERS = new RuleReaders<Times>()
                .rule("target", (times, rule) -> times.target = rule.duration())
                .rule("interval", (times, rule) -> times.interval = rule.duration());

        private @Nullable Duration target;
        private @Nullable Duration interval;

        static Shedding of(Rule group) {
            Times times = READERS.readInto(new Times(), group);
            try {
                return new Shedding(given("target", times.target, group), given("interval", times.interval, group));
            } catch (BadValue e) {
                throw BadRule.of(e);
            }
        }

        private static Duration given(String name, @Nullable Duration time, Rule group) {
            if (time == null) {
                throw new BadRule(group.key().child(name), "is missing: shedding needs a target and an interval");
            }
            return time;
        }
    }

    /** The values of a {@link TenantShare}, initially those of an equal share. */
    private static final class ShareValues {

        private static final RuleReaders<ShareValues> READERS = new RuleReaders<ShareValues>()
                .rule("floor", (share, rule) -> share.floor = rule.number())
                .rule("cap", (share, rule) -> share.cap = rule.number())
                .rule("weight", (share, rule) -> share.weight = rule.number())
                .rule("burst", (share, rule) -> share.burst = rule.number());

        private int floor = TenantShare.EQUAL.floor();
        private int cap = TenantShare.EQUAL.cap();
        private int weight = TenantShare.EQUAL.weight();
        private int burst = TenantShare.EQUAL.burst();

        static TenantShare of(Rule group) {
            ShareValues share = READERS.readInto(new ShareValues(), group);
            try {
                return new TenantShare(share.floor, share.cap, share.weight, share.burst);
            } catch (BadValue e) {
                throw BadRule.of(group.key(), e);
            }
        }
    }
}
