package dev.sluice.adapter.quarkus;

import dev.sluice.admission.AdmissionPolicy;
import dev.sluice.admission.GateRules;
import dev.sluice.control.policy.PolicyRules;
import dev.sluice.control.policy.RuleKey;
import dev.sluice.value.ValueSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Translates the configuration of one gate into rules. Not thread-safe. */
final class AdmissionSettings {

    private final Map<String, String> rules = new LinkedHashMap<>();

    private AdmissionSettings(AdmissionMapping settings) {
        GateRules.SINGLE.forEach(rule -> rule("", rule, AdmissionMapping.class, settings));
        GateRules.BY_LANE.forEach(rule -> {
            Object lanes = MappedValues.read(AdmissionMapping.class, rule.name(), settings);
            ((Map<?, ?>) lanes).forEach((lane, text) -> rules.put(rule.key() + "." + lane, String.valueOf(text)));
        });
        settings.shedding()
                .ifPresent(shedding -> GateRules.SHEDDING.forEach(
                        rule -> rule("shedding.", rule, AdmissionMapping.SheddingMapping.class, shedding)));
        settings.tenants()
                .forEach((tenant, share) ->
                        share(RuleKey.parse("tenants").child(tenant).toString(), share));
        settings.otherTenants().ifPresent(share -> share("other-tenants", share));
    }

    private void share(String key, AdmissionMapping.ShareMapping share) {
        GateRules.SHARE.forEach(rule -> rule(key + ".", rule, AdmissionMapping.ShareMapping.class, share));
    }

    private <M> void rule(String prefix, ValueSpec<?> rule, Class<M> type, M settings) {
        if (MappedValues.read(type, rule.name(), settings) instanceof Optional<?> text) {
            text.ifPresent(given -> rules.put(prefix + rule.key(), String.valueOf(given)));
        }
    }

    /**
     * Returns the policy {@code base} with the configured rules.
     *
     * @throws IllegalArgumentException whose message begins with the key
     */
    static AdmissionPolicy over(AdmissionPolicy base, AdmissionMapping settings) {
        Map<String, String> configured = new AdmissionSettings(settings).rules;
        if (configured.isEmpty()) {
            return base; // the usual case: a start needs none of the classes that read rules
        }
        PolicyRules rules = PolicyRules.of(base);
        for (Map.Entry<String, String> rule : configured.entrySet()) {
            rules = rules.patchedBy(PolicyRules.ofKey(rule.getKey(), rule.getValue()));
        }
        return rules.toPolicy();
    }
}
