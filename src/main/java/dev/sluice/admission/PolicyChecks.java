package dev.sluice.admission;

import dev.sluice.value.BadValue;
import java.time.Duration;

/** Checks the values of rules. */
final class PolicyChecks {

    /** The longest time that a rule may name. */
    static final Duration LONGEST = Duration.ofDays(36_500);

    private PolicyChecks() {}

    /** Throws an {@link IllegalArgumentException} with the key, the rule and the value, unless the rule holds. */
    static void require(boolean holds, String key, String rule, Object value) {
        if (!holds) {
            throw BadValue.of(key, rule, value);
        }
    }
}
