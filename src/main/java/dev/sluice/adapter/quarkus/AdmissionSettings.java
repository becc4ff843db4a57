package dev.sluice.adapter.quarkus;

import dev.sluice.admission.AdmissionPolicy;
import dev.sluice.control.policy.PolicyRules;
import dev.sluice.control.policy.RuleKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Translates the configuration of one gate into rules. Not thread-safe. */
final class AdmissionSettings {

    private final Map<String, String> rules = new LinkedHashMap<>();

    private AdmissionSettings(AdmissionMapping settings) {
        rule("fairness", settings.fairness());
        rule("overtaking", settings.overtaking());
        rule("aging", settings.aging());
        rule("max-waiters", settings.maxWaiters());
        settings.maxWaitersByLane().forEach((lane, cap) -> rules.put("max-waiters-by-lane." + lane, cap));
        rule("enforce-caps", settings.enforceCaps());
        settings.reserved().forEach((lane, count) -> rules.put("reserved." + lane, count));
        rule("reserved-for-nested", settings.reservedForNested());
        rule("refuse-nested", settings.refuseNested());
        rule("fail-fast", settings.failFast());
        settings.shedding().ifPresent(shedding -> {
            rule("shedding.target", shedding.target());
            rule("shedding.interval", shedding.interval());
        });
        settings.tenants()
                .forEach((tenant, share) ->
                        share(RuleKey.parse("tenants").child(tenant).toString(), share));
        settings.otherTenants().ifPresent(share -> share("other-tenants", share));
    }

    private void share(String key, AdmissionMapping.ShareMapping share) {
        rule(key + ".floor", share.floor());
        rule(key + ".cap", share.cap());
        rule(key + ".weight", share.weight());
        rule(key + ".burst", share.burst());
    }

    private void rule(String key, Optional<String> value) {
        value.ifPresent(text -> rules.put(key, text));
    }

    /**
     * Returns the policy {@code base} with the configured rules.
     *
     * @throws IllegalArgumentException whose message begins with the key
     */
    static AdmissionPolicy over(AdmissionPolicy base, AdmissionMapping settings) {
        PolicyRules rules = PolicyRules.of(base);
        for (Map.Entry<String, String> rule : new AdmissionSettings(settings).rules.entrySet()) {
            rules = rules.patchedBy(PolicyRules.ofKey(rule.getKey(), rule.getValue()));
        }
        return rules.toPolicy();
    }
}
