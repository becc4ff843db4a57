package dev.sluice.control.policy;

import dev.sluice.admission.AdmissionPolicy;
import dev.sluice.admission.GateRules;
import dev.sluice.admission.Shedding;
import dev.sluice.admission.TenantShare;
import dev.sluice.pool.policy.PolicyDeclaration;
import dev.sluice.pool.policy.PoolPolicies;
import dev.sluice.value.BadValue;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The table of all rules, which {@link GateRules} and {@link PoolPolicies#DECLARATIONS} declare. The names are those of
 * {@link PolicyView}.
 */
final class PolicyTable {

    private static final RuleReaders<AdmissionPolicy.Builder> POLICY = new RuleReaders<AdmissionPolicy.Builder>()
            .rule(GateRules.FAIRNESS, AdmissionPolicy.Builder::fairness)
            .rule(GateRules.OVERTAKING, AdmissionPolicy.Builder::overtaking)
            .rule(GateRules.AGING, AdmissionPolicy.Builder::aging)
            .rule(GateRules.MAX_WAITERS, AdmissionPolicy.Builder::maxWaiters)
            .rule(
                    GateRules.MAX_WAITERS_BY_LANE.name(),
                    (policy, rule) -> policy.maxWaitersByLane(rule.byLane(GateRules.MAX_WAITERS_BY_LANE)))
            .rule(GateRules.ENFORCE_CAPS, AdmissionPolicy.Builder::enforceCaps)
            .rule(GateRules.RESERVED.name(), (policy, rule) -> policy.reserved(rule.byLane(GateRules.RESERVED)))
            .rule(GateRules.RESERVED_FOR_NESTED, AdmissionPolicy.Builder::reservedForNested)
            .rule(GateRules.REFUSE_NESTED, AdmissionPolicy.Builder::refuseNested)
            .rule(GateRules.FAIL_FAST, AdmissionPolicy.Builder::failFast)
            .rule("shedding", (policy, rule) -> policy.shedding(Times.of(rule)))
            .rule("tenants", (policy, rule) -> policy.tenants(rule.byTenant(ShareValues::of)))
            .rule("otherTenants", (policy, rule) -> policy.otherTenants(ShareValues.of(rule)));

    private static final RuleReaders<Draft> ALL = all();

    private PolicyTable() {}

    /** The rules that have been read so far. */
    private static final class Draft {

        private final AdmissionPolicy.Builder admission = AdmissionPolicy.builder();
        private final Map<String, Object> policies = new HashMap<>();
    }

    private static RuleReaders<Draft> all() {
        RuleReaders<Draft> all = POLICY.within(draft -> draft.admission);
        PoolPolicies.DECLARATIONS.forEach(declared ->
                all.rule(declared.name(), (draft, group) -> draft.policies.put(declared.name(), of(declared, group))));
        return all;
    }

    /** Reads the rules of one policy. */
    private static Record of(PolicyDeclaration<?> declared, Rule group) {
        RuleReaders<Map<String, Object>> readers = new RuleReaders<>();
        declared.rules()
                .forEach(rule ->
                        readers.rule(rule.name(), (values, given) -> values.put(rule.name(), given.read(rule.type()))));
        try {
            return declared.of(readers.readInto(new HashMap<>(), group));
        } catch (BadValue e) {
            throw BadRule.of(group.key(), e);
        }
    }

    static PoolRules read(Rule root) {
        Draft draft = ALL.readInto(new Draft(), root);
        try {
            return new PoolRules(draft.admission.build(), PoolPolicies.ofValues(draft.policies));
        } catch (BadValue e) {
            throw BadRule.of(e);
        }
    }

    /** The times of {@link Shedding}. */
    private static final class Times {

        private static final RuleReaders<Times> READERS = new RuleReaders<Times>()
                .rule(GateRules.TARGET, (times, target) -> times.target = target)
                .rule(GateRules.INTERVAL, (times, interval) -> times.interval = interval);

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
                .rule(GateRules.FLOOR, (share, floor) -> share.floor = floor)
                .rule(GateRules.CAP, (share, cap) -> share.cap = cap)
                .rule(GateRules.WEIGHT, (share, weight) -> share.weight = weight)
                .rule(GateRules.BURST, (share, burst) -> share.burst = burst);

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
