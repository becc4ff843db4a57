package dev.sluice.adapter.jmx;

import static javax.management.MBeanOperationInfo.ACTION;

import dev.sluice.access.Role;
import dev.sluice.adapter.jmx.OpenOperation.OpenParameter;
import dev.sluice.adapter.jmx.PoolOperation.PoolPermission;
import dev.sluice.control.GuardedControl;
import dev.sluice.control.policy.PolicyRules;
import dev.sluice.control.policy.PolicyView;
import java.util.List;
import javax.management.openmbean.SimpleType;

/** Operations on the rules of the gate of a pool, and on its policies. */
final class PolicyOperations {

    private static final OpenMapping POLICY = OpenMapping.of(PolicyView.class);
    private static final OpenParameter RULES = new OpenParameter(
            "rules",
            "Rules as key=value, separated by commas: aging=2s, reserved.high=1, rate-limit.pool=100/s. Keys as in the"
                    + " configuration under admission and policy, and as in PolicyText.",
            SimpleType.STRING);
    private static final OpenParameter KEY = new OpenParameter(
            "key",
            "Key of the rule: " + String.join(", ", PolicyRules.keys())
                    + ". With an empty value, a group of keys, too.",
            SimpleType.STRING);
    private static final OpenParameter VALUE = new OpenParameter(
            "value",
            "Value of the rule, such as 5, true, 500ms, strict; empty restores the default.",
            SimpleType.STRING);

    private final GuardedControl control;
    private final OperationList list = new OperationList();

    private PolicyOperations(GuardedControl control) {
        this.control = control;
    }

    /** Returns the operations. */
    static List<PoolOperation> of(GuardedControl control) {
        PolicyOperations operations = new PolicyOperations(control);
        operations.ruling();
        return operations.list.all();
    }

    private PoolPermission rule(String name) {
        return (pool, given) -> control.requireRole(Role.ADMIN, pool, name);
    }

    private void ruling() {
        list.add(
                "changePolicy",
                "Changes the named rules of the gate, from the next caller on; an invalid rule "
                        + "changes none of them.",
                ACTION,
                POLICY,
                rule("change-policy"),
                (pool, given) -> control.changePolicy(pool, PolicyRules.ofText(OpenArguments.text(given, 0))),
                RULES);
        list.add(
                "changePolicy",
                "Changes one rule of the gate, from the next caller on.",
                ACTION,
                POLICY,
                rule("change-policy"),
                (pool, given) -> control.changePolicy(
                        pool, PolicyRules.ofKey(OpenArguments.text(given, 0), (String) given.get(1))),
                KEY,
                VALUE);
        list.add(
                "setPolicy",
                "Replaces the rules of the gate; rules that are not named have their defaults.",
                ACTION,
                POLICY,
                rule("set-policy"),
                (pool, given) -> control.setPolicy(pool, PolicyRules.ofText(OpenArguments.text(given, 0))),
                RULES);
    }
}
