package dev.sluice.admission;

import dev.sluice.value.BadValue;
import dev.sluice.value.Values;
import java.time.Duration;

/** Checks the values of rules. */
final class PolicyChecks {

    private static final int MOST_TENANTS = 1000;

    private PolicyChecks() {}

    /** Throws a {@link BadValue} with the key, the rule and the value, unless the rule holds. */
    static void require(boolean holds, String key, String rule, Object value) {
        if (!holds) {
            throw BadValue.of(key, rule, value);
        }
    }

    /** Checks the number of named tenants, because requests may add tenants one by one. */
    static void requireTenants(int named) {
        require(named <= MOST_TENANTS, "tenants", "must name at most " + MOST_TENANTS + " tenants", named);
    }

    /** Checks that a time is positive and within the bounds of all durations. */
    static void requireTime(String key, Duration value) {
        require(!value.isNegative() && !value.isZero(), key, "must be positive", value);
        Duration most = Values.LONGEST;
        require(value.compareTo(most) <= 0, key, "must be at most " + most.toDays() + " days", value);
    }
}
