package dev.sluice.control.policy;

import dev.sluice.value.BadValue;
import org.jspecify.annotations.Nullable;

/** Refuses a rule that is invalid or unknown. Its name is the key in a configuration. */
public final class BadRule extends BadValue {

    private static final long serialVersionUID = 1L;

    private final transient RuleKey key;

    BadRule(RuleKey key, String rule) {
        this(key, rule, null);
    }

    BadRule(RuleKey key, String rule, @Nullable String value) {
        super(key.shown().toString(), rule, value);
        this.key = key.shown();
    }

    /** Returns the refusal of a rule of the policy. */
    public static BadRule of(BadValue refusal) {
        return of(RuleKey.ROOT, refusal);
    }

    /** Returns the refusal of a rule of a group; the name of the rule is relative to the group. */
    static BadRule of(RuleKey group, BadValue refusal) {
        if (refusal instanceof BadRule bad) {
            return bad;
        }
        RuleKey key = group;
        for (String name : RuleKey.parse(refusal.name()).path()) {
            key = key.child(name);
        }
        return new BadRule(key, refusal.rule(), refusal.value());
    }

    /** Returns the key of the rule. */
    public RuleKey key() {
        return key;
    }
}
